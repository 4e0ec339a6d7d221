import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedLossMinor, exposureMeter } from './exposure-meter.ts';
import { minor } from './money.ts';
import type { Payment, PaymentState } from './payment.ts';
import { SAMPLE_STATUS, samplePayment } from './testing/sample-sale.ts';

const TODAY = '2026-11-24';

interface Wish {
  readonly state: PaymentState;
  readonly amount?: number;
  readonly card?: string;
  readonly latest?: number;
  readonly number?: number;
}

function payment({ state, amount = 1_000, card = 'a', latest = 100, number = 1 }: Wish): Payment {
  const status = SAMPLE_STATUS[state];
  const sample = samplePayment(
    'latestSendingMs' in status ? { ...status, latestSendingMs: latest } : status,
  );
  return {
    ...sample,
    card: { ...sample.card, cardToken: card },
    core: { ...sample.core, amountMinor: minor(amount), transactionNumber: number },
  };
}
const sale = (payments: readonly Payment[], businessDay = TODAY) => ({ payments, businessDay });
const meterOf = (...wishes: readonly Wish[]) => exposureMeter([sale(wishes.map(payment))], TODAY);

describe('P15 money at risk', () => {
  it('P15 counts what was promised and not answered for, of any day, and nothing else', () => {
    const states = Object.keys(SAMPLE_STATUS) as PaymentState[];
    const meter = meterOf(...states.map((state) => ({ state })));
    expect(meter.atRisk).toEqual({ count: 2, amountMinor: 2_000 });
    expect(meter.proved).toEqual({ count: 1, amountMinor: 1_000 });
    const yesterday = sale([payment({ state: 'stored' })], '2026-11-23');
    expect(exposureMeter([yesterday], TODAY).atRisk.count).toBe(1);
  });

  it('P15 P12 by expiry: soonest first, which is the order in which they are sent', () => {
    const meter = meterOf(
      { state: 'stored', latest: 180_000, number: 9 },
      { state: 'stored', latest: 60_000, number: 2, amount: 5 },
      { state: 'offline-approved', latest: 60_017, number: 1, amount: 7 },
    );
    expect(meter.byExpiry).toEqual([
      { latestSendingMs: 60_000, firstNumber: 1, count: 2, amountMinor: 12 },
      { latestSendingMs: 180_000, firstNumber: 9, count: 1, amountMinor: 1_000 },
    ]);
  });

  it('P15 by card: what weighs most first, and what no chip has proved weighs double', () => {
    const meter = meterOf(
      { state: 'stored', card: 'a', amount: 600 },
      { state: 'offline-approved', card: 'b', amount: 1_000 },
      { state: 'stored', card: 'c', amount: 400 },
      { state: 'stored', card: 'c', amount: 400 },
    );
    expect(
      meter.byCard.map((part) => [part.cardToken, part.amountMinor, part.provedMinor]),
    ).toEqual([
      ['c', 800, 0],
      ['a', 600, 0],
      ['b', 1_000, 1_000],
    ]);
  });

  it('P13 the expected loss is what was refused today; nothing answered, nothing expected', () => {
    expect(expectedLossMinor(meterOf({ state: 'stored' }))).toBeNull();
    const wishes: Wish[] = [
      { state: 'stored', amount: 1_000 },
      { state: 'posted', amount: 2_000 },
      { state: 'refused', amount: 500 },
      { state: 'recovered', amount: 500 },
    ];
    expect(expectedLossMinor(meterOf(...wishes))).toBe(334);
    const older = sale([payment({ state: 'refused' })], '2026-11-23');
    const now = sale([payment({ state: 'stored' })]);
    expect(expectedLossMinor(exposureMeter([older, now], TODAY))).toBeNull();
  });

  it('I1 the parts add up to the whole, however they are cut', () => {
    const wish = fc.record({
      state: fc.constantFrom<PaymentState>('stored', 'offline-approved', 'posted', 'refused'),
      amount: fc.integer({ min: 1, max: 100_000 }),
      card: fc.constantFrom('a', 'b', 'c'),
      latest: fc.constantFrom(1, 60_000, 180_000),
      number: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(fc.array(wish), (wishes) => {
        const { atRisk, byCard, byExpiry } = meterOf(...wishes);
        for (const parts of [byCard, byExpiry]) {
          const sum = parts.reduce((all, { amountMinor }) => all + amountMinor, 0);
          const count = parts.reduce((all, part) => all + part.count, 0);
          expect({ count, amountMinor: sum }).toEqual(atRisk);
        }
      }),
    );
  });
});
