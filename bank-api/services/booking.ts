import { minor } from '../../shared/domain/money.ts';
import type { AuthorisationRequest, ReversalRequest } from '../../shared/contracts/bank-api.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { judgePayment, type PaymentRequest, type PaymentVerdict } from '../domain/payments.ts';
import { type Books, type Judged, type OpenedCard } from '../domain/records.ts';
import { judgeReversal, type ReversalVerdict } from '../domain/reversals.ts';
import { randomDigits, type BookingPorts } from '../ports.ts';
import { contentHash } from '../security/hashing.ts';
import { openCard } from '../security/sealed-cards.ts';
import { loadBooks, type Scope } from '../store/books-store.ts';
import { writeChanges } from '../store/books-writer.ts';
import { retried, type BankTransaction } from '../store/database.ts';
import { declareDelivered, lockTerminal, type KnownTerminal } from '../store/terminal-store.ts';

/**
 * One piece of work: lock the till, load its slice of the books, judge, write, all in one database
 * transaction. Two copies of a request at the same instant queue up at the lock, and the second
 * finds the first one's record (F17). Another till with the same id is met by the primary key, and
 * the work is done again on what is there by then.
 */
export async function book<Value, Done>(
  ports: BookingPorts,
  terminal: KnownTerminal,
  scope: Scope,
  work: (books: Books) => Judged<Value>,
  finish: (db: BankTransaction, value: Value) => Promise<Done>,
): Promise<Done> {
  const { terminalId, merchantId, currency } = terminal;
  const run = (): Promise<Done> =>
    ports.database.transaction().execute(async (db) => {
      await lockTerminal(db, terminalId, ports.lockWaitMs);
      const books: Books = {
        merchantId,
        terminalId,
        currency,
        nowMs: ports.clock.nowMs(),
        issuerDown: ports.issuerDown(),
        digits: (count) => randomDigits(ports.random, count),
        ...(await loadBooks(db, merchantId, terminalId, scope)),
      };
      const knownPayments = new Set(books.payments.keys());
      const { value, changes } = work(books);
      await writeChanges(db, books, knownPayments, changes);
      return finish(db, value);
    });
  return retried(run);
}

/** Every contact declares (P2). In the same commit: a second one would double the wait for the disk. */
function declared<Value>(
  { clock }: BookingPorts,
  { terminalId }: KnownTerminal,
  { deliveredUpTo }: { readonly deliveredUpTo: number },
) {
  return async (db: BankTransaction, value: Value): Promise<Value> => {
    await declareDelivered(db, terminalId, deliveredUpTo, clock.nowMs());
    return value;
  };
}

/** For work that leaves nothing more to do before the commit. */
export const asIs = <Value>(_db: BankTransaction, value: Value) => Promise.resolve(value);

export const NOTHING: Scope = {
  paymentIds: [],
  cardHashes: [],
  numbers: [],
  traces: [],
  reportIds: [],
  saleIds: [],
  voidIds: [],
};

export function paymentScope(core: PaymentCore, card: OpenedCard | null): Scope {
  const { id, supersedes, originalId } = core;
  return {
    ...NOTHING,
    paymentIds: [id, supersedes, originalId].flatMap((other) => other ?? []),
    cardHashes: card === null ? [] : [card.cardHash],
    numbers: [core.transactionNumber],
    traces: [core],
    voidIds: [id],
  };
}

export async function authorise(
  ports: BookingPorts,
  terminal: KnownTerminal,
  { core: sent, attempt }: AuthorisationRequest,
): Promise<PaymentVerdict> {
  const core = coreOf(sent);
  const sealed = core.kind === 'purchase' || core.sealedCard !== '';
  const card = sealed ? await openCard(ports.keys, core, attempt.sealedPin) : null;
  const request: PaymentRequest = {
    core,
    coreHash: contentHash(core),
    card,
    sealBroken: sealed && card === null,
    operatorId: attempt.operatorId,
    channel: 'online',
  };
  return book(
    ports,
    terminal,
    paymentScope(core, card),
    (books) => judgePayment(books, request),
    declared(ports, terminal, attempt),
  );
}

/** Never refused for a seal: what cannot be opened can still be made impossible (P6). */
export async function reverse(
  ports: BookingPorts,
  terminal: KnownTerminal,
  { core: sent, attempt }: ReversalRequest,
): Promise<ReversalVerdict> {
  const core = coreOf(sent);
  const request: PaymentRequest = {
    core,
    coreHash: contentHash(core),
    card: null,
    sealBroken: false,
    operatorId: attempt.operatorId,
    channel: 'online',
  };
  return book(
    ports,
    terminal,
    paymentScope(core, null),
    (books) => judgeReversal(books, request),
    declared(ports, terminal, attempt),
  );
}

/** The core as the domain types it: members that are absent stay absent. */
export function coreOf(sent: AuthorisationRequest['core']): PaymentCore {
  return { ...sent, amountMinor: minor(sent.amountMinor) };
}
