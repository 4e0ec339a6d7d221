import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { JournalBody } from '../../../shared/domain/journal.ts';
import {
  NOTHING_SETTLED,
  standingOf,
  type SettledBefore,
  type Settlement,
} from '../../../shared/domain/settlement.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { waitingReversals } from '../drain/waiting-reversals.ts';
import { paymentsToSettle } from './day-end-payments.ts';

export type SettlementBody = Extract<JournalBody, { kind: 'settlement' }>;

/** A record names no more of what is unsent than this; the count and the sum are of all. */
const MOST_NAMED = 1000;

/** What a record keeps of what was compared, and of what stands beside it. */
export function namedOf({
  totals,
  unsent,
  watched,
}: ReturnType<typeof standingOf>): Pick<Settlement, 'totals' | 'unsent' | 'watched'> {
  return { totals, unsent: unsent.slice(0, MOST_NAMED), watched: watched.slice(0, MOST_NAMED) };
}

interface CutParts {
  readonly ports: TillPorts;
  readonly ledger: Ledger;
}

interface BeforeTheCut {
  readonly isOnline: boolean;
  readonly before: SettledBefore;
  readonly businessDay: string;
}

/**
 * The first record of a settlement: from here on whoever takes a number is in the next batch (P23). Without
 * a line, or with a reversal that the bank has not answered, there is no cut and the batch goes on (P22).
 * In one turn: nobody gives up a payment between the look and the cut (P6).
 */
export function cutBatch(
  { ports, ledger }: CutParts,
  { isOnline, before, businessDay }: BeforeTheCut,
  { approvalId, supervisorId }: Approval,
): Promise<Result<Settlement, Failure>> {
  return ledger.alone(async (commit) => {
    const isReversed = isOnline && (await areReversalsAnswered(ports, ledger));
    const step = isReversed ? 'opened' : 'unconfirmed';
    const batchBefore = ledger.head().counters.batch;
    const payments = await paymentsToSettle(ports.store, batchBefore, before);
    if (!payments.ok) return payments;
    const named = namedOf(standingOf(payments.value, []));
    const written = await commit((numbers): SettlementBody => {
      const batchNumber = ledger.head().counters.batch;
      if (step === 'opened') numbers.openBatch(batchNumber + 1);
      const settlement: Settlement = {
        id: ports.random.uuid(),
        batchNumber,
        step,
        businessDay,
        atMs: numbers.nowMs,
        supervisorId,
        before,
        ...named,
        bank: null,
        differences: [],
        accepted: [],
        after: NOTHING_SETTLED,
      };
      return { kind: 'settlement', settlement, approvalId };
    });
    return settlementIn(written);
  });
}

async function areReversalsAnswered({ store }: TillPorts, ledger: Ledger): Promise<boolean> {
  // One that the journal alone holds waits too.
  if (ledger.isBehind()) return false;
  const waiting = await waitingReversals(store);
  return waiting.ok && waiting.value === 0;
}

export function settlementIn(
  written: Awaited<ReturnType<Ledger['commit']>>,
): Result<Settlement, Failure> {
  if (!written.ok) return written;
  const { body } = written.value;
  return body.kind === 'settlement'
    ? ok(body.settlement)
    : err(failure('not-found', 'no record of a settlement'));
}
