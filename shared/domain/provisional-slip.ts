import { wasSold, type Sale } from './sale.ts';
import type { SlipCode } from './slip-code.ts';
import { tryThatCounts } from './try-that-counts.ts';

/** A code for each promise on the slip: what is certain, in doubt or refused needs none. */
export function codesOnSlip(sale: Sale): readonly SlipCode[] {
  if (!wasSold(sale) || sale.state === 'voided') return [];
  return sale.tenders.flatMap((tender) => {
    const payment = tender.kind === 'card' ? tryThatCounts(sale, tender) : undefined;
    const state = payment?.status.state;
    if (payment === undefined || (state !== 'stored' && state !== 'offline-approved')) return [];
    return [{ paymentId: payment.id, amountMinor: payment.core.amountMinor }];
  });
}
