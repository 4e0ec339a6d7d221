import { expect, it } from 'vitest';
import { GOAL_IDS } from './goals.ts';
import { ROWS } from './rows.ts';

it('every goal has exactly one row', () => {
  const measured = ROWS.flatMap(({ goals }) => goals);
  expect([...measured].sort()).toEqual([...GOAL_IDS].sort());
});
