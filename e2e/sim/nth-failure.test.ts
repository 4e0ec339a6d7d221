import { describe, expect, it } from 'vitest';
import type { Habits } from './cashier.ts';
import { NthFault, type FaultKind } from './faults.ts';
import { tell, type Story } from './shrink.ts';

/**
 * Two sales of one kind, from a first start to a drained queue, with exactly one thing going wrong: the first
 * call of its kind, the second, and so on until there is no further one. Each is tried as "failed"
 * and as "done, but reported as failed"; the auditor looks on, and nobody may be told anything wrong.
 */
const KINDS: readonly FaultKind[] = [
  'store-failed',
  'store-lied',
  'journal-failed',
  'journal-lied',
  'journal-torn',
  'program-killed',
  'window-killed',
  'request-lost',
  'answer-lost',
  'request-doubled',
  'request-late',
  'reset-after-commit',
  'bank-broke',
  'results-missing',
  'records-skipped',
];

const onlyBy = (way: 'card' | 'cash', card = 'good-tap'): Habits => ({
  ways: [[way, 1]],
  cards: [[card, 1]],
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

const MOST = 400;

describe.each(Object.keys(SALES))('two sales %s', (name) => {
  it.each(KINDS)('I1–I9 with the n-th occasion of %s, for every n', async (kind) => {
    const reached: number[] = [];
    for (let nth = 1; nth <= MOST; nth += 1) {
      const story: Story = { seed: 4, tills: 1, salesPerTill: 2, ...SALES[name] };
      const { problems, faults, shown } = await tell({
        ...story,
        faults: (told) => new NthFault(kind, nth, told),
      });
      expect([nth, ...problems]).toEqual([nth]);
      expect(shown).toBeGreaterThan(0);
      if (faults.length === 0) break;
      reached.push(nth);
    }
    expect(reached.length).toBeGreaterThan(0);
    expect(reached.length).toBeLessThan(MOST);
  });
});
