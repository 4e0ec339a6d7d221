import { describe, expect, it } from 'vitest';
import type { PaymentState } from './payment.ts';
import { againVerdict } from './recovery.ts';
import { recoveredPercent, recoveryTally } from './recovery-rate.ts';
import type { Sale } from './sale.ts';
import { SAMPLE_DUE, SAMPLE_STATUS, samplePayment, sampleSale } from './testing/sample-sale.ts';

function saleWith(...states: readonly PaymentState[]): Sale {
  const payments = states.map((state, i) => samplePayment(SAMPLE_STATUS[state], `p-${i}`));
  const paymentIds = payments.map(({ id }) => id);
  const tender = { kind: 'card', id: 'card-1', amountMinor: SAMPLE_DUE, paymentIds } as const;
  return sampleSale({ tenders: [tender], payments });
}

describe('how much of what was refused has come back', () => {
  it.each([
    [['approved'], null],
    [['declined', 'stored'], null],
    [['refused'], 'open'],
    [['refused', 'stored'], 'open'],
    [['refused', 'refused'], 'open'],
    [['refused', 'declined'], 'open'],
    [['refused', 'authorizing'], 'open'],
    [['recovered', 'posted'], 'recovered'],
    [['recovered', 'recovered', 'approved'], 'recovered'],
    [['recovered', 'declined'], 'recovered'],
    [['written-off'], 'writtenOff'],
    [['written-off', 'written-off'], 'writtenOff'],
  ] as const)('P13 %s is %s, and one piece of money', (states, end) => {
    const { refused, ...parts } = recoveryTally([saleWith(...states)]);
    expect(refused.count).toBe(end === null ? 0 : 1);
    const counted = Object.entries(parts).filter(([, { count }]) => count > 0);
    expect(counted.map(([name]) => name)).toEqual(end === null ? [] : [end]);
  });

  it('P13 the share is of the money, never rounded up, and none where nothing was refused', () => {
    const sales = [saleWith('recovered'), saleWith('refused'), saleWith('recovered')];
    expect(recoveredPercent(recoveryTally(sales))).toBe(66);
    expect(recoveredPercent(recoveryTally([saleWith('posted')]))).toBeNull();
  });

  it.each([
    ['51', 'may'],
    ['41', 'card-stopped'],
    ['43', 'card-stopped'],
    ['54', 'card-expired'],
    ['14', 'card-unknown'],
    ['38', 'needs-holder'],
    ['55', 'needs-holder'],
    ['75', 'needs-holder'],
    ['no such code', 'may'],
  ])('P13 after %s the same card is asked again: %s', (code, verdict) => {
    expect(againVerdict(code)).toBe(verdict);
  });
});
