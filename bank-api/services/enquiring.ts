import type { BalanceRequest } from '../../shared/contracts/balance-api.ts';
import { minor } from '../../shared/domain/money.ts';
import { mayAskFor } from '../domain/admission.ts';
import { judgeEnquiry, type EnquiryVerdict } from '../domain/enquiries.ts';
import type { Judged } from '../domain/records.ts';
import type { BookingPorts } from '../ports.ts';
import { openCard } from '../security/sealed-cards.ts';
import type { KnownTerminal } from '../store/terminal-store.ts';
import { NOTHING, notPermitted, type NotPermitted } from './booking.ts';
import type { GroupBooking } from './group-booking.ts';

/** What is on a card: in the books only a wrong PIN and the chip's count (P17, P18). */
export async function enquire(
  { keys }: BookingPorts,
  bookings: GroupBooking,
  terminal: KnownTerminal,
  { core, attempt }: BalanceRequest,
): Promise<EnquiryVerdict | NotPermitted> {
  const card = await openCard(keys, { ...core, amountMinor: minor(0) }, attempt.sealedPin);
  const { deliveredUpTo, operatorId } = attempt;
  const scope = { ...NOTHING, cardHashes: card === null ? [] : [card.cardHash] };
  return bookings.book(
    { terminal, scope, deliveredUpTo, operatorId },
    (books, role): Judged<EnquiryVerdict | NotPermitted> => {
      if (!mayAskFor('purchase', role)) {
        return notPermitted('not-permitted', `operator ${operatorId} may not ask for a balance`);
      }
      const { versionRefusal } = terminal;
      if (versionRefusal !== null) {
        return notPermitted(versionRefusal, `enquiry ${core.id}: ${versionRefusal}`);
      }
      return judgeEnquiry(books, { core, card });
    },
  );
}
