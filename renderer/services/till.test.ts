import { expect, it, vi } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { TillFigures } from './queue/figures.ts';
import { openTill } from './open-till.ts';
import { benchTill } from './testing/bench-till.ts';
import { fault, TERMINAL } from './testing/fake-till.ts';

/** A till that was killed with a request on its way, and starts again without a line. */
async function startedOffline() {
  const till = benchTill();
  const killed = new Error('killed');
  const { authorise } = till.fake.host;
  const signOn = () => Promise.resolve(err(fault('line-bank-unreachable', false)));
  Object.assign(till.fake.host, { authorise: () => Promise.reject(killed), signOn });
  await expect(till.payByCard('good-tap')).rejects.toBe(killed);
  Object.assign(till.fake.host, { authorise });
  till.fake.always = 'cut';
  const shown: TillFigures[] = [];
  const news = {
    figures: (figures: TillFigures) => void shown.push(figures),
    hostKnows: () => Promise.resolve(),
    found: () => undefined,
  };
  const opened = await openTill({ ...till.ports, store: till.store }, news);
  if (!opened.ok) throw new Error(opened.error.code);
  return { ...till, open: opened.value, shown };
}

it('P5 F13 left alone without a line, a payment is taken back by itself after ten minutes', async () => {
  const { fake, store, open } = await startedOffline();
  const { leftAloneMs } = TERMINAL.parameters.wait;
  const madeAtMs = fake.nowMs;
  const { sleep } = fake.clock;
  const seen: { readonly ageMs: number; readonly state: string }[] = [];
  // Time passes in the pauses only; at the end it stands still, and with it this till.
  Object.assign(fake.clock, {
    sleep: async (waitMs: number, signal?: AbortSignal) => {
      const sales = await store.recentSales(1);
      const payment = present(sales.ok ? sales.value[0]?.payments[0] : undefined, 'the payment');
      const ageMs = fake.nowMs - madeAtMs;
      seen.push({ ageMs, state: payment.status.state });
      return ageMs > 2 * leftAloneMs ? new Promise(() => undefined) : sleep(waitMs, signal);
    },
  });
  void open.heartbeat.keepGoing();
  await vi.waitFor(() => expect(seen.at(-1)?.state).toBe('reversing'), { timeout: 30_000 });
  const early = seen.filter(({ ageMs }) => ageMs < leftAloneMs);
  expect(new Set(early.map(({ state }) => state))).toEqual(new Set(['authorizing']));
  expect(await store.outbox()).toEqual(ok([expect.objectContaining({ kind: 'reversal' })]));
}, 40_000);

it('I9 a queue that cannot be read is called neither empty nor whole, and keeps what was read last', async () => {
  const { store, open, shown, payByCard, ledger } = await startedOffline();
  await payByCard('good-chip', { lineUsable: false });
  await open.refresh();
  const before = present(shown.at(-1), 'figures');
  expect(before).toMatchObject({ isQueueRead: true, unsent: { count: 1 } });
  const { queue } = store;
  Object.assign(store, { queue: () => Promise.resolve(err(failure('store-timeout'))) });
  await open.refresh();
  expect(shown.at(-1)).toMatchObject({ isQueueRead: true, unsent: before.unsent });
  // Another window has written a record: what the queue comes to must be read again.
  await ledger.commit(() => ({ kind: 'notice', code: 'test', detail: '' }));
  await open.heartbeat.askNow();
  await open.refresh();
  expect(shown.at(-1)).toMatchObject({ isQueueRead: false, unsent: before.unsent });
  Object.assign(store, { queue });
  await open.refresh();
  expect(shown.at(-1)).toMatchObject({ isQueueRead: true });
});

it('I9 P9 a database that lacks what the journal holds does not say what waits', async () => {
  const { store, open, shown } = await startedOffline();
  const { head } = store;
  Object.assign(store, { head: () => Promise.resolve(err(failure('store-timeout'))) });
  store.failNext('failed');
  await open.noteBug(new Error('planted bug'));
  await open.refresh();
  expect(shown.at(-1)).toMatchObject({ isQueueRead: false });
  Object.assign(store, { head });
  await open.noteBug(new Error('another'));
  await open.refresh();
  expect(shown.at(-1)).toMatchObject({ isQueueRead: true });
});

it('I7 P14 a bug over the queue stops neither the look at the line nor the rest; told once', async () => {
  const { fake, store, open, payByCard } = await startedOffline();
  await payByCard('good-chip', { lineUsable: false });
  fake.uploadAnswer = () => {
    throw new Error('planted bug');
  };
  fake.always = 'works';
  const { sleep } = fake.clock;
  const echoes = () => fake.seen.filter((line) => line === 'echo works').length;
  Object.assign(fake.clock, {
    sleep: (waitMs: number, signal?: AbortSignal) =>
      echoes() >= 5 ? new Promise(() => undefined) : sleep(waitMs, signal),
  });
  void open.heartbeat.keepGoing();
  await vi.waitFor(() => expect(echoes()).toBeGreaterThanOrEqual(5), { timeout: 30_000 });
  const bugs = fake.journal.filter(({ body }) => body.kind === 'notice' && body.code === 'bug');
  expect(bugs).toHaveLength(1);
  const left = await store.openSales();
  expect(left).toEqual(ok([]));
}, 40_000);

it('P24 what keeps the terminal with this till is counted until it has been sent', async () => {
  const { fake, open, payByCard, outbox } = await startedOffline();
  const nothing = {
    unsent: 0,
    exceptions: 0,
    unsettled: 0,
    signatures: 0,
    signaturesRefused: 0,
    isDayEndOpen: false,
  };
  expect(await open.whatKeepsTerminal()).toEqual(ok(nothing));
  await payByCard('good-chip', { lineUsable: false });
  const promised = await open.whatKeepsTerminal();
  expect(promised).toMatchObject(ok({ unsettled: 0 }));
  expect(promised.ok && promised.value.unsent).toBeGreaterThan(0);
  fake.always = 'works';
  await outbox.drain({ urgent: true });
  expect(await open.whatKeepsTerminal()).toMatchObject(ok({ unsent: 0 }));
});
