import { certaintyOfPayment } from './certainty.ts';
import type { Payment } from './payment.ts';
import type { Sale } from './sale.ts';
import { tryThatCounts } from './try-that-counts.ts';

/**
 * Void 撤销 (TERMINAL 2a): an approved sale taken back in full on the terminal and in the batch that
 * took it, with a supervisor's word, while the bank can be asked (P18). It is a payment of its own,
 * kind `void`, that names the original; it stands in the same sale, beside what it takes back.
 *
 *   completed ──void approved──▶ voided      declined, taken back: still completed
 *
 * Later than the batch, in part, or at another till the field knows the refund 退货 instead.
 */
export type VoidHindrance =
  /** Nothing was sold, or not yet. */
  | 'not-sold'
  | 'already-voided'
  /** An earlier void has no outcome yet, or is being taken back. */
  | 'under-way'
  /** Cash, or several tenders: money goes back by hand. */
  | 'not-one-card'
  /** A promise: nobody at the bank has said yes, so there is nothing to take back there. */
  | 'not-approved'
  /** Settled, or about to be: the bank pays it out with its batch (P22). */
  | 'other-batch';

/** Why this sale cannot be voided now, null when it can. `batchNumber`: the till's open batch. */
export function voidHindrance(sale: Sale, batchNumber: number): VoidHindrance | null {
  if (sale.state === 'voided') return 'already-voided';
  if (sale.state !== 'completed') return 'not-sold';
  const payment = onlyCardPayment(sale);
  if (payment === null) return 'not-one-card';
  const { state } = payment.status;
  if (state !== 'approved' && state !== 'posted') return 'not-approved';
  const voids = voidsOf(sale.payments, payment.id);
  if (voids.some(({ status }) => certaintyOfPayment(status) === 'unknown')) return 'under-way';
  return payment.core.batchNumber === batchNumber ? null : 'other-batch';
}

/** What a void takes back: the payment that pays the whole sale; null where there is no such one. */
export function onlyCardPayment(sale: Sale): Payment | null {
  const [tender, ...others] = sale.tenders;
  if (tender?.kind !== 'card' || others.length > 0) return null;
  return tryThatCounts(sale, tender) ?? null;
}

/** Every try to take this payment back, oldest first. */
export function voidsOf(payments: readonly Payment[], originalId: string): Payment[] {
  return payments.filter(({ core }) => core.kind === 'void' && core.originalId === originalId);
}

/** The void of this payment that counts: it stands, or nobody knows yet; null where none does. */
export function countingVoid(payments: readonly Payment[], originalId: string): Payment | null {
  const counts = voidsOf(payments, originalId).filter(
    ({ status }) => certaintyOfPayment(status) !== 'refused',
  );
  return counts.at(-1) ?? null;
}

/** The void whose outcome is not known yet; null when there is none. */
export function openVoid({ payments }: Pick<Sale, 'payments'>): Payment | null {
  const open = payments.find(
    ({ core, status }) => core.kind === 'void' && certaintyOfPayment(status) === 'unknown',
  );
  return open ?? null;
}

/** The void that stands; null while none does. */
export function standingVoid({ payments }: Pick<Sale, 'payments'>): Payment | null {
  const standing = payments.find(
    ({ core, status }) => core.kind === 'void' && status.state === 'approved',
  );
  return standing ?? null;
}

/** The sale after a void of it has come to an end, or to the beginning of one (a reversal). */
export function afterVoid(sale: Sale): Sale {
  if (standingVoid(sale) === null) {
    if (sale.state !== 'voided') return sale;
    // Told as not recorded: a slip of the void never came, the one of the sale had.
    return { ...sale, state: 'completed', receipt: { printedCount: 1 } };
  }
  // A slip of its own follows, and is missed like any other (F04).
  return { ...sale, state: 'voided', receipt: { printedCount: 0 } };
}
