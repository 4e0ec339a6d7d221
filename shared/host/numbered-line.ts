import type { BatchRequest } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import type { TillHost } from '../contracts/host.ts';
import { numberOfItem } from '../contracts/upload-items.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { BankSaid } from './bank-said.ts';
import { unsent } from './guard.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Standing } from './journal-standing.ts';
import { settlementLine, type SettlementChannel } from './settlement-gate.ts';

type NumberedChannel = 'authorise' | 'reverse' | 'upload';
type RecordedChannel = NumberedChannel | SettlementChannel;

type Journal = Pick<JournalKeeper, 'lastTransaction' | 'chain'> & {
  readonly standing: Pick<Standing, 'settlement'>;
};

/** What leaves only if the journal knows of it: numbers (P9, I8), and the day end that is open (F38). */
export function recordedLine(
  line: Pick<TillHost, RecordedChannel>,
  journal: Journal,
  bankSaid: Pick<BankSaid, 'hear' | 'hearBatch'>,
): Pick<TillHost, RecordedChannel> {
  const settling = settlementLine(line, () => journal.standing.settlement);
  return {
    ...numberedLine(line, journal, bankSaid),
    ...settling,
    settle: async (request) => {
      const settled = await settling.settle(request);
      if (settled.ok) bankSaid.hearBatch(settled.value.answer.nextBatchNumber);
      return settled;
    },
  };
}

/**
 * Requests that carry a transaction number (PROTOCOL P9): none leaves with one that the journal does
 * not know, since that number could be given out again (I8).
 */
function numberedLine(
  line: Pick<TillHost, NumberedChannel>,
  journal: Pick<Journal, 'lastTransaction' | 'chain'>,
  bankSaid: Pick<BankSaid, 'hear'>,
): Pick<TillHost, NumberedChannel> {
  const isUnknown = (number: number): boolean => number > journal.lastTransaction;
  const refused = err(unsent(failure('message-refused', 'a number that the journal lacks')));
  return {
    authorise: async (request) =>
      isUnknown(request.core.transactionNumber) ? refused : line.authorise(request),
    reverse: async (request) =>
      isUnknown(request.core.transactionNumber) ? refused : line.reverse(request),
    upload: async (request) => {
      if (request.items.some((item) => isUnknown(numberOfItem(item)))) return refused;
      const told = await toldOfItself(journal, request.journal);
      if (!told.ok) return err(unsent(told.error));
      const uploaded = await line.upload(request);
      if (uploaded.ok) bankSaid.hear(uploaded.value.answer);
      return uploaded;
    },
  };
}

/**
 * Of its records the bank is told by this till's own journal alone (P2). What a window could make it
 * remember instead, the till would have to go on behind (P10): of another journal, or where numbers end.
 */
async function toldOfItself(
  journal: Pick<Journal, 'chain'>,
  { epoch, from, hashes }: BatchRequest['journal'],
): Promise<Result<null, Failure>> {
  if (hashes.length === 0) return ok(null);
  const links = await journal.chain({ from, limit: hashes.length });
  if (!links.ok) return links;
  const isOwn = hashes.every((hash, i) => {
    const link = links.value[i];
    return link?.number === from + i && link.epoch === epoch && link.hash === hash;
  });
  return isOwn ? ok(null) : err(failure('message-refused', 'hashes that the journal lacks'));
}
