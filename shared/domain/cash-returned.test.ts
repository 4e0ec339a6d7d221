import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cashLeft, cashPaid, cashShare, withCashRefund } from './cash-returned.ts';
import { cashRoundingOf, NO_CASH_ROUNDING, type CashRounding } from './cash.ts';
import { add, minor, ZERO } from './money.ts';
import type { Rounding } from './rounding.ts';
import { sampleSale } from './testing/sample-sale.ts';
import type { Sale } from './sale.ts';

function paidInCash(dueMinor: number, rounding: CashRounding): Sale {
  const amountMinor = minor(dueMinor);
  const roundingMinor = cashRoundingOf(amountMinor, rounding);
  const receivedMinor = add(amountMinor, roundingMinor);
  const cash = { amountMinor, roundingMinor, receivedMinor, changeMinor: ZERO };
  return { ...sampleSale(), payments: [], tenders: [{ kind: 'cash', id: 't', ...cash }] };
}

function refundOf(sale: Sale, amountMinor: number, rounding: CashRounding): Sale {
  const roundingMinor = cashShare(sale, minor(amountMinor), rounding);
  const given = { amountMinor: minor(amountMinor), roundingMinor };
  const receivedMinor = add(given.amountMinor, roundingMinor);
  const cash = { ...given, receivedMinor, changeMinor: ZERO };
  return { ...sale, id: 'r', tenders: [{ kind: 'cash', id: 'u', ...cash }] };
}

it('I1 what is left is what came in less what went back', () => {
  const sale = paidInCash(1000, NO_CASH_ROUNDING);
  expect(cashLeft(sale)).toBe(1000);
  const once = withCashRefund(sale, refundOf(sale, 300, NO_CASH_ROUNDING));
  expect(cashLeft(once)).toBe(700);
  expect(cashLeft(withCashRefund(once, refundOf(once, 700, NO_CASH_ROUNDING)))).toBe(0);
});

it('A19 parts give back as many coins as the sale had brought, and each of them coins that exist', () => {
  const steps = fc.record({
    stepMinor: fc.constantFrom(1, 5, 10),
    rounding: fc.constantFrom<Rounding>('half-up', 'half-even', 'down', 'up'),
  });
  const parts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(parts, steps, (amounts, rounding) => {
      const due = amounts.reduce((sum, amount) => sum + amount, 0);
      let sale = paidInCash(due, rounding);
      let given = 0;
      for (const amount of amounts) {
        const refund = refundOf(sale, amount, rounding);
        const { amountMinor, roundingMinor } = cashPaid(refund);
        expect((amountMinor + roundingMinor) % rounding.stepMinor).toBe(0);
        expect(amountMinor + roundingMinor).toBeGreaterThanOrEqual(0);
        given += amountMinor + roundingMinor;
        sale = withCashRefund(sale, refund);
      }
      const { amountMinor, roundingMinor } = cashPaid(sale);
      expect([cashLeft(sale), given]).toEqual([0, amountMinor + roundingMinor]);
    }),
  );
});
