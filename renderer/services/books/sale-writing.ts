import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { outboxKey, type OutboxKind, type OutboxRow } from '../../../shared/domain/outbox.ts';
import {
  applyPaymentEvent,
  type Payment,
  type PaymentEvent,
} from '../../../shared/domain/payment.ts';
import {
  wasSold,
  type CashTender,
  type Sale,
  type SaleLine,
  type SaleTotals,
  type Tender,
} from '../../../shared/domain/sale.ts';
import { isPayable, ZERO, type Minor } from '../../../shared/domain/money.ts';
import { reopenFamily } from '../../../shared/domain/recovery.ts';
import { signedMinor } from '../../../shared/domain/refunding.ts';
import { tryThatCounts } from '../../../shared/domain/try-that-counts.ts';
import { present } from '../../../shared/lib/assert.ts';
import type { Random } from '../../ports.ts';
import type { Numbers } from './ledger-of-the-till.ts';

/** Pure steps on a sale that several services share; each gives a new sale back. */

/** What the register hands to the payment: priced, not yet a sale. */
export interface PricedCart {
  readonly saleId: string;
  readonly lines: readonly SaleLine[];
  readonly totals: SaleTotals;
  readonly note: string;
  /** Who buys it, as far as anybody knows (A16). */
  readonly customer: string;
}

export interface Place {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly tillNumber: string;
  readonly operatorId: string;
  readonly businessDay: string;
}

/**
 * The sale that a cart is paid as. It is one sale through all tries (P8); its goods follow the
 * counter until something of it is paid, and stand still from then on.
 */
export function saleOfCart(
  before: Sale | null,
  cart: PricedCart,
  place: Place,
  numbers: Numbers,
): Sale {
  if (before === null) return newSale(cart, place, numbers);
  if (paidTenders(before).length > 0) return before;
  const { lines, totals, note, customer: customerContact } = cart;
  return { ...before, lines, totals, note, customerContact };
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
    customerContact: cart.customer,
    report: null,
    receipt: { printedCount: 0 },
  };
}

/** Nothing on the counter, or a total that is no amount of money: no tender is taken for it. */
export function unpayable({ lines, totals: { dueMinor } }: PricedCart): Failure | null {
  if (lines.length === 0) return failure('cart-empty');
  return isPayable(dueMinor) ? null : failure('amount-invalid', String(dueMinor));
}

/** What is left to pay: goods count as they stand on the counter until something is paid. */
export function restOf(sale: Sale | null, dueMinor: Minor): Minor {
  return sale === null || paidTenders(sale).length === 0 ? dueMinor : openRest(sale);
}

/** Whether money may still be taken for it: not sold yet, and no payment whose fate is open. */
export function takesMoney(sale: Sale | null): boolean {
  return sale === null || (!wasSold(sale) && openPayment(sale) === null);
}

/**
 * Whether this much may be taken by card for it, asked in the turn in which it is written: what was
 * paid since the card was asked for counts, so that two steps at once never take more than is due.
 */
export function takesCard(sale: Sale | null, cart: PricedCart, amountMinor: Minor): boolean {
  return takesMoney(sale) && amountMinor <= restOf(sale, cart.totals.dueMinor);
}

/** The payment that was sent and has no outcome; it must be asked about or reversed (P6). */
export function openPayment(sale: Sale): Payment | null {
  return sale.payments.find(isOpen) ?? null;
}

export function isOpen({ status: { state } }: Payment): boolean {
  return state === 'authorizing' || state === 'unknown';
}

export function withPayment(sale: Sale, payment: Payment): Sale {
  const others = sale.payments.filter(({ id }) => id !== payment.id);
  return { ...sale, payments: [...others, payment] };
}

export function paymentAfter(payment: Payment, event: PaymentEvent): Payment {
  return { ...payment, status: applyPaymentEvent(payment.status, event as never) };
}

/**
 * One more try by card. A tender whose tries were all refused or taken back is tried again; its
 * payments stay in the sale as history, and only tenders that stand are left beside it.
 */
export function withCardTender(
  sale: Sale,
  newTenderId: string,
  amountMinor: Minor,
  payment: Payment,
): Sale {
  const before = sale.tenders.find((tender) => tender.kind === 'card' && !isPaid(sale, tender));
  const tries = before?.kind === 'card' ? before.paymentIds : [];
  const id = before?.id ?? newTenderId;
  const paymentIds = [...tries.filter((tryId) => tryId !== payment.id), payment.id];
  const tender: Tender = { kind: 'card', id, amountMinor, paymentIds };
  const tenders = [...paidTenders(sale), tender];
  return withPayment({ ...sale, tenders }, { ...payment, tenderId: id });
}

/** Cash beside the tenders that stand; a card that was refused before is not one of them. */
export function withCashTender(sale: Sale, tender: CashTender): Sale {
  return { ...sale, tenders: [...paidTenders(sale), tender] };
}

