import type { Sale } from '../../shared/domain/sale.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';

/** What of a sale both copies must agree on; slips and deliveries come later. */
export function coreOf(sale: Sale | undefined): string {
  if (sale === undefined) return '';
  return canonicalJson([sale.state, sale.payments.map(({ id }) => id), sale.tenders]);
}
