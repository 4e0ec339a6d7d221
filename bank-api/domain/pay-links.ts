import type { PayLinkAnswer } from '../../shared/contracts/pay-link-api.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { claimNumber } from './claimed-numbers.ts';
import { namedBy } from './institutions.ts';
import { isYes, judgeCard } from './issuer-rules.ts';
import { bareTombstone, coreFacts } from './payment-records.ts';
import { purchasePostings } from './postings.ts';
import type { Books, CardAccount, Change, Judged, StoredPayment } from './records.ts';
import { isStoodInFor } from './refunds.ts';

/**
 * Pay links (P13): a payment that a till prepares for a refused promise, and its customer makes.
 *
 *   made ──▶ open ──▶ paid          the customer has paid; from here on a payment like any other
 *    │         ├────▶ withdrawn     the till takes the money otherwise, or writes it off
 *    │         └────▶ expired       noticed by whoever comes next, and then so for good
 *    └──▶ not-possible, withdrawn   at once; its number is used up all the same (P2)
 *
 * Everything happens under the lock of the terminal: a customer and a withdrawal at the same moment
 * come one after the other, and the second hears what the first has made of it (I2).
 */
export const PAY_LINK_LIFE_MS = 24 * 60 * 60 * 1000;

export type PayLinkState = 'open' | 'paid' | 'withdrawn' | 'expired' | 'not-possible';

/** The core of a link names the refused payment; without that it is none. */
export type LinkCore = PaymentCore & { readonly supersedes: string };

export interface StoredPayLink {
  readonly core: LinkCore;
  readonly coreHash: string;
  readonly operatorId: string;
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
  readonly state: PayLinkState;
  /** Null while it is open. */
  readonly closedAtMs: number | null;
  /** How often its form has come: each page's form bears the next number and is good once. */
  readonly formsUsed: number;
}

/** Good for the page as it is now, and for one press of its button: nobody else can make it up. */
export function formTokenOf(
  { hmac }: { readonly hmac: (text: string) => string },
  { core, formsUsed }: StoredPayLink,
): string {
  return hmac(`pay form ${core.merchantId} ${core.id} ${formsUsed}`).slice(0, 32);
}

export interface LinkBooks extends Books {
  /** The link itself, and those for the same refused payment. */
  readonly links: ReadonlyMap<string, StoredPayLink>;
}

export interface LinkRequest {
  readonly core: LinkCore;
  readonly coreHash: string;
  readonly operatorId: string;
}

export interface LinkJudged<Value> extends Judged<Value> {
  /** To be written; null: it is as it was. */
  readonly link: StoredPayLink | null;
}

export type LinkVerdict =
  | { readonly type: 'answered'; readonly link: StoredPayLink }
  | { readonly type: 'refused'; readonly code: 'core-differs' | 'number-reused' };

/** What of a request for a link, or for its withdrawal, no bank can judge; null: it can. */
export function linkCoreOf(core: PaymentCore): LinkCore | null {
  const { kind, sealedCard, supersedes, originalId } = core;
  const isLink = kind === 'purchase' && sealedCard === '' && originalId === undefined;
  return isLink && supersedes !== undefined ? { ...core, supersedes } : null;
}

/** Makes a link, or tells what has become of it. */
export function judgeLink(books: LinkBooks, request: LinkRequest): LinkJudged<LinkVerdict> {
  const known = books.links.get(request.core.id);
  if (known === undefined) {
    return newLink(books, request, isWanted(books, request.core) ? 'open' : 'not-possible');
  }
  if (known.coreHash !== request.coreHash) return differs(request);
  return answered(known, afterTime(known, books.nowMs));
}

/** Whatever it was: after this nobody pays by it any more, unless somebody has paid (I2). */
export function judgeWithdrawal(books: LinkBooks, request: LinkRequest): LinkJudged<LinkVerdict> {
  const known = books.links.get(request.core.id);
  // The request for it may still be on its way: it then finds that it is over (P6).
  if (known === undefined) return newLink(books, request, 'withdrawn');
  if (known.coreHash !== request.coreHash) return differs(request);
  const after = afterTime(known, books.nowMs);
  return answered(known, after.state === 'open' ? closed(after, 'withdrawn', books.nowMs) : after);
}

export type PaidVerdict =
  /** As the link is now; `paid` also where it had been paid before. */
  | { readonly type: 'over'; readonly link: StoredPayLink }
  | { readonly type: 'declined'; readonly link: StoredPayLink; readonly code: string }
  /** Of a page that was used, or of none at all: nothing was asked of the card. */
  | { readonly type: 'other-form'; readonly link: StoredPayLink };

export interface LinkPayment {
  readonly account: CardAccount;
  readonly maskedNumber: string;
  /** The form is that of the page as it is now. */
  readonly isFormGood: boolean;
}

