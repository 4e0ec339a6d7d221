import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { payCash } from './cash-payment.ts';
import { runCardPayment } from './payment-runner.ts';
import { deliveredUpTo } from '../queue/queue-now.ts';
import { benchTill, outcomeKind, pricedCart, scriptedDesk } from '../testing/bench-till.ts';
import { fault, TERMINAL } from '../testing/fake-till.ts';

const HOUR_MS = 3_600_000;

async function outboxKinds(till: ReturnType<typeof benchTill>): Promise<string[]> {
  const rows = await till.store.outbox();
  return rows.ok ? rows.value.map((row) => row.kind) : [];
}

async function salesOf(till: ReturnType<typeof benchTill>): Promise<Sale[]> {
  const sales = await till.store.recentSales(100);
  return sales.ok ? sales.value : [];
}

it('P9 I2 a promise that was called failed and is in the journal is made: one, and no cash beside it', async () => {
  const till = benchTill();
  const { apply } = till.store;
  Object.assign(till.store, {
    apply: async (...changes: Parameters<typeof apply>) => {
      await apply(...changes);
      Object.assign(till.store, { apply });
      return err(failure('store-timeout', 'planted'));
    },
  });
  const cart = pricedCart(till.fake.random.uuid());
  const { outcome } = await till.payByCard('good-tap', { cart, lineUsable: false });
  expect(outcomeKind(outcome)).toBe('provisional');
  const cash = { cart, receivedMinor: minor(2617), rounding: NO_CASH_ROUNDING };
  const again = await payCash(till.ports, till.ledger, till.place, cash);
  expect(again).toMatchObject({ ok: false, error: { code: 'sale-completed' } });
  const [sale] = await salesOf(till);
  expect(sale).toMatchObject({ state: 'completed', tenders: [{ kind: 'card' }] });
});

it('P2 a payment that nobody has heard of yet is not called delivered', async () => {
  const till = benchTill();
  await till.payByCard('good-tap');
  await till.outbox.drain({ urgent: true });
  expect(await deliveredUpTo(till.store)).toBe(2);
  const { authorise } = till.fake.host;
  let claimed = -1;
  Object.assign(till.fake.host, {
    authorise: async (request: Parameters<typeof authorise>[0]) => {
      claimed = await deliveredUpTo(till.store);
      return authorise(request);
    },
  });
  expect(outcomeKind((await till.payByCard('good-tap')).outcome)).toBe('approved');
  expect(claimed).toBe(2);
  expect(await deliveredUpTo(till.store)).toBe(3);
});

type Reply = Result<{ readonly answer: object }, unknown>;

