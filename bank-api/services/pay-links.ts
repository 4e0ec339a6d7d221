import { timingSafeEqual } from 'node:crypto';
import type { PayLinkAnswer, PayLinkRequest } from '../../shared/contracts/pay-link-api.ts';
import { formatTypedCode, parseTypedCode } from '../../shared/domain/typed-code.ts';
import { fromHex } from '../../shared/lib/bytes.ts';
import { mayAskFor } from '../domain/admission.ts';
import {
  formTokenOf,
  judgeLink,
  judgeWithdrawal,
  linkAnswerOf,
  linkCoreOf,
  payByLink,
  type LinkBooks,
  type LinkCore,
  type LinkJudged,
  type LinkVerdict,
  type PaidVerdict,
  type StoredPayLink,
} from '../domain/pay-links.ts';
import { randomDigits, type BankKeys, type BankPorts } from '../ports.ts';
import { contentHash } from '../security/hashing.ts';
import { changeStatements, paymentKey } from '../store/books-writer.ts';
import { retried, type BankTransaction } from '../store/database.ts';
import { findLink, lockCard, readLinkBooks, writeLink } from '../store/pay-link-store.ts';
import { declaration, lockStatements } from '../store/series-store.ts';
import { roleOf, type KnownTerminal } from '../store/terminal-store.ts';
import { coreOf } from './booking.ts';

type PayLinkPorts = Omit<BankPorts, 'faults' | 'adminToken' | 'report'>;

/** 80 bits, 16 characters that can be read out: nobody finds a link by trying. */
const CODE_BYTES = 10;

/** Made from the id and the bank's secret: the same answer again has the same link (P1). */
function codeOf(keys: BankKeys, { merchantId, id }: LinkCore): readonly number[] {
  return [...fromHex(keys.hmac(`pay link ${merchantId} ${id}`)).subarray(0, CODE_BYTES)];
}

function codeHashOf(keys: BankKeys, codeHex: string): string {
  return keys.hmac(`pay link code ${codeHex}`);
}

function hashOfLink(keys: BankKeys, core: LinkCore): string {
  return codeHashOf(keys, Buffer.from(codeOf(keys, core)).toString('hex'));
}

export type LinkOutcome =
  | { readonly type: 'answered'; readonly answer: PayLinkAnswer }
  | {
      readonly type: 'refused';
      readonly code: 'core-differs' | 'number-reused' | 'request-malformed' | 'not-permitted';
    };

/**
 * `make` also tells what has become of it: to ask about one, as to withdraw it, nobody needs a role,
 * since the customer may be paying at this moment.
 */
export async function askPayLink(
  ports: PayLinkPorts,
  terminal: KnownTerminal,
  { core: sent, attempt }: PayLinkRequest,
  wish: 'make' | 'withdraw',
): Promise<LinkOutcome> {
  const { database, keys } = ports;
  const core = linkCoreOf(coreOf(sent));
  if (core === null) return { type: 'refused', code: 'request-malformed' };
  const { merchantId, terminalId } = terminal;
  const { operatorId, deliveredUpTo } = attempt;
  const mayMake = mayAskFor('purchase', await roleOf(database, { merchantId, operatorId }));
  const request = { core, coreHash: contentHash(core), operatorId };
  return inTurn(ports, core, async (db, books): Promise<LinkOutcome> => {
    const isAllowed = wish === 'withdraw' || mayMake || books.links.has(core.id);
    const judged = !isAllowed
      ? notPermitted(operatorId)
      : wish === 'make'
        ? judgeLink(books, request)
        : judgeWithdrawal(books, request);
    await write(ports, db, books, judged);
    await db.executeQuery(declaration([{ id: terminalId, delivered: deliveredUpTo }], books.nowMs));
    const { value } = judged;
    if (value.type === 'refused') return value;
    const url = `${ports.publicUrl()}/pay/${formatTypedCode(codeOf(keys, core))}`;
    const answer = linkAnswerOf(value.link, books.payments.get(core.id), url);
    return { type: 'answered', answer };
  });
}

function notPermitted(operatorId: string): LinkJudged<LinkVerdict | NotAllowed> {
  const detail = `operator ${operatorId} may not ask for a pay link`;
  const changes = [{ type: 'security-event', kind: 'not-permitted', detail } as const];
  return { value: { type: 'refused', code: 'not-permitted' }, link: null, changes };
}

interface NotAllowed {
  readonly type: 'refused';
  readonly code: 'not-permitted';
}

/** As a customer opens it; null: nobody has made such a link. */
export function openLink({ database, keys }: PayLinkPorts, code: string) {
  const hex = parseTypedCode(code, CODE_BYTES);
  return hex === null ? Promise.resolve(null) : findLink(database, codeHashOf(keys, hex));
}

/** Null: there is no such card. */
export async function payLink(
  ports: PayLinkPorts,
  found: StoredPayLink,
  { cardId, form }: { readonly cardId: string; readonly form: string },
): Promise<PaidVerdict | null> {
  return inTurn(ports, found.core, async (db, books) => {
    const link = books.links.get(found.core.id);
    const card = await lockCard(db, cardId, ports.clock.nowMs());
    if (card === null || link === undefined) return null;
    const isFormGood = isSameText(form, formTokenOf(ports.keys, link));
    const judged = payByLink(books, link, { ...card, isFormGood });
    await write(ports, db, books, judged);
    return judged.value;
  });
}

/** Its time does not tell how much of a guess was right. */
function isSameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Under the lock of the terminal, like all its money (F17, P23). */
function inTurn<Done>(
  { database, lockWaitMs, clock, random, issuerDown }: PayLinkPorts,
  core: LinkCore,
  work: (db: BankTransaction, books: LinkBooks) => Promise<Done>,
): Promise<Done> {
  const { merchantId, terminalId } = core;
  return retried(() =>
    database.transaction().execute(async (db) => {
      for (const statement of lockStatements([terminalId], lockWaitMs, 'wait')) {
        await db.executeQuery(statement);
      }
      const { currency } = await db
        .selectFrom('merchants')
        .select('currency')
        .where('id', '=', merchantId)
        .executeTakeFirstOrThrow();
      return work(db, {
        merchantId,
        terminalId,
        currency,
        nowMs: clock.nowMs(),
        issuerDown: issuerDown(),
        digits: (count) => randomDigits(random, count),
        cards: new Map(),
        reports: new Map(),
        reportedSales: new Map(),
        voidNumbers: new Map(),
        chipCounters: new Map(),
        cashReturns: new Map(),
        ...(await readLinkBooks(db, core)),
      });
    }),
  );
}

async function write(
  { keys }: PayLinkPorts,
  db: BankTransaction,
  books: LinkBooks,
  { link, changes }: LinkJudged<unknown>,
): Promise<void> {
  const known = new Set([...books.payments.keys()].map((id) => paymentKey(books.merchantId, id)));
  for (const statement of changeStatements([{ books, changes }], known)) {
    if (statement !== null) await db.executeQuery(statement);
  }
  if (link !== null) await writeLink(db, link, hashOfLink(keys, link.core));
}
