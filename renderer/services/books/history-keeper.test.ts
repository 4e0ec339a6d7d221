import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { keepHistorySmall, type HistoryPolicy } from './history-keeper.ts';

/** Sleeps at once, and ends after so many sleeps. */
function clockOf(sleeps: number) {
  const leave = new AbortController();
  const slept: number[] = [];
  const clock = {
    nowMs: () => 10 * 86_400_000,
    sleep: (waitMs: number) => {
      slept.push(waitMs);
      if (slept.length === sleeps) leave.abort();
      return Promise.resolve();
    },
  };
  return { clock, slept, signal: leave.signal };
}

const free = { ifFree: (work: () => Promise<void>) => work() };
const taken = { ifFree: () => Promise.resolve() };

describe('what keeps the history small', () => {
  it('P10 goes on step by step while there is more, and then looks again much later', async () => {
    const answers = ['more', 'more', 'done', 'done'] as const;
    const asked: HistoryPolicy[] = [];
    const { clock, slept, signal } = clockOf(4);
    const packHistory = (policy: HistoryPolicy) =>
      Promise.resolve(ok(answers[asked.push(policy) - 1] ?? 'done'));
    await keepHistorySmall({ packHistory }, clock, free, signal);
    expect(slept).toEqual([60_000, 2_000, 2_000, 600_000]);
    expect(asked).toHaveLength(4);
    // A week stays in rows, and whatever a start looks at.
    expect(asked[0]).toMatchObject({ olderThanMs: 3 * 86_400_000, keptRecords: 2_000 });
  });

  it('P11 leaves it to another window, and a store that fails alone for a while', async () => {
    const failing = clockOf(2);
    const packHistory = () => Promise.resolve(err(failure('store-full', 'planted')));
    await keepHistorySmall({ packHistory }, failing.clock, free, failing.signal);
    expect(failing.slept).toEqual([60_000, 600_000]);
    const waiting = clockOf(2);
    const never = () => Promise.reject(new Error('another window does it'));
    await keepHistorySmall({ packHistory: never }, waiting.clock, taken, waiting.signal);
    expect(waiting.slept).toEqual([60_000, 600_000]);
  });
});
