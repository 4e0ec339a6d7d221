import type { TillHost } from '../../../shared/contracts/host.ts';
import type { BankExchange, WireTerminal } from '../../../shared/domain/iso8583/exchange.ts';
import { wirePaymentOf } from '../../../shared/domain/iso8583/sale-exchanges.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import {
  authorisationOf,
  balanceOf,
  batchOf,
  echoOf,
  reversalOf,
  settlementEndOf,
  settlementOf,
  settlementRecordsOf,
  signOnOf,
  untoldOf,
  type Reply,
} from './wire-exchanges.ts';

/** With a name of its own, so that the one that is looked at stays when newer ones come. */
export interface LoggedExchange {
  readonly key: string;
  readonly exchange: BankExchange;
}

interface Surroundings {
  readonly nowMs: () => number;
  /** Null before the till is open. */
  readonly terminal: () => WireTerminal | null;
  readonly changed: () => void;
}

const MOST_KEPT = 60;

/**
 * What went over the line in this window, the newest so many: also what no record tells of (echo,
 * sign-on, a question by id) and what got no answer. It listens and changes nothing, is for looking
 * at, and is gone with the window.
 */
export class WireLog {
  readonly #around: Surroundings;
  #entries: readonly LoggedExchange[] = [];
  #count = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Newest first. */
  get entries(): readonly LoggedExchange[] {
    return this.#entries;
  }

  /** The same host, listened to. */
  listenTo(host: TillHost): TillHost {
    const { terminal } = this.#around;
    return {
      ...host,
      authorise: (request) =>
        this.#hear(host.authorise(request), (reply, atMs) => [
          authorisationOf(request, reply, atMs),
        ]),
      askBalance: (request) =>
        this.#hear(host.askBalance(request), (reply, atMs) =>
          ifKnown(terminal(), (place) => balanceOf(request, reply, atMs, place)),
        ),
      reverse: (request) =>
        this.#hear(host.reverse(request), (reply, atMs) => [reversalOf(request, reply, atMs)]),
      query: (question) => this.#hear(host.query(question), untoldOf('question', '')),
      findOriginal: (question) =>
        this.#hear(host.findOriginal(question), untoldOf('slip-question', '')),
      findHold: (question) => this.#hear(host.findHold(question), untoldOf('slip-question', '')),
      uploadSignature: (signed) =>
        this.#hear(host.uploadSignature(signed), untoldOf('signature', signed.saleId)),
      askPayLink: (wish) =>
        this.#hear(host.askPayLink(wish), untoldOf('pay-link', wish.core.saleId)),
      withdrawPayLink: (wish) =>
        this.#hear(host.withdrawPayLink(wish), untoldOf('pay-link-end', wish.core.saleId)),
      upload: (batch) =>
        this.#hear(host.upload(batch), (reply, atMs) =>
          // Of a long queue no more is drawn than is kept: a drain does not pay for being watched.
          batchOf({ ...batch, items: batch.items.slice(-MOST_KEPT) }, reply, atMs),
        ),
      signOn: (request) =>
        this.#hear(host.signOn(request), (reply, atMs) =>
          ifKnown(terminal(), (place) => signOnOf(request, reply, atMs, place)),
        ),
      echo: (question) =>
        this.#hear(host.echo(question), (reply, atMs) =>
          ifKnown(terminal(), (place) => echoOf(reply, atMs, place)),
        ),
      settle: (request) =>
        this.#hear(host.settle(request), (reply, atMs) =>
          ifKnown(terminal(), (place) => settlementOf(request, reply, atMs, place)),
        ),
      uploadSettlement: (request) =>
        this.#hear(host.uploadSettlement(request), (reply, atMs) =>
          ifKnown(terminal(), (place) =>
            settlementRecordsOf(request, reply, atMs, place).slice(-MOST_KEPT),
          ),
        ),
      endSettlement: (request) =>
        this.#hear(host.endSettlement(request), (reply, atMs) =>
          ifKnown(terminal(), (place) => settlementEndOf(request, reply, atMs, place)),
        ),
    };
  }

  async #hear<Answer>(
    asked: Promise<Reply<Answer>>,
    exchangesOf: (reply: Reply<Answer>, atMs: number) => readonly BankExchange[],
  ): Promise<Reply<Answer>> {
    const atMs = this.#around.nowMs();
    const reply = await asked;
    this.#note(exchangesOf(reply, atMs));
    return reply;
  }

  #note(exchanges: readonly BankExchange[]): void {
    const fresh = exchanges.map((exchange) => {
      this.#count += 1;
      return { key: String(this.#count), exchange };
    });
    const [newest] = fresh;
    const [before] = this.#entries;
    // The line is asked every few seconds; many a silence in a row says no more than the last one.
    const isSameAgain = newest !== undefined && before !== undefined && repeats(newest, before);
    const older = isSameAgain ? this.#entries.slice(1) : this.#entries;
    this.#entries = [...fresh.reverse(), ...older].slice(0, MOST_KEPT);
    if (fresh.length > 0) this.#around.changed();
  }
}

function repeats({ exchange: now }: LoggedExchange, { exchange: before }: LoggedExchange): boolean {
  return now.kind === 'echo' && before.kind === 'echo' && now.fault === before.fault;
}

function ifKnown(
  place: WireTerminal | null,
  exchangesOf: (place: WireTerminal) => BankExchange | BankExchange[],
): BankExchange[] {
  return place === null ? [] : [exchangesOf(place)].flat();
}

/**
 * A request carries its card sealed, and names what it takes back by an id alone; what the till may know
 * of both stands in the sale (P16). Of a sale that is gone from the database, what was heard is left.
 */
export function withSales(
  entries: readonly LoggedExchange[],
  sales: ReadonlyMap<string, Sale>,
): LoggedExchange[] {
  const heard = entries.flatMap(({ exchange }) =>
    'payment' in exchange ? [exchange.payment.core] : [],
  );
  return entries.map(({ key, exchange }) => {
    if (!('payment' in exchange)) return { key, exchange };
    const { core } = exchange.payment;
    const sale = sales.get(core.saleId);
    const card = sale?.payments.find(({ id }) => id === core.id)?.card ?? null;
    const original = heard.find(({ id }) => id === core.originalId);
    const payment = wirePaymentOf({ core, card }, sale, original);
    return { key, exchange: { ...exchange, payment } };
  });
}
