import { describe, expect, it } from 'vitest';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { FakeTill } from '../testing/fake-till.ts';
import { TillClock } from './till-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A till whose wall clock is set by hand while the machine runs on. */
async function tillWithClock(fake = new FakeTill(), store = createMemoryTillStore(), lastAtMs = 0) {
  const notices: string[] = [];
  const ports = { host: fake.host, store, clock: fake.clock };
  const opened = await TillClock.open(ports, lastAtMs, ({ code, byMs }) => {
    notices.push(`${code} ${byMs / HOUR_MS} h`);
    return Promise.resolve();
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const setClock = (byMs: number): void => {
    fake.nowMs += byMs;
    fake.bootedAtMs += byMs;
  };
  const restart = () => tillWithClock(fake, store, lastAtMs);
  return { fake, store, clock: opened.value, notices, setClock, restart };
}

describe("the till's clock", () => {
  it('P20 F21 +3 days, then −2 h, across a restart: the window never gets longer', async () => {
    const till = await tillWithClock();
    const startMs = till.fake.nowMs;
    await till.clock.bankAnswered(startMs, true);
    till.setClock(3 * DAY_MS);
    await till.clock.beat();
    expect(till.clock.offlineNowMs()).toBe(startMs + 3 * DAY_MS);
    till.setClock(-3 * DAY_MS - 2 * HOUR_MS);
    await till.clock.beat();
    expect(till.clock.offlineNowMs()).toBe(startMs + 3 * DAY_MS);
    expect(till.notices).toEqual(['clock-jump 72 h', 'clock-jump -74 h']);
    const again = await till.restart();
    expect(again.clock.offlineNowMs()).toBe(startMs + 3 * DAY_MS);
    expect(again.clock.facts.trusted).toBe(false);
    expect(again.notices).toEqual(['clock-behind 74 h']);
    await again.clock.bankAnswered(startMs, true);
    expect(again.clock.facts.trusted).toBe(true);
    expect(again.clock.offlineNowMs()).toBe(startMs + 3 * DAY_MS);
  });

  it('P22 F21 the business day follows the bank, not a clock that was set', async () => {
    const till = await tillWithClock();
    await till.clock.bankAnswered(till.fake.nowMs, false);
    expect(till.clock.businessDay(4)).toBe('2026-11-23');
    till.setClock(3 * DAY_MS);
    await till.clock.beat();
    expect(till.clock.businessDay(4)).toBe('2026-11-23');
    expect((await till.restart()).clock.businessDay(4)).toBe('2026-11-23');
  });

  it('P22 half past one in the night belongs to the evening before', async () => {
    const till = await tillWithClock();
    till.fake.nowMs = Date.UTC(2026, 10, 23, 17, 30);
    expect(till.clock.businessDay(4)).toBe('2026-11-23');
    till.fake.nowMs = Date.UTC(2026, 10, 23, 20, 0);
    expect(till.clock.businessDay(4)).toBe('2026-11-24');
  });

  it('P20 the heartbeat is on the disk after each minute, and a night asleep is no jump', async () => {
    const till = await tillWithClock();
    till.fake.nowMs += 8 * HOUR_MS;
    await till.clock.beat();
    expect(till.notices).toEqual([]);
    const kept = await till.store.note('offline-heartbeat');
    expect(kept.ok && JSON.parse(kept.value ?? '')).toMatchObject({ offlineMs: till.fake.nowMs });
  });

  it('P20 F07 without its note the last journal record is the floor', async () => {
    const fake = new FakeTill();
    const till = await tillWithClock(fake, createMemoryTillStore(), fake.nowMs + HOUR_MS);
    expect(till.clock.facts.trusted).toBe(false);
    expect(till.clock.offlineNowMs()).toBe(fake.nowMs + HOUR_MS);
  });

  it.each(['', 'null', '{"offlineMs":"x"}', '[1'])(
    'P20 a note of %j counts as lost',
    async (text) => {
      const fake = new FakeTill();
      const store = createMemoryTillStore();
      await store.writeNote('offline-heartbeat', text);
      expect((await tillWithClock(fake, store)).clock.facts).toEqual({
        trusted: true,
        bankOffsetMs: null,
        bankHeardMs: null,
      });
    },
  );

  it('P20 a heartbeat that cannot be written stops nothing', async () => {
    const till = await tillWithClock();
    till.fake.nowMs += 2 * HOUR_MS;
    till.store.failNext('failed');
    await till.clock.beat();
    expect(till.clock.offlineNowMs()).toBe(till.fake.nowMs);
  });
});
