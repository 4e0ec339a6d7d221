import { totalsOf, type BatchTotals } from './batch-totals.ts';
import { subtract, type Minor } from './money.ts';
import { openLinks, openPayment } from './pay-link.ts';
import { approvedOf, isToBeWatched, type Payment } from './payment.ts';
import type { Sale } from './sale.ts';
import {
  proposedCure,
  recordsOf,
  settlementTotals,
  type BatchRecord,
  type Cure,
  type Difference,
  type SettlementTotals,
} from './settlement-records.ts';
import { countingVoid } from './voiding.ts';

/**
 * A day end of this till (P22, P23). Every step is a record of the journal, so that it goes on after
 * a kill under the same number:
 *
 *   (nothing) ──▶ opened ──totals equal──────────────▶ confirmed
 *                    │  ▲                                  ▲
 *      totals differ, │  │ cured                           │
 *      records uploaded▼  │                                │
 *                 disagree ──────cured, totals equal───────┘
 *
 * A `disagree` that names no record is an error: nothing in it can be put right, and the next begins anew.
 *
 *   (nothing) ──no line──▶ unconfirmed      the batch goes on, maybe over days, and is settled later
 *
 * Opening begins the next batch in the same record: a payment has the old number or the new one,
 * never both (P23). What is settled is everything up to `batchNumber` that was not settled before.
 */
export interface Settlement {
  /** UUID v7, made by the till; the bank settles it at most once. */
  readonly id: string;
  readonly batchNumber: number;
  readonly step: SettlementStep;
  readonly businessDay: string;
  readonly atMs: number;
  /** Whose yes it was; a supervisor (F38). */
  readonly supervisorId: string;
  readonly before: SettledBefore;
  /** Ours when it was last compared; promised and open money stands beside, by name (F36). */
  readonly totals: BatchTotals;
  /** The bank's, as it signed them; null: it was not asked, or has not answered. */
  readonly bank: Pick<SettlementTotals, 'debit' | 'credit'> | null;
  readonly unsent: readonly Unsent[];
  /** In the total, and to be reconciled with the issuer (A2 A4 A5 A6); absent where none was. */
  readonly watched?: readonly Watched[];
  readonly differences: readonly NamedDifference[];
  /** Why the bank compared nothing: another settlement has closed this batch. Absent: it did, or nobody kept it. */
  readonly bankError?: 'batch-closed';
  readonly accepted: readonly Accepted[];
  /** Every record that a supervisor has decided about, each with its own reason; absent where none was. */
  readonly decided?: readonly Decided[];
  /** What a confirmed one leaves to the next. */
  readonly after: SettledBefore;
}

export type SettlementStep = 'opened' | 'disagree' | 'confirmed' | 'unconfirmed';

/** How far everything is settled. */
export interface SettledBefore {
  /** All batches up to this one; 0: none. */
  readonly batch: number;
  /** Payments of these batches that were not settled with them and may still count. */
  readonly carried: readonly PaymentPlace[];
  /** Payments of later batches that were settled already, by the bank's word. */
  readonly early: readonly string[];
}

export interface PaymentPlace {
  readonly saleId: string;
  readonly paymentId: string;
}

export const NOTHING_SETTLED: SettledBefore = { batch: 0, carried: [], early: [] };

/** A payment that nobody at the bank has said yes to: named, never inside the total (F36). */
export interface Unsent extends PaymentPlace {
  readonly saleNumber: string;
  readonly amountMinor: Minor;
  readonly state: 'promised' | 'open';
}

/** Booked, and somebody has to look after it. */
export interface Watched extends PaymentPlace {
  readonly saleNumber: string;
  readonly amountMinor: Minor;
}

export interface NamedDifference extends Difference {
  /** Empty where the till has no such sale. */
  readonly saleId: string;
  readonly saleNumber: string;
  readonly cure: Cure;
  readonly tried: readonly Cure[];
}

/** A difference that was decided in favour of the bank's books, by whom and why. */
export interface Accepted extends Difference {
  readonly cure: 'write-off' | 'batch-correction';
  readonly supervisorId: string;
  readonly reason: string;
}

/** What was done about one record of the difference finder, by whom and why. */
export interface Decided extends Difference {
  readonly saleNumber: string;
  readonly cure: Cure;
  readonly supervisorId: string;
  readonly reason: string;
}

export interface SettledPayment {
  readonly sale: Sale;
  readonly payment: Payment;
}

/** Everything of these sales that this settlement is about. */
export function paymentsFor(
  sales: readonly Sale[],
  batchNumber: number,
  before: SettledBefore,
): SettledPayment[] {
  const carried = new Set(before.carried.map(({ paymentId }) => paymentId));
  const early = new Set(before.early);
  return sales.flatMap((sale) =>
    // A link that is open may be paid at any moment: named beside the totals, and carried (P23).
    [...sale.payments, ...openLinks(sale).map(openPayment)]
      .filter(({ id, core }) => {
        const isOwn = core.batchNumber > before.batch && core.batchNumber <= batchNumber;
        return (isOwn || carried.has(id)) && !early.has(id);
      })
      .map((payment) => ({ sale, payment })),
  );
}

