import type {
  SettlementAnswer,
  SettlementEndAnswer,
  SettlementEndRequest,
  SettlementRequest,
  SettlementUploadRequest,
} from '../../shared/contracts/settlement-api.ts';
import { minor } from '../../shared/domain/money.ts';
import {
  differencesBetween,
  isSameTotals,
  settlementTotals,
  type BankSide,
  type BatchRecord,
} from '../../shared/domain/settlement-records.ts';
import { settlementPosting } from './postings.ts';
import type { Posting, StoredPayment } from './records.ts';

/** A record as it counts in a settlement, wherever it counts. */
export interface StandingRecord extends BatchRecord {
  /** Paid out with an earlier settlement, or with this one. */
  readonly settled: boolean;
}

/** What the bank knows of one settlement and of what its till has that could be settled. */
export interface SettlementView {
  readonly merchantId: string;
  readonly currency: string;
  /** Null: this settlement is not known yet. */
  readonly known: KnownSettlement | null;
  /** The highest batch of this terminal that is settled; 0: none. */
  readonly lastSettledBatch: number;
  readonly standing: readonly StandingRecord[];
  readonly uploaded: readonly BatchRecord[];
}

export interface KnownSettlement {
  readonly terminalId: string;
  readonly batchNumber: number;
  /** What it was settled with; null while it is open. */
  readonly settledWith: readonly BatchRecord[] | null;
}

/** What becomes true when a batch is settled: all of it in one commit, or nothing. */
export interface Settled {
  readonly records: readonly BatchRecord[];
  /** Null where nothing is left to pay out. */
  readonly posting: Posting | null;
}

export interface SettlementVerdict {
  readonly answer: SettlementAnswer;
  readonly settled: Settled | null;
}

/**
 * A record of a batch that was settled already counts in the next settlement (P23): what is due is
 * everything up to this batch that was not paid out. `named`: ids that the till has uploaded.
 */
function bankSide({ standing, uploaded }: SettlementView, batchNumber: number): BankSide {
  const named = new Set(uploaded.map(({ id }) => id));
  const isDue = (one: StandingRecord) => !one.settled && one.batchNumber <= batchNumber;
  return {
    due: standing.filter(isDue).map(recordFrom),
    elsewhere: standing.filter((one) => !isDue(one) && named.has(one.id)).map(recordFrom),
  };
}

/**
 * Settled already, with an answer that never reached its till: that list stands. What the till has
 * booked into the batch since counts in the next one, and is named with that (P23).
 */
function settledSide(
  { standing, uploaded, lastSettledBatch }: SettlementView,
  settledWith: readonly BatchRecord[],
): BankSide {
  const paid = new Set(settledWith.map(({ id }) => id));
  const named = new Set(uploaded.map(({ id }) => id));
  const since = standing.filter(({ id }) => named.has(id) && !paid.has(id));
  const next = lastSettledBatch + 1;
  return {
    due: settledWith,
    elsewhere: since.map((one) => ({
      ...recordFrom(one),
      batchNumber: one.settled ? one.batchNumber : Math.max(next, one.batchNumber),
    })),
  };
}

function recordFrom({ id, kind, amountMinor, batchNumber }: BatchRecord): BatchRecord {
  return { id, kind, amountMinor, batchNumber };
}

/**
 * Totals of the till against the books (P22). The same settlement asked for again gets what it was
 * settled with: paid out once. A batch that another settlement has closed is an error.
 */
export function judgeSettlement(
  view: SettlementView,
  request: SettlementRequest,
): SettlementVerdict {
  const { settlementId, batchNumber, totals } = request;
  const { known, currency } = view;
  const before = known?.settledWith ?? null;
  const { due } = bankSide(view, batchNumber);
  const ours = settlementTotals(before ?? due);
  const isSame = isSameTotals(totals, ours);
  const isClosed = before === null && view.lastSettledBatch >= batchNumber;
  const result = isClosed ? 'error' : isSame ? 'balanced' : 'not-balanced';
  const answer: SettlementAnswer = {
    settlementId,
    batchNumber,
    groups: [{ currency, result, totals: ours }],
    uploaded: view.uploaded.length,
    nextBatchNumber: Math.max(view.lastSettledBatch, batchNumber) + 1,
  };
  if (before !== null || result !== 'balanced') return { answer, settled: null };
  const amountMinor = BigInt(ours.debit.sumMinor) - BigInt(ours.credit.sumMinor);
  const posting =
    amountMinor === 0n ? null : settlementPosting(settlementId, view.merchantId, amountMinor);
  return { answer, settled: { records: due, posting } };
}

/** An id stands for one batch of one till, for ever (P1). */
export function isOtherSettlement(
  { known }: SettlementView,
  terminalId: string,
  { batchNumber }: Pick<SettlementRequest, 'batchNumber'>,
): boolean {
  return known !== null && (known.terminalId !== terminalId || known.batchNumber !== batchNumber);
}

/** Right behind what is here, or over some of it, which it then replaces; a hole is never left. */
export function uploadFits(
  uploaded: number,
  { first }: Pick<SettlementUploadRequest, 'first'>,
): boolean {
  return first <= uploaded;
}

/** The end message (P22): with all records here, each one that differs is named. */
export function judgeEnd(view: SettlementView, request: SettlementEndRequest): SettlementEndAnswer {
  const { settlementId, batchNumber, count } = request;
  const uploaded = view.uploaded.length;
  if (uploaded !== count) return { settlementId, uploaded, differences: [] };
  const settledWith = view.known?.settledWith ?? null;
  const side = settledWith === null ? bankSide(view, batchNumber) : settledSide(view, settledWith);
  const differences = differencesBetween(view.uploaded, side);
  return { settlementId, uploaded, differences: differences.slice(0, MOST_DIFFERENCES) };
}

const MOST_DIFFERENCES = 1000;

/** How a stored payment counts in a settlement; null: not at all. `undoneBy`: what took it back. */
export function recordOfPayment(
  payment: StoredPayment,
  undoneBy: StoredPayment | undefined,
): BatchRecord | null {
  const { id, kind, state, amountMinor, batchNumber, coreHash } = payment;
  if (batchNumber === null || coreHash === null) return null;
  // A void gives the money back as a record of its own: what it took back stays where it was.
  const isVoided = state === 'reversed' && undoneBy?.kind === 'void' && isApproved(undoneBy);
  if (!isApproved(payment) && !isVoided) return null;
  return { id, kind, amountMinor: minor(Number(amountMinor)), batchNumber };
}

function isApproved({ state }: StoredPayment): boolean {
  return state === 'approved' || state === 'posted';
}
