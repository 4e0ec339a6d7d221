import type { Payment, PaymentState } from './payment.ts';
import type { CardTender, Sale } from './sale.ts';

/** A try at the counter that brought nothing, or is going back. */
const BROUGHT_NOTHING: ReadonlySet<PaymentState> = new Set([
  'declined',
  'offline-declined',
  'reversing',
  'reversed',
]);

/** What became of a promise that the bank had refused. */
export const LATE_STATES: ReadonlySet<PaymentState> = new Set([
  'refused',
  'recovered',
  'written-off',
]);

/**
 * The try of a card tender that says what has become of its money: the last one. Where a refused
 * promise was to be made up for and that brought nothing (P13), the promise is still what counts: a
 * decline of the second card must not make the loss look like a plain decline, nor hide it (I9).
 */
export function tryThatCounts<Try extends Pick<Payment, 'id' | 'status'>>(
  { payments }: { readonly payments: readonly Try[] },
  { paymentIds }: Pick<CardTender, 'paymentIds'>,
): Try | undefined {
  const tries = paymentIds.flatMap((id) => payments.find((one) => one.id === id) ?? []);
  const last = tries.at(-1);
  if (last === undefined || last.id !== paymentIds.at(-1)) return undefined;
  if (!BROUGHT_NOTHING.has(last.status.state)) return last;
  return tries.filter(isRefusedLate).at(-1) ?? last;
}

/** A promise that the bank has refused, whatever has become of it since. */
export function isRefusedLate({ status }: Pick<Payment, 'status'>): boolean {
  return LATE_STATES.has(status.state);
}

/** Whether the bank has refused a promise of this sale at any time. */
export function wasRefusedLate({ payments }: Pick<Sale, 'payments'>): boolean {
  return payments.some(isRefusedLate);
}
