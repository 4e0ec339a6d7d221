import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAfter, clockAtBank, clockAtStart, type ClockReading } from './clock-watch.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 10, 23, 6, 0, 0);

function reading(wallMs: number, uptimeMs: number, bootId = 'boot-1'): ClockReading {
  return { wallMs, uptimeMs, bootId };
}

const fresh = clockAtStart(null, 0, reading(START_MS, HOUR_MS)).state;

describe('the clock of a till', () => {
  it('P20 a new till trusts its clock and has heard no bank', () => {
    expect(fresh).toMatchObject({ trusted: true, bankOffsetMs: null, offlineMs: START_MS });
  });

  it('P20 F21 three days forward: noticed, the window runs on it, the business time does not', () => {
    const known = clockAtBank(fresh, START_MS, true).state;
    const { state, notice } = clockAfter(known, reading(START_MS + 3 * DAY_MS, HOUR_MS));
    expect(notice).toEqual({ code: 'clock-jump', byMs: 3 * DAY_MS });
    expect(state.offlineMs).toBe(START_MS + 3 * DAY_MS);
    expect(state.wallMs + (state.bankOffsetMs ?? 0)).toBe(START_MS);
  });

  it('P20 F21 set back two hours: the offline time goes on, minute by minute', () => {
    const { state, notice } = clockAfter(fresh, reading(START_MS - 2 * HOUR_MS, HOUR_MS));
    expect(notice).toEqual({ code: 'clock-jump', byMs: -2 * HOUR_MS });
    expect(state.offlineMs).toBe(START_MS);
    const later = clockAfter(state, reading(START_MS - HOUR_MS, 2 * HOUR_MS)).state;
    expect(later.offlineMs).toBe(START_MS + HOUR_MS);
  });

  it('P20 a night asleep is no jump: the uptime counts through it', () => {
    const { notice } = clockAfter(fresh, reading(START_MS + 8 * HOUR_MS, 9 * HOUR_MS));
    expect(notice).toBeNull();
  });

  it('P20 F21 behind the heartbeat at start: not trusted until the bank was reached', () => {
    const started = clockAtStart(fresh, 0, reading(START_MS - 2 * HOUR_MS, 5, 'boot-2'));
    expect(started).toMatchObject({
      state: { trusted: false, offlineMs: START_MS },
      notice: { code: 'clock-behind', byMs: 2 * HOUR_MS },
    });
    expect(clockAtBank(started.state, START_MS, true).state.trusted).toBe(true);
  });

  it('P20 F07 a lost database does not lose the floor: the last journal record stands in', () => {
    const started = clockAtStart(null, START_MS, reading(START_MS - HOUR_MS, 5));
    expect(started.state).toMatchObject({ trusted: false, offlineMs: START_MS });
  });

  it('P20 F21 a jump while the till was off is seen when the machine ran on', () => {
    const started = clockAtStart(fresh, 0, reading(START_MS + 3 * DAY_MS, HOUR_MS + 1));
    expect(started.notice?.code).toBe('clock-jump');
  });

  it('P20 a shop whose jump has been put right can promise again once nothing is promised', () => {
    const ahead = clockAfter(fresh, reading(START_MS + 3 * DAY_MS, HOUR_MS)).state;
    const right = clockAfter(ahead, reading(START_MS, HOUR_MS)).state;
    expect(clockAtBank(right, START_MS, true).state.offlineMs).toBe(START_MS + 3 * DAY_MS);
    expect(clockAtBank(right, START_MS, false).state.offlineMs).toBe(START_MS);
  });

  it('P20 the offline time never goes back, whatever is done to the clock', () => {
    const steps = fc.array(
      fc.record({
        wall: fc.integer({ min: -10 * DAY_MS, max: 10 * DAY_MS }),
        elapsed: fc.nat(HOUR_MS),
        rebooted: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(steps, (taken) => {
        let state = fresh;
        let uptimeMs = HOUR_MS;
        for (const [index, { wall, elapsed, rebooted }] of taken.entries()) {
          uptimeMs = rebooted ? elapsed : uptimeMs + elapsed;
          const bootId = rebooted ? `boot-${index + 2}` : state.bootId;
          const next = clockAfter(state, reading(START_MS + wall, uptimeMs, bootId)).state;
          expect(next.offlineMs).toBeGreaterThanOrEqual(state.offlineMs);
          if (!rebooted) {
            expect(next.offlineMs).toBeGreaterThanOrEqual(state.offlineMs + elapsed);
          }
          state = next;
        }
      }),
    );
  });
});
