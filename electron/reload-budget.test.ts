import { describe, expect, it } from 'vitest';
import { ReloadBudget } from './reload-budget.ts';

describe('bringing a dead window back', () => {
  it('F05 three times in five minutes, and again when the first is so long ago', () => {
    let nowMs = 0;
    const budget = new ReloadBudget(() => nowMs);
    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, true]);
    nowMs = 299_999;
    expect(budget.take()).toBe(false);
    nowMs = 300_000;
    expect([budget.take(), budget.take(), budget.take(), budget.take()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
