import { expect, it } from 'vitest';
import { slipTyped } from './refund-slip.ts';

it('A21 a slip is named by its reference number, or by terminal, batch and voucher', () => {
  const amount = '¥26.17';
  const reference = { kind: 'reference', referenceNumber: '004217330901' };
  expect(slipTyped({ number: ' 004217330901 ', amount })).toEqual({
    amountMinor: 2617,
    by: reference,
  });
  const voucher = { kind: 'voucher', terminalId: '01000002', batchNumber: 7, traceNumber: 12 };
  for (const number of ['01000002 000007 / 000012', '01000002-7-12', '０１０００００２ ７ １２']) {
    expect(slipTyped({ number, amount })?.by).toEqual(voucher);
  }
});

it.each([
  ['00421733090', '26.17'],
  ['0042173309011', '26.17'],
  ['01000002 000000 000012', '26.17'],
  ['01000002 1234567 1', '26.17'],
  ['', '26.17'],
  ['004217330901', ''],
  ['004217330901', '0'],
  ['004217330901', '26,17'],
  ['004217330901', '-1'],
])('A21 %o of %o is asked about nowhere', (number, amount) => {
  expect(slipTyped({ number, amount })).toBeNull();
});
