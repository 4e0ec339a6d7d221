import { NOTHING_COUNTED, SIDE_OF, type SumAndCount } from './batch-totals.ts';
import { add, type Minor } from './money.ts';
import { approvedOf, hasBanksYes, type Payment, type PaymentKind } from './payment.ts';

/**
 * What two sides compare when a batch is settled (P22, TERMINAL 2b): the records that the bank has
 * said yes to, as sums and counts, and where these differ record by record. Pure, and the same for
 * till, bank and simulation: who finds the differences finds the same ones.
 */
export interface BatchRecord {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly amountMinor: Minor;
  readonly batchNumber: number;
}

export interface SettlementTotals {
  readonly debit: SumAndCount;
  readonly credit: SumAndCount;
  /**
   * All ids folded into one, whatever their order, also those of holds, which are in no sum: two sales of the same amount, one missing here
   * and one there, make the same sums and another fingerprint (F34). 32 lower-case hex digits.
   */
  readonly fingerprint: string;
}

export function settlementTotals(records: readonly BatchRecord[]): SettlementTotals {
  const sides = { debit: NOTHING_COUNTED, credit: NOTHING_COUNTED };
  let folded = 0n;
  for (const { id, kind, amountMinor } of records) {
    const side = SIDE_OF[kind];
    if (side !== null) {
      const { sumMinor, count } = sides[side];
      sides[side] = { sumMinor: add(sumMinor, amountMinor), count: count + 1 };
    }
    folded ^= BigInt(`0x${id.replaceAll('-', '')}`);
  }
  return { ...sides, fingerprint: folded.toString(16).padStart(32, '0') };
}

export function isSameTotals(one: SettlementTotals, other: SettlementTotals): boolean {
  return (
    one.fingerprint === other.fingerprint &&
    isSameSum(one.debit, other.debit) &&
    isSameSum(one.credit, other.credit)
  );
}

function isSameSum(one: SumAndCount, other: SumAndCount): boolean {
  return one.sumMinor === other.sumMinor && one.count === other.count;
}

export type DifferenceKind =
  | 'missing-at-bank'
  | 'too-many-at-bank'
  | 'other-amount'
  | 'other-batch';

/** A record on which the two sides do not agree, as each of them has it; null: it does not. */
export interface Difference {
  readonly id: string;
  readonly kind: DifferenceKind;
  readonly till: BatchRecord | null;
  readonly bank: BatchRecord | null;
}

/** What the bank has in its books for one settlement, and what it knows beyond that. */
export interface BankSide {
  /** Standing, of this batch or carried into it, and not settled yet. */
  readonly due: readonly BatchRecord[];
  /** Standing, but in a later batch or settled before: of those that the till has named. */
  readonly elsewhere: readonly BatchRecord[];
}

/** Names each record on which the sides differ, in the till's order, then the bank's. */
export function differencesBetween(
  till: readonly BatchRecord[],
  { due, elsewhere }: BankSide,
): Difference[] {
  const atBank = new Map(due.map((record) => [record.id, record]));
  const other = new Map(elsewhere.map((record) => [record.id, record]));
  const named = new Set(till.map(({ id }) => id));
  const ofTill = till.flatMap((ours): Difference[] => {
    const { id } = ours;
    const theirs = atBank.get(id);
    if (theirs !== undefined) {
      const isSame = theirs.amountMinor === ours.amountMinor && theirs.kind === ours.kind;
      return isSame ? [] : [{ id, kind: 'other-amount', till: ours, bank: theirs }];
    }
    const bank = other.get(id) ?? null;
    return [{ id, kind: bank === null ? 'missing-at-bank' : 'other-batch', till: ours, bank }];
  });
  const ofBank = due
    .filter(({ id }) => !named.has(id))
    .map((bank): Difference => ({ id: bank.id, kind: 'too-many-at-bank', till: null, bank }));
  return [...ofTill, ...ofBank];
}

/**
 * The till's records of a batch in the order in which a terminal sends them (TERMINAL 2b): what was
 * promised and sent later, then what was asked online, then what was given back; within each by
 * trace number. An open or promised payment is none of them (F36).
 */
export function recordsOf(payments: readonly Payment[]): BatchRecord[] {
  return payments
    .flatMap((payment) => recordOf(payment) ?? [])
    .sort((a, b) => a.rank - b.rank || a.batch - b.batch || a.trace - b.trace)
    .map(({ record }) => record);
}

interface Ranked {
  readonly record: BatchRecord;
  readonly rank: number;
  readonly batch: number;
  readonly trace: number;
}

function recordOf({ id, core, status }: Payment): Ranked | null {
  if (!hasBanksYes({ status })) return null;
  const { kind, batchNumber, traceNumber } = core;
  const amountMinor = approvedOf({ core, status });
  const rank = SIDE_OF[kind] === 'credit' ? 2 : status.state === 'posted' ? 0 : 1;
  const record = { id, kind, amountMinor, batchNumber };
  return { record, rank, batch: batchNumber, trace: traceNumber };
}

/** How a difference can be put right. */
export type Cure =
  /** The till's record is sent again under its own id: the bank books it, or says why not. */
  | 'upload'
  /** The till has given it up: the bank takes it back. */
  | 'reversal'
  /** Its outcome is still open here: it is asked about first, then compared again (P5). */
  | 'ask'
  /** It counts in the batch that the bank has it in. */
  | 'batch-correction'
  /** The bank's books count; what is lost or left over by that is written down by name. */
  | 'write-off';

/**
 * What is proposed for a difference, from what the till knows of the payment. Never more than a
 * proposal: a supervisor decides. `tried`: an upload was refused, so it is not proposed again.
 */
export function proposedCure(
  { kind }: Pick<Difference, 'kind'>,
  payment: Payment | null,
  tried: readonly Cure[] = [],
): Cure {
  switch (kind) {
    case 'missing-at-bank':
      // Its record names all that was asked for: sent again, more would be booked than was said yes to.
      if (payment?.status.state === 'approved-in-part') return 'write-off';
      return tried.includes('upload') ? 'write-off' : 'upload';
    case 'too-many-at-bank':
      return payment === null ? 'write-off' : cureOfTooMany(payment, tried);
    case 'other-batch':
      return 'batch-correction';
    case 'other-amount':
      return 'write-off';
  }
}

function cureOfTooMany({ status: { state } }: Payment, tried: readonly Cure[]): Cure {
  switch (state) {
    case 'stored':
    case 'offline-approved':
      return tried.includes('upload') ? 'write-off' : 'upload';
    case 'authorizing':
    case 'unknown':
    case 'reversing':
    case 'needs-attention':
      return 'ask';
    case 'approved':
    case 'approved-in-part':
    case 'posted':
      return 'batch-correction';
    case 'created':
    case 'declined':
    case 'reversed':
    case 'offline-declined':
    case 'refused':
    case 'recovered':
    case 'written-off':
    case 'withdrawn':
      return tried.includes('reversal') ? 'write-off' : 'reversal';
  }
}