/** The customer has chosen a card and pressed the button. */
export function payByLink(
  books: LinkBooks,
  known: StoredPayLink,
  { account, maskedNumber, isFormGood }: LinkPayment,
): LinkJudged<PaidVerdict> {
  const { merchantId, nowMs, issuerDown } = books;
  const link = afterTime(known, nowMs);
  if (link.state !== 'open') return over(known, link);
  if (!isFormGood) return { value: { type: 'other-form', link }, link: null, changes: [] };
  // Taken back under its id, or made up for by another payment, which no till of ours does meanwhile.
  if (books.payments.has(link.core.id)) return over(known, closed(link, 'withdrawn', nowMs));
  if (!isWanted(books, link.core)) return over(known, closed(link, 'not-possible', nowMs));
  const amountMinor = BigInt(link.core.amountMinor);
  const { code } = judgeCard({
    card: { checkDigitValid: true, pinHash: null },
    account,
    amountMinor,
    issuerDown,
    // No chip takes part, as in any payment by a page.
    chipGenuine: true,
    mayBePart: false,
    nowMs,
  });
  const used = { ...link, formsUsed: link.formsUsed + 1 };
  if (!isYes(code)) {
    return { value: { type: 'declined', link: used, code }, link: used, changes: [] };
  }
  const paid = closed(used, 'paid', nowMs);
  const movement = { recordId: link.core.id, merchantId, cardId: account.id, amountMinor };
  return {
    value: { type: 'over', link: paid },
    link: paid,
    changes: [
      { type: 'payment', payment: paymentOf(books, link, { account, maskedNumber, code }) },
      { type: 'card', card: { ...account, availableMinor: account.availableMinor - amountMinor } },
      ...purchasePostings(movement).map((posting): Change => ({ type: 'posting', posting })),
    ],
  };
}

/** `payment`: what the customer made of it, where he has. */
export function linkAnswerOf(
  { core: { id, amountMinor }, ...link }: StoredPayLink,
  payment: StoredPayment | undefined,
  url: string,
): PayLinkAnswer {
  const { state, expiresAtMs } = link;
  if (state === 'open') return { id, amountMinor, state, url, expiresAtMs };
  if (state !== 'paid' || payment === undefined) {
    return { id, amountMinor, state: 'closed', why: state === 'paid' ? 'not-possible' : state };
  }
  const { createdAtMs: paidAtMs, code, authorisationCode, referenceNumber } = payment;
  const { maskedNumber } = payment;
  const told = { paidAtMs, code, authorisationCode, referenceNumber, maskedNumber };
  return { id, amountMinor, state, ...told, ...namedBy(maskedNumber) };
}

/** Over by the clock, and written down as such before anybody is told: it never opens again. */
function afterTime(link: StoredPayLink, nowMs: number): StoredPayLink {
  const isOver = link.state === 'open' && nowMs >= link.expiresAtMs;
  return isOver ? closed(link, 'expired', nowMs) : link;
}

function closed(
  link: StoredPayLink,
  state: Exclude<PayLinkState, 'open'>,
  nowMs: number,
): StoredPayLink {
  return { ...link, state, closedAtMs: nowMs };
}

/** The promise was refused, for this amount and by this till, and nothing makes up for it yet (I2). */
function isWanted({ payments, links, currency, nowMs }: LinkBooks, core: LinkCore): boolean {
  const { supersedes } = core;
  const refused = payments.get(supersedes);
  if (refused?.state !== 'refused' || core.currency !== currency) return false;
  if (refused.terminalId !== core.terminalId || refused.saleId !== core.saleId) return false;
  if (refused.amountMinor !== BigInt(core.amountMinor)) return false;
  if (isStoodInFor({ payments }, core)) return false;
  return ![...links.values()].some(
    (other) =>
      other.core.id !== core.id &&
      other.core.supersedes === supersedes &&
      afterTime(other, nowMs).state === 'open',
  );
}

function newLink(
  books: LinkBooks,
  request: LinkRequest,
  state: 'open' | 'withdrawn' | 'not-possible',
): LinkJudged<LinkVerdict> {
  const { core } = request;
  const { nowMs } = books;
  if (books.payments.has(core.id)) return differs(request);
  const number = claimNumber(books, core);
  if (number === null) {
    const detail = `number ${core.transactionNumber} came with pay link ${core.id} too`;
    return refused('number-reused', detail);
  }
  const closedAtMs = state === 'open' ? null : nowMs;
  const expiresAtMs = nowMs + PAY_LINK_LIFE_MS;
  const link = { ...request, madeAtMs: nowMs, expiresAtMs, state, closedAtMs, formsUsed: 0 };
  return { value: { type: 'answered', link }, link, changes: [number] };
}

function answered(before: StoredPayLink, link: StoredPayLink): LinkJudged<LinkVerdict> {
  return { value: { type: 'answered', link }, link: link === before ? null : link, changes: [] };
}

function over(before: StoredPayLink, link: StoredPayLink): LinkJudged<PaidVerdict> {
  return { value: { type: 'over', link }, link: link === before ? null : link, changes: [] };
}

function differs({ core }: LinkRequest): LinkJudged<LinkVerdict> {
  return refused('core-differs', `pay link ${core.id} came with another core`);
}

function refused(code: 'core-differs' | 'number-reused', detail: string): LinkJudged<LinkVerdict> {
  const changes = [{ type: 'security-event', kind: code, detail } as const];
  return { value: { type: 'refused', code }, link: null, changes };
}

function paymentOf(
  books: LinkBooks,
  { core, coreHash, operatorId }: StoredPayLink,
  {
    account: { cardHash },
    maskedNumber,
    code,
  }: {
    readonly account: CardAccount;
    readonly maskedNumber: string;
    /** Which yes of the issuer it was. */
    readonly code: string;
  },
): StoredPayment {
  const asked = { core, coreHash, card: null, sealBroken: false, operatorId } as const;
  return {
    ...bareTombstone(books, core.id, null),
    ...coreFacts({ ...asked, channel: 'online' }),
    cardHash,
    maskedNumber,
    state: 'approved',
    code,
    authorisationCode: books.digits(6),
    referenceNumber: books.digits(12),
  };
}
