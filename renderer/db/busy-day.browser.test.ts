import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { EMPTY_HEAD } from '../../shared/domain/journal.ts';
import { minor } from '../../shared/domain/money.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openDexieTillStore } from './dexie-till-store.ts';
import { payCash } from '../services/paying/cash-payment.ts';
import { NO_FIGURES } from '../services/queue/figures.ts';
import { createLedger } from '../services/books/ledger-of-the-till.ts';
import { OutboxRunner } from '../services/drain/outbox-runner.ts';
import type { QueueView } from '../services/queue/queue-view.ts';
import { pricedCart } from '../services/testing/bench-till.ts';
import { FakeTill } from '../services/testing/fake-till.ts';
import { createQueueStore } from '../stores/queue-store.ts';
import type { TillState } from '../stores/till-store.ts';

const BUSY_DAY = 1_000;
/** So many strict transactions take a while; only a hang takes this long. */
const SLOW_MACHINE_MS = 180_000;
const BUSINESS_DAY = '2026-11-23';

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A till on the real database, sold with as the counter does, and its queue screen. */
function busyTill() {
  const fake = new FakeTill();
  const store = openDexieTillStore(`busy-${crypto.randomUUID()}`);
  const { host, clock, random, network, drainLock, isStorageDurable } = fake;
  const ports = { host, store, clock, random, network, drainLock, isStorageDurable };
  const ledger = createLedger(ports, EMPTY_HEAD);
  const drain = { operatorId: '01', currency: 'CNY', mostRecordsPerBatch: 250 };
  const outbox = new OutboxRunner(ports, ledger, () => drain);
  const till = createStore<TillState>()(() => ({ ...NO_FIGURES }) as TillState);
  const openTill = () => ({ businessDay: BUSINESS_DAY }) as never;
  const queue = createQueueStore({ store, till, openTill });
  let sold = 0;
  async function sell(count: number, businessDay = BUSINESS_DAY): Promise<void> {
    const place = { terminalId: '01000001', merchantId: '898310054110001', tillNumber: '01' };
    for (let i = 0; i < count; i += 1) {
      sold += 1;
      fake.nowMs += 5_000;
      const cart = pricedCart(fake.random.uuid(), minor(100 + (sold % 7)));
      const order = { cart, receivedMinor: minor(200), rounding: NO_CASH_ROUNDING };
      value(await payCash(fake, ledger, { ...place, operatorId: '01', businessDay }, order));
    }
  }
  /** The screen as somebody sees it who opens it now. */
  async function look(): Promise<QueueView> {
    queue.setState({ view: null });
    const leave = queue.getState().watch();
    const seen = await new Promise<QueueView>((resolve) => {
      queue.subscribe(({ view }) => {
        if (view !== null) resolve(view);
      });
    });
    leave();
    return seen;
  }
  return { sell, look, outbox, close: () => store.close() };
}

describe('the queue of a busy day', () => {
  it(
    `A21 the figures of ${BUSY_DAY} sales are exact, waiting and sent, and other days are not in them`,
    async () => {
      const till = busyTill();
      await till.sell(3, '2026-11-22');
      await till.outbox.drain();
      await till.sell(BUSY_DAY);
      const amountMinor = 103_000;
      const offline = await till.look();
      expect(offline.inks.certain).toEqual({ count: BUSY_DAY, amountMinor });
      expect(offline.counts).toEqual({ all: BUSY_DAY, attention: 0, waiting: BUSY_DAY, sent: 0 });

      await till.outbox.drain();
      const sent = await till.look();
      expect(sent.inks).toEqual(offline.inks);
      expect(sent.counts).toEqual({ all: BUSY_DAY, attention: 0, waiting: 0, sent: BUSY_DAY });
      expect(sent.rows[0]?.saleNumber).toBe('01-001003');

      await till.sell(1);
      const more = await till.look();
      expect(more.counts).toMatchObject({ waiting: 1, sent: BUSY_DAY });
      expect(more.inks.certain.count).toBe(BUSY_DAY + 1);
      till.close();
    },
    SLOW_MACHINE_MS,
  );
});