describe('an attended card payment', () => {
  it('P9 stores intent and outcome in both copies, and approves only afterwards', async () => {
    const till = benchTill();
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    const steps = till.fake.journal.map(({ body }) => (body.kind === 'sale' ? body.step : ''));
    expect(steps).toEqual(['intent', 'approved']);
    const head = await till.store.head();
    expect(head.ok && head.value?.number).toBe(2);
    expect(till.fake.booked.size).toBe(1);
    expect(await outboxKinds(till)).toEqual(['sale-report']);
  });

  it('P9 F01 sends nothing when the intent cannot be stored', async () => {
    const till = benchTill();
    till.fake.journalFails = true;
    const { outcome } = await till.payByCard('good-tap');
    expect(outcome).toMatchObject({ ok: false, error: { code: 'journal-write-failed' } });
    expect(till.fake.seen).toEqual([]);
  });

  it('P9 an approval that cannot be recorded is never shown as approved; cards are locked', async () => {
    const till = benchTill();
    const authorise = till.fake.host.authorise;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answer = await authorise(request);
        till.fake.journalFails = true;
        return answer;
      },
    });
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('not-recorded');
    expect(till.locked).toHaveLength(1);
  });

  it('P5 A04 F03 an answer that was lost is asked for by the same id; one posting', async () => {
    const till = benchTill();
    till.fake.script = ['lose-answer'];
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    expect(till.fake.seen).toEqual(['authorise lose-answer', 'echo works', 'query works']);
    expect(till.fake.booked.size).toBe(1);
  });

  it('P5 F12 a request that was lost is sent again under the same id', async () => {
    const till = benchTill();
    till.fake.script = ['lose-request'];
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    expect(till.fake.seen.filter((line) => line.startsWith('authorise'))).toHaveLength(2);
    expect(till.fake.booked.size).toBe(1);
  });

  it('P1 P5 a request that carried a PIN is never sent again, only asked about', async () => {
    const till = benchTill();
    till.fake.script = ['lose-request'];
    const { outcome, desk } = await till.payByCard('good-pin');
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect(till.fake.seen.filter((line) => line.startsWith('authorise'))).toHaveLength(1);
    expect(desk.questions.map(({ kind }) => kind)).toEqual(['pin', 'unknown']);
  });

  it('P5 giving up is durable before it is said: the reversal is in the journal and the outbox', async () => {
    const till = benchTill();
    let asked = 0;
    const mute = ['mute', 'works', 'mute', 'works', 'mute', 'works'] as const;
    till.fake.script = [...mute, ...mute, ...mute];
    const { outcome } = await till.payByCard('good-tap', {
      onUnknown: () => {
        asked += 1;
        return asked === 1 ? 'keep-asking' : 'give-up';
      },
    });
    expect(asked).toBe(2);
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect(await outboxKinds(till)).toEqual(['reversal']);
    till.fake.script = [];
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size).toBe(0);
    expect(till.fake.tombstones.size).toBe(1);
  });

  it('P5 F20 the choice comes when the clock runs out, though the bank still has the question', async () => {
    const till = benchTill();
    const startMs = till.fake.nowMs;
    const asked: number[] = [];
    Object.assign(till.fake.host, { authorise: () => new Promise(() => undefined) });
    const { outcome } = await till.payByCard('good-tap', {
      onUnknown: () => {
        asked.push(till.fake.nowMs - startMs);
        return 'give-up';
      },
    });
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect(asked).toEqual([TERMINAL.parameters.wait.attendedMs]);
    expect(await outboxKinds(till)).toEqual(['reversal']);
  });

  it('P5 a wall clock that is set while the bank is waited for hurries nobody', async () => {
    const till = benchTill();
    const { authorise } = till.fake.host;
    till.fake.script = ['lose-answer'];
    Object.assign(till.fake.host, {
      authorise: (request: Parameters<typeof authorise>[0]) => {
        till.fake.nowMs += 3_600_000;
        till.fake.bootedAtMs += 3_600_000;
        return authorise(request);
      },
    });
    const { outcome, desk } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    expect(desk.questions).toEqual([]);
  });

  it.each(['authorise', 'query'] as const)(
    'P6 P17 the bank said yes and the chip no (heard by %s): taken back durably, and nothing stays booked',
    async (channel) => {
      const till = benchTill();
      if (channel === 'query') till.fake.script = ['lose-answer'];
      const ask = till.fake.host[channel] as (request: unknown) => Promise<Reply>;
      Object.assign(till.fake.host, {
        [channel]: async (request: unknown) => {
          const reply = await ask(request);
          if (!reply.ok) return reply;
          return ok({ ...reply.value, answer: { ...reply.value.answer, refusedByCard: true } });
        },
      });
      const { outcome } = await till.payByCard('good-chip');
      expect(outcomeKind(outcome)).toBe('taken-back');
      const steps = till.fake.journal.map(({ body }) => (body.kind === 'sale' ? body.step : ''));
      expect(steps).toEqual(['intent', 'reversal-decided']);
      const [sale] = await salesOf(till);
      expect(sale).toMatchObject({
        state: 'not-paid',
        payments: [{ status: { state: 'reversing', reason: 'refused-by-card' } }],
      });
      expect(await outboxKinds(till)).toEqual(['reversal']);
      till.fake.script = [];
      expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
      expect(till.fake.booked.size).toBe(0);
    },
  );

  it('P2 P17 Z3: the chip’s no without a line is no promise; it is kept with why, its number unused', async () => {
    const till = benchTill();
    const { presentCard } = till.fake.host;
    Object.assign(till.fake.host, {
      presentCard: async (card: Parameters<typeof presentCard>[0]) => {
        const read = await presentCard(card);
        return read.ok ? ok({ ...read.value, chipApproval: null, chipRefusal: 'Z3' }) : read;
      },
    });
    const { outcome } = await till.payByCard('good-chip', { lineUsable: false });
    expect(outcome).toMatchObject({ value: { kind: 'not-offline', code: 'Z3' } });
    const [sale] = await salesOf(till);
    expect(sale).toMatchObject({
      state: 'not-paid',
      payments: [{ status: { state: 'offline-declined', code: 'Z3' }, chip: {} }],
    });
    expect(await outboxKinds(till)).toEqual(['void-number']);
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size).toBe(0);
    Object.assign(till.fake.host, { presentCard });
    expect(outcomeKind((await till.payByCard('good-tap')).outcome)).toBe('approved');
  });

  it('P6 an open reversal goes first; unanswered, the sale goes the offline way', async () => {
    const till = benchTill();
    till.fake.script = ['lose-request'];
    await till.payByCard('good-pin');
    till.fake.script = [];
    till.fake.always = 'cut';
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('provisional');
    expect(till.fake.seen.slice(-1)).toEqual(['reverse cut']);
  });

  it('P7 the line dies in the middle: reversal first, then a new payment supersedes', async () => {
    const till = benchTill();
    till.fake.script = ['lose-answer', 'cut'];
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('provisional');
    const steps = till.fake.journal.map(({ body }) => (body.kind === 'sale' ? body.step : ''));
    expect(steps).toEqual(['intent', 'reversal-decided', 'completed']);
    const sale = outcome.ok && outcome.value.kind === 'provisional' ? outcome.value.sale : null;
    expect(sale?.payments.map(({ status }) => status.state)).toEqual(['reversing', 'stored']);
    expect(sale?.payments[1]?.core.supersedes).toBe(sale?.payments[0]?.id);
    expect(await outboxKinds(till)).toEqual(['reversal', 'stored-payment', 'sale-report']);
    till.fake.script = [];
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect([...till.fake.booked.keys()]).toEqual([sale?.payments[1]?.id]);
    expect(till.fake.reports.size).toBe(1);
  });

  it('P15 P18 without a line: caps and online PIN are refused, a promise is never called approved', async () => {
    const till = benchTill();
    const big = await till.payByCard('good-chip', {
      lineUsable: false,
      amountMinor: minor(100_001),
    });
    expect(big.outcome).toMatchObject({ value: { kind: 'not-offline', code: 'cap-per-card' } });
    const pin = await till.payByCard('good-pin', { lineUsable: false });
    expect(pin.outcome).toMatchObject({ value: { kind: 'not-offline', code: 'pin-needs-line' } });
    const hot = await till.payByCard('stolen', { lineUsable: false });
    expect(hot.outcome).toMatchObject({ value: { kind: 'not-offline', code: 'card-hot' } });
    const tap = await till.payByCard('good-tap', { lineUsable: false });
    expect(outcomeKind(tap.outcome)).toBe('provisional');
    const chip = await till.payByCard('good-chip', { lineUsable: false });
    expect(chip.outcome).toMatchObject({ value: { kind: 'provisional', chipApproved: true } });
    expect(till.fake.seen).toEqual([]);
  });

  it('P15 P20 F29 a promise that is accepted after the window has ended is none', async () => {
    const till = benchTill();
    const { ports, ledger, outbox } = till;
    await till.payByCard('good-tap', { lineUsable: false });
    const pays = (questionStandsMs: number) => {
      const desk = scriptedDesk({});
      const choose: typeof desk.choose = (question) => {
        till.fake.nowMs += questionStandsMs;
        return desk.choose(question);
      };
      const cart = pricedCart(till.fake.random.uuid());
      const order = { cart, amountMinor: cart.totals.dueMinor, cardId: 'good-tap' };
      const services = { ports, ledger, outbox };
      return runCardPayment(services, till.surroundings(false), order, { ...desk, choose });
    };
    expect(await pays(HOUR_MS)).toMatchObject({ value: { kind: 'provisional' } });
    const late = await pays(23 * HOUR_MS);
    expect(late).toMatchObject({ value: { kind: 'not-offline', code: 'cap-age', sale: null } });
    expect((await outboxKinds(till)).filter((kind) => kind === 'stored-payment')).toHaveLength(2);
  });

  it.each([true, false])(
    'P8 A18 what was paid while the card was read is not paid again (line %s)',
    async (lineUsable) => {
      const till = benchTill();
      const cart = pricedCart(till.fake.random.uuid());
      const { presentCard } = till.fake.host;
      Object.assign(till.fake.host, {
        presentCard: async (card: Parameters<typeof presentCard>[0]) => {
          const order = { cart, receivedMinor: minor(1000), rounding: NO_CASH_ROUNDING };
          await payCash(till.ports, till.ledger, till.place, order);
          return presentCard(card);
        },
      });
      const { outcome } = await till.payByCard('good-tap', { cart, lineUsable });
      expect(outcome).toMatchObject({ error: { code: 'sale-busy' } });
      const sales = await till.store.sales([cart.saleId]);
      expect(sales.ok && sales.value.get(cart.saleId)).toMatchObject({
        state: 'paying',
        payments: [],
        tenders: [{ kind: 'cash', amountMinor: 1000 }],
      });
      expect(till.fake.booked.size).toBe(0);
    },
  );

  it.each(['not-permitted', 'request-malformed'] as const)(
    'P2 I5 what the bank will not read (%s) leaves no hole: its number is declared unused',
    async (code) => {
      const till = benchTill();
      Object.assign(till.fake.host, { authorise: () => Promise.resolve(err(fault(code, false))) });
      const { outcome } = await till.payByCard('good-tap');
      expect(outcome).toMatchObject({ value: { kind: 'declined', code: '30' } });
      const rows = await till.store.outbox();
      expect(rows).toMatchObject({ value: [{ kind: 'void-number', transactionNumber: 1 }] });
      expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
      expect(await deliveredUpTo(till.store)).toBe(1);
    },
  );

  it('P5 P6 a second sending that the bank will not read says nothing about the first', async () => {
    const till = benchTill();
    const { authorise } = till.fake.host;
    const late: Parameters<typeof authorise>[0][] = [];
    Object.assign(till.fake.host, {
      authorise: (request: Parameters<typeof authorise>[0]) => {
        late.push(request);
        const isFirst = late.length === 1;
        return Promise.resolve(
          err(isFirst ? fault('line-no-answer', true) : fault('not-permitted', false)),
        );
      },
    });
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('taken-back');
    await till.outbox.drain({ urgent: true });
    await authorise(present(late[0], 'the first sending'));
    expect([till.fake.booked.size, till.fake.tombstones.size]).toEqual([0, 1]);
  });

  it('I9 F14 a yes that comes when it is given up is told to nobody: it is being taken back', async () => {
    const till = benchTill();
    const { authorise } = till.fake.host;
    let answerIt = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answerIt = resolve;
    });
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answer = await authorise(request);
        await held;
        return answer;
      },
      query: () => Promise.resolve(err(fault('line-no-answer', true))),
    });
    const { outcome, desk } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('taken-back');
    const told = desk.steps.length;
    answerIt();
    await till.outbox.drain({ urgent: true });
    expect(desk.steps.slice(told)).toEqual([]);
    expect(till.fake.journal.some(({ body }) => body.kind === 'notice')).toBe(true);
  });

  it('P8 A15 a decline is final for its id; trying again is a new payment', async () => {
    const till = benchTill();
    till.fake.decline.set('poor', '51');
    const first = await till.payByCard('poor');
    expect(first.outcome).toMatchObject({ value: { kind: 'declined', code: '51' } });
    await till.payByCard('good-tap');
    const ids = till.fake.journal.map(({ body }) =>
      body.kind === 'sale' ? body.sale.payments.at(-1)?.id : '',
    );
    expect(new Set(ids).size).toBe(2);
  });
});
