import { outboxKey } from './outbox.ts';
import { tryPaymentEvent, type Payment, type PaymentEvent, type PaymentStatus } from './payment.ts';
import type { CardTender, Sale } from './sale.ts';

/**
 * What becomes of a promise that the bank refused later (PROTOCOL P13, A14).
 *
 *   refused ──try again──▶ a new payment that supersedes it ──posted──▶ the refused one: recovered
 *      │                          └──refused──▶ another new one, linked to the first as well
 *      └──write off, with PIN and reason──▶ written off: the shop bears the loss
 *
 * All tries of one promise are a *family*: they name the first refused one, the *root*, in
 * `supersedes`. The bank books at most one of them, so the family is one piece of money: what
 * recovers one recovers all, what writes one off writes off all.
 */
export type FamilyMember = Pick<Payment, 'id' | 'core' | 'status'>;

/** The refused payment that every further try of the same promise names. */
export function rootIdOf(payments: readonly FamilyMember[], payment: FamilyMember): string {
  const { supersedes } = payment.core;
  const first = payments.find(({ id }) => id === supersedes);
  return first !== undefined && wasRefused(first) ? first.id : payment.id;
}

/** A reversed first try of P7 is superseded too, but it never was a promise that was refused. */
function wasRefused({ status: { state } }: FamilyMember): boolean {
  return state === 'refused' || state === 'recovered' || state === 'written-off';
}

export function familyOf<Member extends FamilyMember>(
  payments: readonly Member[],
  rootId: string,
): Member[] {
  return payments.filter((payment) => rootIdOf(payments, payment) === rootId);
}

/**
 * Cards that the issuer wants to see no more, or never knew: asking again changes nothing and may
 * call attention to the customer ("41/43/54: never retry"). Codes of the UnionPay table.
 */
const NEVER_AGAIN: readonly string[] = [
  '04',
  '07',
  '14',
  '33',
  '34',
  '35',
  '36',
  '37',
  '38',
  '41',
  '43',
  '54',
];

export function mayTryAgain(code: string): boolean {
  return !NEVER_AGAIN.includes(code);
}

/** The refused payment of a tender that a person has to decide about; null when there is none. */
export function openLoss(sale: Pick<Sale, 'payments'>, tender: CardTender): Payment | null {
  const last = sale.payments.find(({ id }) => id === tender.paymentIds.at(-1));
  return last?.status.state === 'refused' ? last : null;
}

/** Adds a further try to the tender of the payment that it supersedes; null = there is one open. */
export function withRetry(sale: Sale, retry: Payment): Sale | null {
  const refused = sale.payments.find(({ id }) => id === retry.core.supersedes);
  const tender = sale.tenders.find(({ id }) => id === retry.tenderId);
  if (refused === undefined || tender?.kind !== 'card') return null;
  if (openLoss(sale, tender) === null) return null;
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
  const status = tryPaymentEvent(payment.status, event) ?? writtenOffUnread(payment, event);
  return status === null ? payment : { ...payment, status };
}

/** What the bank could not read is neither posted nor refused: a person decided about a promise. */
function writtenOffUnread({ status }: Payment, event: PaymentEvent): PaymentStatus | null {
  const isPromise = status.state === 'stored' || status.state === 'offline-approved';
  if (!isPromise || event.type !== 'written-off') return null;
  const { atMs, reason: why } = event;
  const open = tryPaymentEvent(status, { type: 'attention-needed', atMs, why });
  return open === null ? null : tryPaymentEvent(open, event);
}
