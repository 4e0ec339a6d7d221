import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { classOfAnswer } from '../../shared/contracts/answer-classes.ts';
import type { HttpAnswer } from '../../shared/host/ports.ts';
import { minor } from '../../shared/domain/money.ts';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { payCash } from '../../renderer/services/paying/cash-payment.ts';
import { pricedCart } from '../../renderer/services/testing/bench-till.ts';
import { valueOf } from '../value-of.ts';
import { anyLie, isSigned, told, type AnswerLie } from './answer-lies.ts';
import { runsOf, Tally } from './cases.ts';
import { liedToTill, type LiedToTill } from './lied-to-till.ts';

/**
 * The bank's answers at the till (P5, P6, P12, P26), each of them damaged, forged, mixed up with
 * another or told to another request: what the screen and the books say then is borne out by an answer
 * that the bank has signed to this very request, about this very payment and amount. And the till
 * goes on: with the first honest bank everything can be delivered, and sold.
 */
interface Act {
  readonly kind: 'online' | 'promise' | 'cash' | 'drain' | 'ask';
  /** What becomes of the answers to it, one after the other; then the truth. */
  readonly lies: readonly AnswerLie[];
  readonly patience: number;
}

const act = fc.record<Act>({
  kind: fc.constantFrom('online', 'online', 'online', 'promise', 'cash', 'drain', 'drain', 'ask'),
  lies: fc.array(anyLie, { minLength: 1, maxLength: 8 }),
  patience: fc.nat(1),
});
const tally = new Tally('bank answers at the till');

describe('whatever a bank answers', () => {
  it('P5 P6 P12 P26 I9 nothing is believed that was not said about it, and the till goes on', async () => {
    // A world hears five answers, most of them true: so many worlds make as many lies as was asked for.
    const { numRuns, seed } = runsOf(600);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 4, size: 'max' }), async (acts) => {
        const world = new World(await liedToTill());
        for (const one of acts) await world.play(one);
        await world.expectBorneOut();
        await world.expectGoesOn();
      }),
      { numRuns: Math.ceil(numRuns / 1.5), seed },
    );
  });
});
afterAll(() => {
  tally.print();
  tally.expectMet(['truth', 'damaged', 'member', 'mixed-up', 'status', 'time', 'replayed', 'body']);
});

/** What the till may go by: the bank's own words, to the request that it has sent. */
interface Heard {
  readonly path: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

class World {
  readonly #till: LiedToTill;
  readonly #heard: Heard[] = [];
  readonly #answers: HttpAnswer[] = [];
  #lies: AnswerLie[] = [];

  constructor(till: LiedToTill) {
    this.#till = till;
    till.line.forge = (request, truth) => {
      const lie = this.#lies.shift() ?? { kind: 'truth' };
      const answer = told(lie, request, truth, this.#answers);
      this.#answers.push(truth);
      if (this.#answers.length > 8) this.#answers.shift();
      tally.count(lie.kind);
      const isUnchanged = JSON.stringify(answer) === JSON.stringify(truth);
      if (isSigned(lie) || isUnchanged) this.#heard.push(heardIn(request.url, answer));
      return answer;
    };
  }

  async play({ kind, lies, patience }: Act): Promise<void> {
    const till = this.#till;
    this.#lies = [...lies];
    switch (kind) {
      case 'online':
      case 'promise':
        await this.#payByCard(kind === 'online', patience);
        break;
      case 'cash':
        valueOf(
          await payCash(till.ports, till.ledger, till.place, {
            cart: pricedCart(till.fake.random.uuid()),
            receivedMinor: minor(3000),
            rounding: NO_CASH_ROUNDING,
          }),
        );
        break;
      case 'drain':
        await till.outbox.drain({ urgent: true });
        break;
      case 'ask':
        valueOf(await till.resolveOpen());
    }
    this.#lies = [];
  }

  async #payByCard(lineUsable: boolean, patience: number): Promise<void> {
    let left = patience;
    const onUnknown = () => {
      left -= 1;
      return left < 0 ? ('give-up' as const) : ('keep-asking' as const);
    };
    const { outcome } = await this.#till.payByCard('good-tap', { lineUsable, onUnknown });
    if (!outcome.ok) throw new Error(outcome.error.code);
    const { kind, sale } = outcome.value;
    const payment = sale?.payments.at(-1);
    if (kind === 'approved') expect(this.#saidYes(present(payment, 'a payment'))).toBe(true);
    if (kind === 'declined') expect(this.#saidNo(present(payment, 'a payment'))).toBe(true);
  }

  #saidYes({ id, core: { amountMinor } }: Payment): boolean {
    return this.#heard.some(
      ({ path, status, body }) =>
        status === 200 &&
        (path === 'authorisations' || path === `transactions/${id}`) &&
        body['id'] === id &&
        body['approvedMinor'] === amountMinor &&
        ['approved', 'posted'].includes(String(body['outcome'] ?? body['state'])) &&
        isDone(body['code']),
    );
  }

  #saidPart({ id, core, status }: Payment): boolean {
    const partMinor = status.state === 'approved-in-part' ? status.approvedMinor : 0;
    return this.#heard.some(
      ({ path, status: ok, body }) =>
        ok === 200 &&
        (path === 'authorisations' || path === `transactions/${id}`) &&
        body['id'] === id &&
        body['approvedMinor'] === partMinor &&
        partMinor < core.amountMinor &&
        (body['outcome'] ?? body['state']) === 'approved-in-part' &&
        body['code'] === '10',
    );
  }

