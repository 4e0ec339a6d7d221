import { expect, it } from 'vitest';
import { bankKnows, causeOf } from './card-lock.ts';

it('P10 a lock says whether the copies disagree or the bank remembers otherwise', () => {
  expect(causeOf({ detail: `${bankKnows('rollback', 9)}; lost 6-8` })).toBe('rollback');
  expect(causeOf({ detail: bankKnows('fork', 9) })).toBe('fork');
  expect(causeOf({ detail: 'damaged 4 5; from database 1' })).toBe('copies');
});
