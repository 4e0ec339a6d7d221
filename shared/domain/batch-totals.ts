import { assertNever } from '../lib/assert.ts';
import { add, minor, type Minor } from './money.ts';
import { approvedOf, type Payment, type PaymentKind } from './payment.ts';

/**
 * Totals of one batch, as till and bank compare them at settlement (P22): what was taken (debit)
 * and what was given back (credit), each as sum and count. Only what the bank itself has said yes
 * to is in them. A promise stands beside them, by name: it is never silently inside (F36).
 */
export interface BatchTotals {
  readonly debit: SumAndCount;
  readonly credit: SumAndCount;
  /** Stored or approved by the chip alone: nobody at the bank has said yes. */
  readonly promised: SumAndCount;
  /** Asked, and no answer: neither counted nor dropped. */
  readonly open: SumAndCount;
}

export interface SumAndCount {
  readonly sumMinor: Minor;
  readonly count: number;
}

export const NOTHING_COUNTED: SumAndCount = { sumMinor: minor(0), count: 0 };
export const EMPTY_BATCH: BatchTotals = {
  debit: NOTHING_COUNTED,
  credit: NOTHING_COUNTED,
  promised: NOTHING_COUNTED,
  open: NOTHING_COUNTED,
};

/**
 * Debit: taken from customers. Credit: given back to them. Null: held or let go, nobody's income, in no
 * total. A new kind does not compile without.
 */
export const SIDE_OF: { readonly [Kind in PaymentKind]: 'debit' | 'credit' | null } = {
  purchase: 'debit',
  void: 'credit',
  refund: 'credit',
  'pre-authorisation': null,
  'pre-authorisation-void': null,
  completion: 'debit',
};

export function batchTotals(payments: readonly Payment[], batchNumber: number): BatchTotals {
  return totalsOf(payments.filter(({ core }) => core.batchNumber === batchNumber));
}

/** Of whatever batch they are: what was carried counts with the batch that settles it (P23). */
export function totalsOf(payments: readonly Payment[]): BatchTotals {
  return payments.reduce((totals, payment) => withPayment(totals, payment), EMPTY_BATCH);
}

function withPayment(totals: BatchTotals, { core, status }: Payment): BatchTotals {
  switch (status.state) {
    case 'approved':
    case 'posted':
    case 'approved-in-part':
      return counted(totals, SIDE_OF[core.kind], approvedOf({ core, status }));
    case 'stored':
    case 'offline-approved':
      return counted(totals, 'promised', core.amountMinor);
    case 'authorizing':
    case 'unknown':
    case 'reversing':
    case 'needs-attention':
      return counted(totals, 'open', moneyOf(core));
    case 'created':
    case 'declined':
    case 'reversed':
    case 'offline-declined':
    case 'refused':
    case 'recovered':
    case 'written-off':
    case 'withdrawn':
      return totals;
    default:
      return assertNever(status, 'payment status');
  }
}

/** A hold in doubt is an open question like any other, about no money. */
function moneyOf({ kind, amountMinor }: Payment['core']): Minor {
  return SIDE_OF[kind] === null ? minor(0) : amountMinor;
}

function counted(
  totals: BatchTotals,
  side: keyof BatchTotals | null,
  amountMinor: Minor,
): BatchTotals {
  if (side === null) return totals;
  const { sumMinor, count } = totals[side];
  return { ...totals, [side]: { sumMinor: add(sumMinor, amountMinor), count: count + 1 } };
}

/** Equal to the fen and to the piece; a promise or an open question on our side is no balance. */
export function isBalanced(
  ours: BatchTotals,
  banks: Pick<BatchTotals, 'debit' | 'credit'>,
): boolean {
  return (
    isSame(ours.debit, banks.debit) &&
    isSame(ours.credit, banks.credit) &&
    ours.promised.count === 0 &&
    ours.open.count === 0
  );
}

function isSame(one: SumAndCount, other: SumAndCount): boolean {
  return one.sumMinor === other.sumMinor && one.count === other.count;
}