/** Ours, after what was decided in favour of the bank's books, in the order of an upload. */
export function recordsAfter(
  payments: readonly SettledPayment[],
  accepted: readonly Accepted[],
): BatchRecord[] {
  const decided = new Map(accepted.map((one) => [one.id, one]));
  const ours = recordsOf(payments.map(({ payment }) => payment));
  const kept = ours.flatMap((record) => {
    const decision = decided.get(record.id);
    if (decision === undefined || decision.kind === 'too-many-at-bank') return [record];
    return decision.kind === 'other-amount' && decision.bank !== null ? [decision.bank] : [];
  });
  const there = new Set(ours.map(({ id }) => id));
  const added = accepted.flatMap(({ id, kind, bank }) =>
    kind === 'too-many-at-bank' && bank !== null && !there.has(id) ? [bank] : [],
  );
  return [...kept, ...added];
}

/** What the till compares, and what it names beside it. */
export function standingOf(
  payments: readonly SettledPayment[],
  accepted: readonly Accepted[],
): {
  readonly records: readonly BatchRecord[];
  readonly compared: SettlementTotals;
  readonly totals: BatchTotals;
  readonly unsent: readonly Unsent[];
  readonly watched: readonly Watched[];
} {
  const records = recordsAfter(payments, accepted);
  const compared = settlementTotals(records);
  const beside = totalsOf(payments.map(({ payment }) => payment));
  const totals = { ...beside, debit: compared.debit, credit: compared.credit };
  const unsent = payments.flatMap(unsentOf);
  return { records, compared, totals, unsent, watched: payments.flatMap(watchedOf) };
}

function unsentOf({ sale, payment }: SettledPayment): Unsent[] {
  const { promised, open } = totalsOf([payment]);
  if (promised.count + open.count === 0) return [];
  const { amountMinor } = payment.core;
  const state = promised.count > 0 ? 'promised' : 'open';
  const place = { saleId: sale.id, paymentId: payment.id };
  return [{ ...place, saleNumber: sale.number, amountMinor, state }];
}

/** What a void has taken back by now is nobody's to look after. */
function watchedOf({ sale, payment }: SettledPayment): Watched[] {
  if (!isToBeWatched(payment) || countingVoid(sale.payments, payment.id) !== null) return [];
  const place = { saleId: sale.id, paymentId: payment.id };
  return [{ ...place, saleNumber: sale.number, amountMinor: approvedOf(payment) }];
}

/** The bank's differences with the sale they are about and what is proposed. */
export function namedDifferences(
  differences: readonly Difference[],
  payments: readonly SettledPayment[],
  tried: ReadonlyMap<string, readonly Cure[]>,
): NamedDifference[] {
  const known = new Map(payments.map((one) => [one.payment.id, one]));
  return differences.map((difference) => {
    const found = known.get(difference.id);
    const done = tried.get(difference.id) ?? [];
    return {
      ...difference,
      saleId: found?.sale.id ?? '',
      saleNumber: found?.sale.number ?? '',
      cure: proposedCure(difference, found?.payment ?? null, done),
      tried: done,
    };
  });
}

/** What the next settlement has to know when this one is confirmed (P23: carried, never lost). */
export function settledAfter(
  { batchNumber, before, accepted }: Pick<Settlement, 'batchNumber' | 'before' | 'accepted'>,
  payments: readonly SettledPayment[],
): SettledBefore {
  // In a later batch at the bank: it comes with that one. What was settled before is done with.
  const later = new Set(
    accepted
      .filter(({ kind, bank }) => kind === 'other-batch' && (bank?.batchNumber ?? 0) > batchNumber)
      .map(({ id }) => id),
  );
  const carried = payments
    .filter((one) => later.has(one.payment.id) || unsentOf(one).length > 0)
    .map(({ sale, payment }) => ({ saleId: sale.id, paymentId: payment.id }));
  const early = accepted.filter(({ kind }) => kind === 'too-many-at-bank').map(({ id }) => id);
  return { batch: batchNumber, carried, early: [...before.early, ...early] };
}

/** What a supervisor decided, sorted by what is to be done now. */
export function isBanksWord(cure: Cure): cure is Accepted['cure'] {
  return cure === 'write-off' || cure === 'batch-correction';
}

/** What the batch pays out. */
export function netMinor({ debit, credit }: Pick<BatchTotals, 'debit' | 'credit'>): Minor {
  return subtract(debit.sumMinor, credit.sumMinor);
}

/** Whether it goes on under its own number; after an error the next day end begins anew. */
export function isOpenSettlement(last: Settlement | null): last is Settlement {
  if (last === null) return false;
  return last.step === 'opened' || (last.step === 'disagree' && !isSettlementError(last));
}

/** The third verdict of the field (TERMINAL 2b), neither balanced nor a list of what differs. */
export function isSettlementError({
  step,
  differences,
}: Pick<Settlement, 'step' | 'differences'>): boolean {
  return step === 'disagree' && differences.length === 0;
}

/** Where the next settlement begins: behind the last confirmed one. */
export function settledSoFar(last: Settlement | null): SettledBefore {
  if (last === null) return NOTHING_SETTLED;
  return last.step === 'confirmed' ? last.after : last.before;
}
