import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';

/** What every till store agrees on about its rows. */

/** A reversal goes before any other message of its till (P6); then oldest first (P12). */
export function inSendingOrder(a: OutboxRow, b: OutboxRow): number {
  const rank = (row: OutboxRow): number => (row.kind === 'reversal' ? 0 : 1);
  return rank(a) - rank(b) || a.transactionNumber - b.transactionNumber;
}

/** An intent without an outcome: whoever finds it must ask or reverse (P6). */
export function isMoneyOpen(sale: Sale): boolean {
  return sale.payments.some(
    ({ status }) => status.state === 'authorizing' || status.state === 'unknown',
  );
}

/** As they were sold; of one moment, as their ids rise. */
export function oldestFirst(a: Sale, b: Sale): number {
  return a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1);
}