/** The drawer opens with the first cash of a sale; for a second note it is open already (A27). */
export function opensDrawer({ tenders }: Sale): boolean {
  return tenders.filter(({ kind }) => kind === 'cash').length === 1;
}

/** What is still to be paid: a tender counts when it is cash or a payment that was not refused. */
export function openRest(sale: Sale): Minor {
  let rest: number = sale.totals.dueMinor;
  for (const tender of paidTenders(sale)) rest -= tender.amountMinor;
  return rest as Minor;
}

export function paidTenders(sale: Sale): readonly Tender[] {
  return sale.tenders.filter((tender) => isPaid(sale, tender));
}

const COUNTS: ReadonlySet<string> = new Set<Payment['status']['state']>([
  'approved',
  'approved-in-part',
  'stored',
  'offline-approved',
  'posted',
  'recovered',
]);

function isPaid(sale: Sale, tender: Tender): boolean {
  if (tender.kind === 'cash') return true;
  const state = tryThatCounts(sale, tender)?.status.state;
  return state !== undefined && COUNTS.has(state);
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
  if (openRest(sale) > 0) return { sale: { ...sale, state: 'paying' }, outbox: [] };
  const report = { id: random.uuid(), ...numbers.takeTransaction(), delivered: false };
  const { transactionNumber } = report;
  const row = outboxRow('sale-report', report.id, transactionNumber, sale, numbers.nowMs);
  return { sale: { ...sale, state: 'completed', report }, outbox: [row] };
}

/**
 * A sale that was closed and is none after all: its outcome is in the journal, but was told as not
 * recorded (P9). Its report is not sent, and the number of it is declared unused (P2).
 */
export function reopened(
  sale: Sale,
  { nowMs }: Numbers,
  random: Random,
): {
  readonly sale: Sale;
  readonly outbox: readonly OutboxRow[];
  readonly withdrawn: readonly string[];
} {
  const { report } = sale;
  if (report === null) return { sale, outbox: [], withdrawn: [] };
  // What was paid with it is lost again (P13); the payment that goes back is the latest.
  const by = sale.payments.at(-1)?.id ?? '';
  const { sale: undone, reopened: losses } = reopenFamily(sale, by, nowMs);
  const blank = { ...undone, report: null };
  return {
    sale: blank,
    outbox: [
      voidNumberRow(random.uuid(), report.transactionNumber, blank, nowMs),
      ...losses.map((loss) => exceptionRow(loss, blank)),
    ],
    withdrawn: [outboxKey('sale-report', report.id)],
  };
}

/** On the exception list, as it was when the bank had refused it. */
export function exceptionRow({ id, core, createdAtMs, status }: Payment, sale: Sale): OutboxRow {
  const row = outboxRow('stored-payment', id, core.transactionNumber, sale, createdAtMs);
  const reason = status.state === 'refused' ? status.code : '';
  return { ...row, lane: 'exception', reason };
}

/** Says that a transaction number was given out and never used (P2). */
export function voidNumberRow(
  id: string,
  transactionNumber: number,
  sale: Sale,
  nowMs: number,
): OutboxRow {
  const row = outboxRow('void-number', id, transactionNumber, sale, nowMs);
  return { ...row, amountMinor: ZERO };
}

/** The same of a record that is written off, whether its sale is there or not. */
export function voidNumberFor(
  { transactionNumber, saleId }: Pick<OutboxRow, 'transactionNumber' | 'saleId'>,
  id: string,
  nowMs: number,
): OutboxRow {
  return freshRow('void-number', id, { transactionNumber, saleId, amountMinor: ZERO }, nowMs);
}

/** After a try that brought nothing: open as long as another tender stands, else not paid. */
export function afterFailedTry(sale: Sale): Sale {
  return { ...sale, state: paidTenders(sale).length > 0 ? 'paying' : 'not-paid' };
}

export function outboxRow(
  kind: OutboxKind,
  transactionId: string,
  transactionNumber: number,
  sale: Sale,
  nowMs: number,
): OutboxRow {
  const payment = sale.payments.find(({ id }) => id === transactionId);
  const amountMinor = signedMinor(sale, payment?.core.amountMinor ?? sale.totals.dueMinor);
  const about = { transactionNumber, saleId: sale.id, amountMinor };
  return freshRow(kind, transactionId, about, nowMs);
}

function freshRow(
  kind: OutboxKind,
  transactionId: string,
  about: Pick<OutboxRow, 'transactionNumber' | 'saleId' | 'amountMinor'>,
  createdAtMs: number,
): OutboxRow {
  return {
    key: outboxKey(kind, transactionId),
    kind,
    transactionId,
    ...about,
    createdAtMs,
    lane: 'ready',
    attempts: 0,
    nextTryAtMs: 0,
    reason: '',
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
