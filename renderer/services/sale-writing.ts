import { outboxKey, type OutboxKind, type OutboxRow } from '../../shared/domain/outbox.ts';
import { applyPaymentEvent, type Payment, type PaymentEvent } from '../../shared/domain/payment.ts';
import type {
  CardTender,
  CashTender,
  Sale,
  SaleLine,
  SaleTotals,
} from '../../shared/domain/sale.ts';
import type { Minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import type { Random } from '../ports.ts';
import type { Numbers } from './ledger-of-the-till.ts';

/** Pure steps on a sale that several services share; each gives a new sale back. */

/** What the register hands to the payment: priced, not yet a sale. */
export interface PricedCart {
  readonly saleId: string;
  readonly lines: readonly SaleLine[];
  readonly totals: SaleTotals;
  readonly note: string;
}

export interface Place {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly tillNumber: string;
  readonly operatorId: string;
  readonly businessDay: string;
}

export function newSale(cart: PricedCart, place: Place, numbers: Numbers): Sale {
  const { tillNumber, ...identity } = place;
  return {
    id: cart.saleId,
    number: `${tillNumber}-${String(numbers.takeSale()).padStart(6, '0')}`,
    ...identity,
    createdAtMs: numbers.nowMs,
    lines: cart.lines,
    totals: cart.totals,
    note: cart.note,
    tenders: [],
    payments: [],
    state: 'paying',
    customerContact: '',
    report: null,
    receipt: { printedCount: 0 },
  };
}

export function withPayment(sale: Sale, payment: Payment): Sale {
  const others = sale.payments.filter(({ id }) => id !== payment.id);
  return { ...sale, payments: [...others, payment] };
}

export function paymentAfter(payment: Payment, event: PaymentEvent): Payment {
  return { ...payment, status: applyPaymentEvent(payment.status, event as never) };
}

/** The card tender of a sale, with one more try at it. */
export function withCardTender(
  sale: Sale,
  tenderId: string,
  amountMinor: Minor,
  payment: Payment,
): Sale {
  const before = sale.tenders.find((tender) => tender.id === tenderId);
  const tries = before?.kind === 'card' ? before.paymentIds : [];
  const tender: CardTender = {
    kind: 'card',
    id: tenderId,
    amountMinor,
    paymentIds: [...tries.filter((id) => id !== payment.id), payment.id],
  };
  const others = sale.tenders.filter(({ id }) => id !== tenderId);
  return withPayment({ ...sale, tenders: [...others, tender] }, payment);
}

export function withCashTender(sale: Sale, tender: CashTender): Sale {
  return { ...sale, tenders: [...sale.tenders.filter(({ id }) => id !== tender.id), tender] };
}

/** What is still to be paid: a tender counts when it is cash or a payment that was not refused. */
export function openRest(sale: Sale): Minor {
  let rest: number = sale.totals.dueMinor;
  for (const tender of sale.tenders) if (isPaid(sale, tender)) rest -= tender.amountMinor;
  return rest as Minor;
}

function isPaid(sale: Sale, tender: Sale['tenders'][number]): boolean {
  if (tender.kind === 'cash') return true;
  const paymentId = tender.paymentIds.at(-1);
  const state = sale.payments.find(({ id }) => id === paymentId)?.status.state;
  return state === 'approved' || state === 'stored' || state === 'offline-approved';
}

/**
 * Closes a sale whose tenders cover it: gives the sale report its identity and says what must be
 * told to the bank. A sale that is not yet covered stays `paying` and tells nothing.
 */
export function completedIfPaid(
  sale: Sale,
  numbers: Numbers,
  random: Random,
): { readonly sale: Sale; readonly outbox: readonly OutboxRow[] } {
  if (openRest(sale) > 0) return { sale, outbox: [] };
  const { transactionNumber, traceNumber } = numbers.takeTransaction();
  const report = {
    id: random.uuid(),
    transactionNumber,
    traceNumber,
    batchNumber: numbers.batchNumber,
    delivered: false,
  };
  const row = outboxRow('sale-report', report.id, transactionNumber, sale, numbers.nowMs);
  return { sale: { ...sale, state: 'completed', report }, outbox: [row] };
}

export function outboxRow(
  kind: OutboxKind,
  transactionId: string,
  transactionNumber: number,
  sale: Sale,
  nowMs: number,
): OutboxRow {
  const payment = sale.payments.find(({ id }) => id === transactionId);
  return {
    key: outboxKey(kind, transactionId),
    kind,
    transactionId,
    transactionNumber,
    saleId: sale.id,
    amountMinor: payment?.core.amountMinor ?? sale.totals.dueMinor,
    createdAtMs: nowMs,
    lane: 'ready',
    attempts: 0,
    nextTryAtMs: 0,
    reason: '',
    claimedByEpoch: null,
  };
}

export function reversalRow(payment: Payment, sale: Sale, nowMs: number): OutboxRow {
  return outboxRow('reversal', payment.id, payment.core.transactionNumber, sale, nowMs);
}

export function paymentIn(sale: Sale, paymentId: string): Payment {
  return present(
    sale.payments.find(({ id }) => id === paymentId),
    'the payment',
  );
}
