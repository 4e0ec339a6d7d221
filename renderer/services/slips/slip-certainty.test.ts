import { describe, expect, it } from 'vitest';
import type { PaymentState } from '../../../shared/domain/payment.ts';
import { receiptOf } from '../../../shared/domain/receipt.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import {
  SAMPLE_STATUS,
  sampleCardSale,
  samplePayment,
} from '../../../shared/domain/testing/sample-sale.ts';
import { TERMINAL } from '../testing/fake-till.ts';
import { EN, LIVE, marks, rowsOf, ZH } from '../testing/receipt-reads.ts';
import { slipOf } from './slip.ts';

describe('the receipt document', () => {
  it('a sale that came to nothing is marked, and nobody signs for it', () => {
    const sale = sampleCardSale(SAMPLE_STATUS.reversing, { state: 'not-paid', report: null });
    const receipt = receiptOf(sale, LIVE, 1, EN);
    expect(marks(receipt)).toEqual(['fault', 'voided']);
    expect(rowsOf(receipt, 'footer')).toEqual([]);
    const slip = { copyNumber: 1, words: EN, utcOffsetMinutes: 480 };
    expect(slipOf({ ...sale, tenders: [] }, TERMINAL, slip).certainty).toBe('unknown');
  });

  it.each(['stored', 'offline-approved'] as const)(
    'P19 I9 %s is provisional, says who bears the loss and by when it must be sent',
    (state) => {
      for (const [words, wording, banned] of [
        [EN, 'PROVISIONAL - NOT AUTHORISED', /approved/i],
        [ZH, '暂存，银行尚未授权', /批准/],
      ] as const) {
        const receipt = receiptOf(sampleCardSale(SAMPLE_STATUS[state]), LIVE, 1, words);
        expect(receipt.marks).toEqual([{ kind: 'provisional', text: wording }]);
        expect(rowsOf(receipt, 'promise')).toEqual([
          `${words.lossBearer}|`,
          `${words.latestSending}|2026-11-25 09:05:07`,
        ]);
        expect(JSON.stringify(receipt)).not.toMatch(banned);
        // No bank has spoken: none is named.
        expect(JSON.stringify(receipt)).not.toContain(words.issuer);
      }
    },
  );

  it.each(['refused', 'written-off'] as const)(
    'P19 I9 a promise that is %s later: its slip says so on top, and nobody signs for it',
    (state) => {
      const sale = sampleCardSale(SAMPLE_STATUS[state]);
      const receipt = receiptOf(sale, LIVE, 2, EN);
      expect(marks(receipt)).toEqual(['duplicate', 'refused']);
      expect(rowsOf(receipt, 'footer')).toEqual([]);
      const slip = { copyNumber: 2, words: EN, utcOffsetMinutes: 480 };
      expect(slipOf(sale, TERMINAL, slip).certainty).toBe('refused');
    },
  );

  const mayBeCalledApproved: readonly PaymentState[] = ['approved', 'approved-in-part', 'posted'];
  it.each(Object.values(SAMPLE_STATUS))(
    'I9 a payment that is $state is called approved only if the bank said so',
    (status) => {
      const text = JSON.stringify(receiptOf(sampleCardSale(status), LIVE, 1, EN));
      expect(/approved by/i.test(text)).toBe(mayBeCalledApproved.includes(status.state));
    },
  );

  it('I2 a tender with two tries shows the one that counts', () => {
    const declined = samplePayment(SAMPLE_STATUS.declined, 'first');
    const stored = samplePayment(SAMPLE_STATUS.stored, 'second');
    const sale: Sale = {
      ...sampleCardSale(SAMPLE_STATUS.stored),
      payments: [stored, declined],
      tenders: [
        { kind: 'card', id: 'card-1', amountMinor: minor(1400), paymentIds: ['first', 'second'] },
      ],
    };
    const receipt = receiptOf(sale, LIVE, 1, EN);
    expect(marks(receipt)).toEqual(['provisional']);
    expect(JSON.stringify(receipt)).not.toContain(EN.stateRefused);
  });
});
