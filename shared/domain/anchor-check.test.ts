import { describe, expect, it } from 'vitest';
import { rollbackOf } from './anchor-check.ts';
import type { Head } from './journal.ts';

const head: Head = {
  number: 10,
  epoch: 1,
  hash: 'a',
  counters: { transaction: 7, batch: 1, trace: 7, sale: 7 },
};
const memory = { epoch: 1, number: 8, hash: 'h8', highestTransaction: 7 };

describe('the bank’s memory of a till', () => {
  it.each([
    ['the same chain, not further', memory, 'h8', null],
    [
      'a bank that knows nothing',
      { epoch: 0, number: 0, hash: '0', highestTransaction: 0 },
      null,
      null,
    ],
    ['a bank that knows more records', { ...memory, number: 12 }, null, ['rollback', 11, 12]],
    [
      'a bank that knows more transactions',
      { ...memory, highestTransaction: 9 },
      'h8',
      ['rollback', 11, 10],
    ],
    ['another record at its number', memory, 'x8', ['fork', 11, 10]],
    ['no record at its number', memory, null, ['fork', 11, 10]],
    [
      'an epoch that we do not know, though we have gone on since',
      { ...memory, epoch: 2 },
      'h8',
      ['rollback', 11, 10],
    ],
    ['an epoch that we have left behind', { ...memory, epoch: 0, hash: 'old' }, 'h8', null],
  ] as const)('P10 F10 %s', (_name, bank, ownHash, expected) => {
    const found = rollbackOf(head, bank, ownHash);
    expect(found === null ? null : [found.reason, found.from, found.to]).toEqual(expected);
  });
});
