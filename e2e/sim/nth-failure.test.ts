import { describe, expect, it } from 'vitest';
import { isLongRun } from '../../build/vitest/long-run.ts';
import type { FaultKind } from './faults.ts';
import type { Habits } from './habits.ts';
import { everyNth, KINDS, stepOf } from './nth.ts';
import type { Story } from './shrink.ts';

/**
 * One story, from a first start to a drained queue, with exactly one thing going wrong: the first
 * call of its kind, the second, and so on until there is no further one. Each is tried as "failed"
 * and as "done, but reported as failed"; the auditor looks on, and nobody may be told anything wrong.
 */
const onlyBy = (way: 'card' | 'cash', card = 'good-tap'): Habits => ({
  ways: [[way, 1]],
  cards: [[card, 1]],
  wrongPins: 0,
});

const SALES: Readonly<Record<string, Omit<Story, 'seed'>>> = {
  'by card, online': { habits: onlyBy('card') },
  'by card with a PIN, online': { habits: onlyBy('card', 'good-pin') },
  'by card, promised without a line': { habits: onlyBy('card'), cutAfterMs: 400 },
  'by card, declined and then in cash': {
    habits: {
      ways: [
        ['card', 1],
        ['cash', 1],
      ],
      cards: [['poor', 1]],
    },
  },
  'in cash': { habits: onlyBy('cash') },
};

/**
 * A second sale sees what the first left behind. Where every read of every screen is an occasion it
 * is four times the work of one, and a long run's.
 */
const salesWith = (kind: FaultKind): number => (!isLongRun && kind === 'store-failed' ? 1 : 2);

describe.each(Object.keys(SALES))('a sale %s, and another one', (name) => {
  it.each(KINDS)('I1–I9 with the n-th occasion of %s, to the last', async (kind) => {
    const story: Story = { seed: 4, tills: 1, salesPerTill: salesWith(kind), ...SALES[name] };
    const told = await everyNth(kind, () => story, stepOf(kind));
    const { occasions, problems, fewestShown } = told;
    expect(problems).toEqual([]);
    expect(fewestShown).toBeGreaterThan(0);
    expect(occasions).toBeGreaterThan(0);
  });
});
