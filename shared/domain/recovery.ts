import { certaintyOfTender } from './certainty.ts';
import { outboxKey } from './outbox.ts';
import { openLinkOf } from './pay-link.ts';
import {
  applyPaymentEvent,
  tryPaymentEvent,
  type Payment,
  type PaymentEvent,
  type PaymentState,
  type PaymentStatus,
} from './payment.ts';
import type { CardTender, CashRecovery, Sale } from './sale.ts';
import { isRefusedLate } from './try-that-counts.ts';

/**
 * What becomes of a promise that the bank refused later (PROTOCOL P13, A14).
 *
 *   refused ──try again──▶ a new payment that supersedes it ──posted──▶ the refused one: recovered
 *      │                          └──refused──▶ another new one, linked to the first as well
 *      ├──other card, at the counter──▶ approved ──▶ recovered; declined, taken back: as before
 *      ├──cash──▶ recovered
 *      ├──pay link──▶ paid by its customer ──▶ recovered; withdrawn, too old: as before
 *      └──write off, with PIN and reason──▶ written off: the shop bears the loss
 *
 * All tries of one promise are a *family*: they name the first refused one, the *root*, in
 * `supersedes`. The bank books at most one of them, so the family is one piece of money: what
 * recovers one recovers all, what writes one off writes off all.
 */
export type FamilyMember = Pick<Payment, 'id' | 'core' | 'status'>;

/**
 * The refused payment that every further try of the same promise names. A reversed first try of P7 is
 * superseded too, but it never was a promise that was refused.
 */
export function rootIdOf(payments: readonly FamilyMember[], payment: FamilyMember): string {
  const { supersedes } = payment.core;
  const first = payments.find(({ id }) => id === supersedes);
  return first !== undefined && isRefusedLate(first) ? first.id : payment.id;
}

/** Whether this payment is to make up for a promise that the bank had refused. */
export function makesUp({ payments }: Pick<Sale, 'payments'>, payment: FamilyMember): boolean {
  return rootIdOf(payments, payment) !== payment.id;
}

export function familyOf<Member extends FamilyMember>(
  payments: readonly Member[],
  rootId: string,
): Member[] {
  return payments.filter((payment) => rootIdOf(payments, payment) === rootId);
}

/**
 * Whether the same card may be asked for the same money once more, silently and without its holder;
 * and why not ("41/43/54: never retry"). Codes of the UnionPay table.
 *
 * - `card-stopped` the issuer wants to see this card no more: asking again changes nothing, and may
 *   call attention to the customer.
 * - `card-unknown` there is no such card; `card-expired` its time is over, and stays over.
 * - `needs-holder` a PIN was wrong or is blocked: a promise carries none, so whatever is sent again
 *   is refused again, while the holder with card and PIN at the counter may well pay.
 */
export type AgainVerdict =
  | 'may'
  | 'card-stopped'
  | 'card-unknown'
  | 'card-expired'
  | 'needs-holder';

const NEVER_AGAIN: Readonly<Record<string, Exclude<AgainVerdict, 'may'>>> = {
  '04': 'card-stopped',
  '07': 'card-stopped',
  '14': 'card-unknown',
  '33': 'card-expired',
  '34': 'card-stopped',
  '35': 'card-stopped',
  '36': 'card-stopped',
  '37': 'card-stopped',
  '38': 'needs-holder',
  '41': 'card-stopped',
  '43': 'card-stopped',
  '54': 'card-expired',
  '55': 'needs-holder',
  '75': 'needs-holder',
};

export function againVerdict(code: string): AgainVerdict {
  return Object.hasOwn(NEVER_AGAIN, code) ? (NEVER_AGAIN[code] ?? 'may') : 'may';
}

export function mayTryAgain(code: string): boolean {
  return againVerdict(code) === 'may';
}

/** From these no money is on its way: a further try does not take it twice. */
const AT_REST: ReadonlySet<PaymentState> = new Set([
  'declined',
  'offline-declined',
  'reversing',
  'reversed',
  'refused',
]);

/**
 * The refused payment of a tender that a person has to decide about; null when there is none, or
 * while another try of the same money is under way or has brought it, or its customer has a link to
 * pay by.
 */
export function openLoss(
  sale: Pick<Sale, 'payments' | 'payLinks'>,
  tender: CardTender,
): Payment | null {
  return openLinkOf(sale, tender.id) === null ? lossBehindLink(sale, tender) : null;
}

/** The same whether or not its customer may be paying by a link, which is withdrawn before the rest. */
export function lossBehindLink(sale: Pick<Sale, 'payments'>, tender: CardTender): Payment | null {
  const tries = tender.paymentIds.flatMap((id) => sale.payments.find((one) => one.id === id) ?? []);
  if (!tries.every(({ status }) => AT_REST.has(status.state))) return null;
  return tries.filter(({ status }) => status.state === 'refused').at(-1) ?? null;
}

/** The same by the id of the tender, which is what a screen knows. */
export function lossOf(sale: Sale | null, tenderId: string): Payment | null {
  const tender = sale?.tenders.find(({ id }) => id === tenderId);
  return sale === null || tender?.kind !== 'card' ? null : openLoss(sale, tender);
}

