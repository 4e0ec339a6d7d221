import type { Payment } from '../../shared/domain/payment.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import type { Sale } from '../../shared/domain/sale.ts';

/**
 * What the two copies of a sale must agree in; numbers of printed slips and deliveries may differ. That
 * a payment has its outcome comes with a record of the sale itself, never with a delivery.
 */
export function coreOf(sale: Sale | undefined): string {
  if (sale === undefined) return '';
  const payments = sale.payments.map(({ id, status }) => [id, isOpen(status)]);
  return canonicalJson([sale.state, payments, sale.tenders]);
}

function isOpen({ state }: Payment['status']): boolean {
  return state === 'authorizing' || state === 'unknown';
}