  #saidNo({ id }: Payment): boolean {
    return this.#heard.some(
      ({ path, status, body }) =>
        (path === 'authorisations' && [400, 403, 422].includes(status)) ||
        (status === 200 &&
          body['id'] === id &&
          ['declined', 'refused', 'reversed'].includes(String(body['outcome'] ?? body['state'])) &&
          body['approvedMinor'] === 0),
    );
  }

  #saidOfRecord(id: string): boolean {
    return this.#heard.some(({ path, status, body }) => {
      const results = path === 'batches' && status === 200 ? body['results'] : [];
      return (
        Array.isArray(results) &&
        results.some((one: { id?: unknown; code?: unknown }) => one?.id === id && isDone(one.code))
      );
    });
  }

  #saidUndone(id: string): boolean {
    return this.#heard.some(
      ({ path, status, body }) => path === 'reversals' && status === 200 && body['id'] === id,
    );
  }

  /** Everything in the till's books that only the bank can say, it has said. */
  async expectBorneOut(): Promise<void> {
    for (const sale of await this.#sales()) {
      for (const payment of sale.payments) {
        const { state } = payment.status;
        if (state === 'approved') expect(this.#saidYes(payment)).toBe(true);
        if (state === 'declined') expect(this.#saidNo(payment)).toBe(true);
        if (state === 'posted') expect(this.#saidOfRecord(payment.id)).toBe(true);
        if (state === 'reversed') expect(this.#saidUndone(payment.id)).toBe(true);
        if (state === 'approved-in-part') expect(this.#saidPart(payment)).toBe(true);
      }
      if (sale.report?.delivered === true) expect(this.#saidOfRecord(sale.report.id)).toBe(true);
    }
  }

  /** The bank is honest from here on: what waits goes, but for what a person must look at. */
  async expectGoesOn(): Promise<void> {
    const till = this.#till;
    till.fake.nowMs += 3_600_000;
    valueOf(await till.resolveOpen());
    const { outcome } = await till.payByCard('good-chip');
    expect(valueOf(outcome).kind).toBe('approved');
    await till.outbox.drain({ urgent: true });
    // A record that was suspected waits on its own lane for a while.
    till.fake.nowMs += 3_600_000;
    await till.outbox.drain({ urgent: true });
    const waiting = valueOf(await till.store.outbox()).filter(({ lane }) => lane !== 'exception');
    expect(waiting).toEqual([]);
    const open = (await this.#sales()).flatMap(({ payments }) =>
      payments.filter(({ status: { state } }) =>
        ['created', 'authorizing', 'unknown', 'reversing'].includes(state),
      ),
    );
    const parked = valueOf(await till.store.outbox()).map(({ transactionId }) => transactionId);
    expect(open.filter(({ id }) => !parked.includes(id))).toEqual([]);
  }

  async #sales(): Promise<Sale[]> {
    return valueOf(await this.#till.store.recentSales(100));
  }
}

function isDone(code: unknown): boolean {
  return typeof code === 'string' && ['done', 'done-watch'].includes(classOfAnswer(code));
}

function heardIn(url: string, { status, body }: HttpAnswer): Heard {
  const path = url.replace(/^.*\/v1\//, '');
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null;
    return { path, status, body: isObject ? (value as Heard['body']) : {} };
  } catch {
    return { path, status, body: {} };
  }
}
