import { minor } from '../../shared/domain/money.ts';
import type { AuthorisationRequest, ReversalRequest } from '../../shared/contracts/bank-api.ts';
import type { VersionRefusal } from '../../shared/contracts/program-version.ts';
import { needsSupervisor, readsCard, type PaymentCore } from '../../shared/domain/payment.ts';
import { mayAskFor } from '../domain/admission.ts';
import type { PaymentRequest, PaymentVerdict } from '../domain/payment-records.ts';
import { judgePayment } from '../domain/payments.ts';
import type { Judged, OpenedCard } from '../domain/records.ts';
import { judgeReversal, type ReversalVerdict } from '../domain/reversals.ts';
import type { BookingPorts } from '../ports.ts';
import { contentHash } from '../security/hashing.ts';
import { openCard } from '../security/sealed-cards.ts';
import type { Scope } from '../store/book-scope.ts';
import type { KnownTerminal } from '../store/terminal-store.ts';
import type { GroupBooking } from './group-booking.ts';

export const NOTHING: Scope = {
  paymentIds: [],
  undoableIds: [],
  cardHashes: [],
  numbers: [],
  traces: [],
  reportIds: [],
  saleIds: [],
  cashReturns: [],
  voidIds: [],
};

export function paymentScope(core: PaymentCore, card: OpenedCard | null): Scope {
  const { id, supersedes, originalId } = core;
  return {
    ...NOTHING,
    paymentIds: [id, supersedes, originalId].flatMap((other) => other ?? []),
    undoableIds: [supersedes, originalId].flatMap((other) => other ?? []),
    cardHashes: card === null ? [] : [card.cardHash],
    numbers: [core.transactionNumber],
    traces: [core],
  };
}

export interface NotPermitted {
  readonly type: 'not-permitted' | VersionRefusal;
  readonly detail: string;
}

export type AuthorisationVerdict = PaymentVerdict | NotPermitted;

export async function authorise(
  { keys }: BookingPorts,
  bookings: GroupBooking,
  terminal: KnownTerminal,
  { core: sent, attempt }: AuthorisationRequest,
): Promise<AuthorisationVerdict> {
  const core = coreOf(sent);
  const sealed = readsCard(core.kind) || core.sealedCard !== '';
  const card = sealed ? await openCard(keys, core, attempt.sealedPin) : null;
  const request: PaymentRequest = {
    core,
    coreHash: contentHash(core),
    card,
    sealBroken: sealed && card === null,
    operatorId: attempt.operatorId,
    channel: 'online',
  };
  const { deliveredUpTo, operatorId } = attempt;
  return bookings.book(
    { terminal, scope: paymentScope(core, card), deliveredUpTo, operatorId },
    (books, role): Judged<AuthorisationVerdict> => {
      if (!mayAskFor(core.kind, role)) {
        return notPermitted(
          'not-permitted',
          `operator ${operatorId} may not ask for a ${core.kind}`,
        );
      }
      // What is known is answered all the same: its till may have missed the answer (P1, P29).
      const isNew = !needsSupervisor(core.kind) && !books.payments.has(core.id);
      const { versionRefusal } = terminal;
      if (isNew && versionRefusal !== null) {
        return notPermitted(versionRefusal, `payment ${core.id}: ${versionRefusal}`);
      }
      return judgePayment(books, request);
    },
  );
}

export function notPermitted(type: NotPermitted['type'], detail: string): Judged<NotPermitted> {
  const changes = [{ type: 'security-event', kind: 'not-permitted', detail } as const];
  return { value: { type, detail }, changes };
}

/** Never refused for a seal: what cannot be opened can still be made impossible (P6). */
export async function reverse(
  bookings: GroupBooking,
  terminal: KnownTerminal,
  { core: sent, attempt }: ReversalRequest,
): Promise<ReversalVerdict> {
  const core = coreOf(sent);
  const request: PaymentRequest = {
    core,
    coreHash: contentHash(core),
    card: null,
    sealBroken: false,
    operatorId: attempt.operatorId,
    channel: 'online',
  };
  const { deliveredUpTo } = attempt;
  const scope = paymentScope(core, null);
  const undoableIds = scope.paymentIds;
  // Nobody's role: money that hangs in the air is given back by anybody.
  return bookings.book(
    { terminal, scope: { ...scope, undoableIds }, deliveredUpTo, operatorId: null },
    (books) => judgeReversal(books, request),
  );
}

/** The core as the domain types it: members that are absent stay absent. */
export function coreOf(sent: AuthorisationRequest['core']): PaymentCore {
  return { ...sent, amountMinor: minor(sent.amountMinor) };
}
