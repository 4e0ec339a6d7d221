import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asksForSomebody,
  READINESS_POINTS,
  readinessOf,
  verdictOf,
  type ReadinessFacts,
  type ReadinessPoint,
} from './readiness.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.UTC(2026, 10, 27, 1, 0);

const ALL_WELL: ReadinessFacts = {
  nowMs: NOW_MS,
  power: { onMains: true, batteryPercent: 80 },
  printerConnected: true,
  paperLoaded: true,
  readerConnected: true,
  clockTrusted: true,
  bankOffsetMs: 2_000,
  freeBytes: 40_000_000_000,
  storageDurable: true,
  keysMadeAtMs: NOW_MS - 30 * DAY_MS,
  signedOnAtMs: NOW_MS - HOUR_MS,
  bankHeardAtMs: NOW_MS - HOUR_MS,
};

function at(point: ReadinessPoint, change: Partial<ReadinessFacts>) {
  const { state, reason, count } =
    readinessOf({ ...ALL_WELL, ...change }).find((one) => one.point === point) ?? {};
  return { state, reason, count };
}

describe('P21 R9 the check before the first sale', () => {
  it('finds every point ready on a till that lacks nothing', () => {
    const findings = readinessOf(ALL_WELL);
    expect(findings.map(({ point }) => point)).toEqual([...READINESS_POINTS]);
    expect(findings.every(({ state }) => state === 'ready')).toBe(true);
  });

  const taken: readonly [ReadinessPoint, Partial<ReadinessFacts>, string, string, number][] = [
    ['power', { power: { onMains: false, batteryPercent: 25 } }, 'look', 'battery', 25],
    ['power', { power: { onMains: false, batteryPercent: 24 } }, 'missing', 'battery-low', 24],
    ['printer', { printerConnected: false }, 'missing', 'disconnected', 0],
    ['paper', { paperLoaded: false }, 'missing', 'out', 0],
    ['reader', { readerConnected: false }, 'missing', 'disconnected', 0],
    ['clock', { bankOffsetMs: -61_000 }, 'look', 'off', 1],
    ['clock', { clockTrusted: false }, 'missing', 'behind', 0],
    ['disk', { freeBytes: 199_999_999 }, 'look', 'low', 199],
    ['disk', { freeBytes: 49_999_999 }, 'missing', 'none', 49],
    ['storage', { storageDurable: false }, 'look', 'clearable', 0],
    ['keys', { keysMadeAtMs: NOW_MS - 365 * DAY_MS - 1 }, 'look', 'old', 365],
    ['parameters', { signedOnAtMs: NOW_MS - DAY_MS - 1 }, 'look', 'old', 24],
    ['parameters', { signedOnAtMs: NOW_MS - 7 * DAY_MS - 1 }, 'missing', 'too-old', 168],
    ['parameters', { signedOnAtMs: null }, 'look', 'never', 0],
    ['bank', { bankHeardAtMs: NOW_MS - DAY_MS - 1 }, 'look', 'old', 24],
    ['bank', { bankHeardAtMs: NOW_MS - 30 * DAY_MS - 1 }, 'missing', 'too-old', 720],
    ['bank', { bankHeardAtMs: null }, 'look', 'never', 0],
  ];
  it.each(taken)('%s taken away: %j', (point, change, state, reason, count) => {
    expect(at(point, change)).toEqual({ state, reason, count });
    const others = readinessOf({ ...ALL_WELL, ...change }).filter((one) => one.point !== point);
    expect(others.filter(asksForSomebody)).toEqual([]);
  });

  it.each([
    ['ready', {}],
    ['ready-as-far-as-known', { power: null }],
    ['cash-goes-on', { power: null, readerConnected: false }],
    ['cash-goes-on', { freeBytes: 50_000_000 }],
    ['stopped', { freeBytes: 49_999_999, readerConnected: false }],
  ] as const)('I9 the whole is %s where %j', (verdict, change) => {
    expect(verdictOf(readinessOf({ ...ALL_WELL, ...change }))).toBe(verdict);
  });

  const untold: readonly [ReadinessPoint, Partial<ReadinessFacts>][] = [
    ['power', { power: null }],
    ['power', { power: { onMains: false, batteryPercent: null } }],
    ['paper', { printerConnected: false }],
    ['clock', { bankOffsetMs: null }],
    ['disk', { freeBytes: null }],
    ['storage', { storageDurable: null }],
    ['keys', { keysMadeAtMs: null }],
  ];
  it.each(untold)('%s: what nobody can say is not called ready, %j', (point, change) => {
    expect(at(point, change)).toEqual({ state: 'unknown', reason: 'unknown', count: 0 });
  });

  it('a clock before its own past makes nothing older than it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * DAY_MS }), (aheadMs) => {
        const atMs = NOW_MS + aheadMs;
        expect(at('bank', { bankHeardAtMs: atMs })).toMatchObject({ state: 'ready', count: 1 });
        expect(at('keys', { keysMadeAtMs: atMs })).toMatchObject({ state: 'ready', count: 0 });
      }),
    );
  });
});
