import { payLinkRequest } from '../../shared/contracts/pay-link-api.ts';
import { DEMO_MERCHANT, DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { maskedNumber, TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { mayAskFor, refusalOfCore } from '../../bank-api/domain/admission.ts';
import {
  formTokenOf,
  judgeLink,
  judgeWithdrawal,
  linkAnswerOf,
  linkCoreOf,
  payByLink,
  type LinkBooks,
  type LinkJudged,
  type StoredPayLink,
} from '../../bank-api/domain/pay-links.ts';
import type { CustomersPage } from '../../bank-api/test/suite-till.ts';
import { BANK_KEYS, BANK_URL } from './bank-identity.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { sha256Hex } from './sim-crypto.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';

interface Asked {
  readonly body: unknown;
  readonly idempotencyKey: string;
  readonly wish: 'make' | 'withdraw';
}

interface LinkTime {
  readonly nowMs: number;
  /** How long one is good; a world has no 24 hours. */
  readonly lifeMs: number;
}

/** A till asks for a link, or takes it back, at the bank of this world: by the real rules (P13). */
export function payLinkReply(
  records: BankRecords,
  terminal: BankTerminal,
  { body, idempotencyKey, wish }: Asked,
  { nowMs, lifeMs }: LinkTime,
): BankReply {
  const request = payLinkRequest.parse(body);
  const { operatorId, deliveredUpTo } = request.attempt;
  const owner = { terminalId: terminal.id, merchantId: DEMO_MERCHANT.merchantId };
  const refusal = refusalOfCore(request, owner);
  if (refusal === 'not-permitted') return notPermitted(records, request.core.id);
  if (refusal !== null || idempotencyKey !== request.core.id) return refused('request-malformed');
  const sent = { ...request.core, amountMinor: minor(request.core.amountMinor) } as PaymentCore;
  const core = linkCoreOf(sent);
  if (core === null) return refused('request-malformed');
  const known = records.payLinks.get(core.id);
  const role = DEMO_OPERATORS.find(({ id }) => id === operatorId)?.role ?? null;
  const isAllowed = wish === 'withdraw' || known !== undefined || mayAskFor('purchase', role);
  if (!isAllowed) return notPermitted(records, operatorId);
  const books = booksOf(records, terminal, nowMs);
  const asked = { core, coreHash: sha256Hex(canonicalJson(core)), operatorId };
  const judged = wish === 'make' ? judgeLink(books, asked) : judgeWithdrawal(books, asked);
  const { value } = judged;
  const isNew = known === undefined && judged.link !== null;
  const link = isNew ? { ...judged.link, expiresAtMs: nowMs + lifeMs } : judged.link;
  write(records, terminal, { ...judged, link });
  records.declare(terminal, deliveredUpTo);
  if (value.type === 'refused') return refused(value.code);
  const kept = records.payLinks.get(core.id) ?? value.link;
  return ok(linkAnswerOf(kept, records.payments.get(core.id), urlOf(core.id)));
}

const NO_PAGE: CustomersPage = { status: 404, state: '', form: '', declined: '' };

/** Looking writes nothing: messengers look ahead. */
export function openSimPage(records: BankRecords, url: string, nowMs: number): CustomersPage {
  const link = linkAt(records, url);
  if (link === undefined) return NO_PAGE;
  const isOver = link.state === 'open' && nowMs >= link.expiresAtMs;
  return pageOf(isOver ? { ...link, state: 'expired' } : link);
}

/** The customer has chosen a card and pressed the button. */
export function pressSimPage(
  records: BankRecords,
  url: string,
  { form, cardId }: { readonly form: string; readonly cardId: string },
  nowMs: number,
): CustomersPage {
  const link = linkAt(records, url);
  if (link === undefined) return NO_PAGE;
  const card = TEST_CARDS.find(({ id }) => id === cardId);
  const account = [...records.cards.values()].find(({ id }) => id === cardId);
  if (card === undefined || account === undefined) {
    return { ...openSimPage(records, url, nowMs), status: 409 };
  }
  const terminal = records.terminal(link.core.terminalId);
  const books = booksOf(records, terminal, nowMs);
  const judged = payByLink(books, link, {
    account: books.cards.get(account.cardHash) ?? account,
    maskedNumber: maskedNumber(card.number),
    isFormGood: form === formTokenOf(BANK_KEYS, link),
  });
  write(records, terminal, judged);
  const { value } = judged;
  if (value.type === 'other-form') {
    records.alarm('pay-page-refused', link.core.id);
    return { ...pageOf(value.link), status: 409 };
  }
  return { ...pageOf(value.link), declined: value.type === 'declined' ? value.code : '' };
}

function pageOf(link: StoredPayLink): CustomersPage {
  const { state } = link;
  const status = state === 'open' || state === 'paid' ? 200 : 410;
  return {
    status,
    state,
    form: state === 'open' ? formTokenOf(BANK_KEYS, link) : '',
    declined: '',
  };
}

function urlOf(id: string): string {
  return `${BANK_URL}/pay/${BANK_KEYS.hmac(`pay link ${id}`).slice(0, 20).toUpperCase()}`;
}

function linkAt({ payLinks }: BankRecords, url: string): StoredPayLink | undefined {
  return [...payLinks.values()].find(({ core }) => urlOf(core.id) === url);
}

function booksOf(records: BankRecords, terminal: BankTerminal, nowMs: number): LinkBooks {
  return { ...records.booksOf(terminal, nowMs), links: records.payLinks };
}

function write(
  records: BankRecords,
  terminal: BankTerminal,
  { link, changes }: LinkJudged<unknown>,
): void {
  records.write(terminal, changes);
  if (link === null) return;
  records.version += 1;
  const known = records.payLinks.get(link.core.id)?.state ?? 'open';
  // What the database itself refuses is an error of the rules.
  if (known !== 'open' && known !== link.state) throw new Error(`link ${link.core.id} was closed`);
  records.payLinks.set(link.core.id, link);
}

function notPermitted(records: BankRecords, detail: string): BankReply {
  records.alarm('not-permitted', detail);
  return refused('not-permitted');
}
