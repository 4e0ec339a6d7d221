import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { approvedOf, type Payment } from '../../../shared/domain/payment.ts';
import { wasSold, type Sale } from '../../../shared/domain/sale.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { changeSale } from '../books/sale-commit.ts';
import { openPayment, paidTenders, paymentAfter, reversalRow } from '../books/sale-writing.ts';

/**
 * A sale that was paid in part and is not wanted any more: one record says that nothing was sold.
 * Cash goes back from the drawer, an approved card is reversed like any other (P6). A promise is
 * on its way to the bank by itself and cannot be called back here; such a sale must be finished.
 */
export function cancelSale(ledger: Ledger, saleId: string): Promise<Result<Sale, Failure>> {
  return changeSale(ledger, 'abandoned', saleId, ({ nowMs }, sale) => {
    if (!canBeCancelled(sale)) return null;
    const outbox: OutboxRow[] = [];
    const payments = sale.payments.map((payment): Payment => {
      if (!isYes(payment)) return payment;
      const reason = 'given-up';
      const reversing = paymentAfter(payment, { type: 'reversal-decided', atMs: nowMs, reason });
      outbox.push({ ...reversalRow(reversing, sale, nowMs), amountMinor: approvedOf(payment) });
      return reversing;
    });
    return { sale: { ...sale, tenders: [], payments, state: 'not-paid' }, outbox };
  });
}

export function canBeCancelled(sale: Sale): boolean {
  if (wasSold(sale) || openPayment(sale) !== null) return false;
  return paidTenders(sale).every((tender) => {
    if (tender.kind === 'cash') return true;
    const payment = sale.payments.find(({ id }) => id === tender.paymentIds.at(-1));
    return payment !== undefined && isYes(payment);
  });
}

/** All of it, or a part: either way it is the bank's word, and only a reversal takes it back. */
function isYes({ status: { state } }: Payment): boolean {
  return state === 'approved' || state === 'approved-in-part';
}
