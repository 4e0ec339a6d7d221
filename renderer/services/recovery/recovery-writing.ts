import type { Payment } from '../../../shared/domain/payment.ts';
import {
  closeFamily,
  reopenFamily,
  rootIdOf,
  soldLossOf,
  withoutPaidLosses,
} from '../../../shared/domain/recovery.ts';
import type { CardTender, Sale } from '../../../shared/domain/sale.ts';
import type { SaleChange } from '../books/sale-commit.ts';
import { exceptionRow, withPayment, type PricedCart } from '../books/sale-writing.ts';

/**
 * Pure steps on a sale that was sold against a promise which the bank refused later (P13), when
 * another card or cash makes up for it at the counter:
 *
 *   refused ──intent──▶ refused, a new payment beside it ──approved──▶ recovered
 *                                  └──declined, taken back──▶ refused, as before
 *
 * The sale stays sold through all of it: goods, tenders and report are what they were.
 */

/** The sale as a payment run knows one; what is due is the loss alone. */
export function cartOf({ id, lines, totals, note, customerContact }: Sale): PricedCart {
  return { saleId: id, lines, totals, note, customer: customerContact };
}

/** A further try of the same tender; null = the loss is not open any more. */
export function withRecoveryTry(
  sale: Sale | null,
  tenderId: string,
  payment: Payment,
): Sale | null {
  const loss = soldLossOf(sale, tenderId);
  if (sale === null || loss === null) return null;
  const supersedes = rootIdOf(sale.payments, loss);
  const named = { ...payment, tenderId, core: { ...payment.core, supersedes } };
  const tenders = sale.tenders.map((tender) =>
    tender.id === tenderId && tender.kind === 'card' ? longer(tender, payment.id) : tender,
  );
  return withPayment({ ...sale, tenders }, named);
}

function longer(tender: CardTender, paymentId: string): CardTender {
  return { ...tender, paymentIds: [...tender.paymentIds, paymentId] };
}

/**
 * The new payment is certain: the loss is none any more and leaves the exception list. The slip that
 * takes the place of the old one follows, and is missed like any other (F04): else whoever was told
 * that it goes back, and came back after a kill, would never hear that it was recorded (P9, I9).
 */
export function recoveredBy(sale: Sale, paymentId: string, atMs: number): SaleChange {
  const event = { type: 'recovered', atMs, byPaymentId: paymentId } as const;
  const { sale: closed, leaving } = closeFamily(sale, paymentId, event);
  return { sale: { ...closed, receipt: { printedCount: 0 } }, outbox: [], withdrawn: leaving };
}

/** The new payment goes back after all: the loss needs a person again, under its old reason. */
export function lossAgain(sale: Sale, paymentId: string, atMs: number): SaleChange {
  const { sale: before, reopened } = reopenFamily(sale, paymentId, atMs);
  // Its slip never came, as nothing is printed of what is not recorded; the one of the sale had.
  const after = reopened.length === 0 ? before : { ...before, receipt: { printedCount: 1 } };
  return { sale: after, outbox: reopened.map((loss) => exceptionRow(loss, after)) };
}

/** A sale that is closed with certain money has no loss left: what was refused of it was paid anew. */
export function withoutLosses(paid: SaleChange, atMs: number): SaleChange {
  if (paid.sale.state !== 'completed') return paid;
  const last = paid.sale.tenders.at(-1);
  const paidBy = last?.kind === 'card' ? last.paymentIds.at(-1) : last?.id;
  const { sale, leaving } = withoutPaidLosses(paid.sale, paidBy ?? '', atMs);
  return leaving.length === 0 ? paid : { ...paid, sale, withdrawn: leaving };
}
