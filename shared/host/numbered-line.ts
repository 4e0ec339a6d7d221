import { failure } from '../contracts/error-codes.ts';
import type { TillHost } from '../contracts/host.ts';
import { numberOfItem } from '../contracts/upload-items.ts';
import { err } from '../lib/result.ts';
import type { BankSaid } from './bank-said.ts';
import { unsent } from './guard.ts';
import type { Standing } from './journal-standing.ts';
import { settlementLine, type SettlementChannel } from './settlement-gate.ts';

type NumberedChannel = 'authorise' | 'reverse' | 'upload';
type RecordedChannel = NumberedChannel | SettlementChannel;

/** What leaves only if the journal knows of it: numbers (P9, I8), and the day end that is open (F38). */
export function recordedLine(
  line: Pick<TillHost, RecordedChannel>,
  journal: { readonly lastTransaction: number; readonly standing: Pick<Standing, 'settlement'> },
  bankSaid: Pick<BankSaid, 'hear'>,
): Pick<TillHost, RecordedChannel> {
  return {
    ...numberedLine(line, () => journal.lastTransaction, bankSaid),
    ...settlementLine(line, () => journal.standing.settlement),
  };
}

/**
 * Requests that carry a transaction number (PROTOCOL P9): none leaves with one that the journal does
 * not know, since that number could be given out again (I8).
 */
function numberedLine(
  line: Pick<TillHost, NumberedChannel>,
  lastTransaction: () => number,
  bankSaid: Pick<BankSaid, 'hear'>,
): Pick<TillHost, NumberedChannel> {
  const isUnknown = (number: number): boolean => number > lastTransaction();
  const refused = err(unsent(failure('message-refused', 'a number that the journal lacks')));
  return {
    authorise: async (request) =>
      isUnknown(request.core.transactionNumber) ? refused : line.authorise(request),
    reverse: async (request) =>
      isUnknown(request.core.transactionNumber) ? refused : line.reverse(request),
    upload: async (request) => {
      if (request.items.some((item) => isUnknown(numberOfItem(item)))) return refused;
      const uploaded = await line.upload(request);
      if (uploaded.ok) bankSaid.hear(uploaded.value.answer);
      return uploaded;
    },
  };
}