/** Of a sale that is still being paid the counter takes it with the rest, and nobody else does. */
export function soldLossOf(sale: Sale | null, tenderId: string): Payment | null {
  return sale?.state === 'completed' ? lossOf(sale, tenderId) : null;
}

/** Adds a further try to the tender of the payment that it supersedes; null = there is one open. */
export function withRetry(sale: Sale, retry: Payment): Sale | null {
  const refused = sale.payments.find(({ id }) => id === retry.core.supersedes);
  const tender = sale.tenders.find(({ id }) => id === retry.tenderId);
  if (refused === undefined || tender?.kind !== 'card') return null;
  if (lossOf(sale, tender.id) === null) return null;
  const longer = { ...tender, paymentIds: [...tender.paymentIds, retry.id] };
  return {
    ...sale,
    payments: [...sale.payments, retry],
    tenders: sale.tenders.map((one) => (one.id === tender.id ? longer : one)),
  };
}

/** The family of a payment hears the end of its story; its rows leave the queue with it. */
export function closeFamily(
  sale: Sale,
  paymentId: string,
  event: Extract<PaymentEvent, { type: 'recovered' | 'written-off' }>,
): { readonly sale: Sale; readonly leaving: readonly string[] } {
  const payment = sale.payments.find(({ id }) => id === paymentId);
  if (payment === undefined) return { sale, leaving: [] };
  const family = familyOf(sale.payments, rootIdOf(sale.payments, payment));
  const refused = family.filter(({ status }) => status.state === 'refused');
  // A record that the bank cannot read was never refused; a promise can be written off all the same.
  const ending = event.type === 'written-off' ? [...refused, payment] : refused;
  const closed = new Map(ending.map((one) => [one.id, heard(one, event)]));
  return {
    sale: { ...sale, payments: sale.payments.map((one) => closed.get(one.id) ?? one) },
    leaving: ending.map(({ id }) => outboxKey('stored-payment', id)),
  };
}

function heard(payment: Payment, event: PaymentEvent): Payment {
  const { status } = payment;
  // Kept, so that what made up for it can be taken back and the reason is still known.
  const isRecovered = event.type === 'recovered' && status.state === 'refused';
  const news = isRecovered ? { ...event, code: status.code } : event;
  const after = tryPaymentEvent(status, news) ?? writtenOffUnread(payment, event);
  return after === null ? payment : { ...payment, status: after };
}

/**
 * A promise that was refused while its sale was still being paid: the rest that was taken includes it.
 * Where all of it is certain nobody has to decide any more; left on the list, it would stay for ever,
 * since nothing of it is open.
 */
export function withoutPaidLosses(
  sale: Sale,
  byPaymentId: string,
  atMs: number,
): { readonly sale: Sale; readonly leaving: readonly string[] } {
  const isCertain = sale.tenders.every((tender) => certaintyOfTender(sale, tender) === 'certain');
  const losses = sale.payments.filter(({ status }) => status.state === 'refused');
  if (!isCertain || losses.length === 0) return { sale, leaving: [] };
  const event = { type: 'recovered', atMs, byPaymentId } as const;
  const payments = sale.payments.map((one) => (losses.includes(one) ? heard(one, event) : one));
  const leaving = losses.map(({ id }) => outboxKey('stored-payment', id));
  return { sale: { ...sale, payments }, leaving };
}

/** Cash for a refused promise is certain at once; null = there is none, or another try is open. */
export function withCashRecovery(
  sale: Sale,
  cash: CashRecovery,
): { readonly sale: Sale; readonly leaving: readonly string[] } | null {
  const loss = soldLossOf(sale, cash.recovers);
  if (loss === null) return null;
  const recoveredInCash = [...(sale.recoveredInCash ?? []), cash];
  // The slip that takes the place of the old one follows, and is missed like any other (F04).
  const paid = { ...sale, recoveredInCash, receipt: { printedCount: 0 } };
  return closeFamily(paid, loss.id, { type: 'recovered', atMs: cash.atMs, byPaymentId: cash.id });
}

/**
 * What was recovered by a payment that is being taken back is refused again: the loss comes back to
 * the exception list under the reason it had there (P9, P13).
 */
export function reopenFamily(
  sale: Sale,
  byPaymentId: string,
  atMs: number,
): { readonly sale: Sale; readonly reopened: readonly Payment[] } {
  const reopened = sale.payments.flatMap((payment) => {
    const { status } = payment;
    if (status.state !== 'recovered' || status.byPaymentId !== byPaymentId) return [];
    const news = { type: 'recovery-undone', atMs, code: status.code ?? '' } as const;
    return { ...payment, status: applyPaymentEvent(status, news) };
  });
  const again = new Map(reopened.map((payment) => [payment.id, payment]));
  const payments = sale.payments.map((payment) => again.get(payment.id) ?? payment);
  return { sale: { ...sale, payments }, reopened };
}

/** What the bank could not read is neither posted nor refused: a person decided about a promise. */
function writtenOffUnread({ status }: Payment, event: PaymentEvent): PaymentStatus | null {
  const isPromise = status.state === 'stored' || status.state === 'offline-approved';
  if (!isPromise || event.type !== 'written-off') return null;
  const { atMs, reason: why } = event;
  const open = tryPaymentEvent(status, { type: 'attention-needed', atMs, why });
  return open === null ? null : tryPaymentEvent(open, event);
}
