import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import type { CryptogramType } from '../../../shared/domain/emv/issuer-data.ts';
import type { CryptogramStep } from '../../../shared/domain/emv/kernel/trace.ts';
import { receiptOf } from '../../../shared/domain/receipt.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import {
  SAMPLE_STATUS,
  sampleCardSale,
  sampleSale,
} from '../../../shared/domain/testing/sample-sale.ts';
import { TERMINAL } from '../testing/fake-till.ts';
import { EN, LIVE, marks, rowsOf, ZH } from '../testing/receipt-reads.ts';
import { receiptLines, slipOf, SLIP_WIDTH } from './slip.ts';

const SLIP = { copyNumber: 1, words: EN, utcOffsetMinutes: 480 };

/** Paid by a card that was put in. */
function chipSale(cardholderResults: string): Sale {
  const sold = sampleCardSale(SAMPLE_STATUS.approved);
  const chip = { verificationResults: '', statusInformation: '', code: null, steps: [] };
  const payments = sold.payments.map((payment) => ({
    ...payment,
    card: { ...payment.card, entryMode: 'chip' as const },
    chip: { ...chip, cardholderResults },
  }));
  return { ...sold, payments };
}

/** Asked online, and agreed to what the bank said. */
const ONLINE_CHIP: ChipRecord = {
  verificationResults: '0000008000',
  statusInformation: 'f800',
  cardholderResults: '1f0302',
  code: null,
  steps: [
    cryptogram('first', 'ARQC', 'a1a2a3a4a5a6a7a8'),
    cryptogram('second', 'TC', 'b1b2b3b4b5b6b7b8'),
  ],
  application: { id: 'a000000333010101', label: 'TEST DEBIT', sequence: '01' },
};

function cryptogram(
  which: CryptogramStep['which'],
  given: CryptogramType,
  text: string,
): CryptogramStep {
  const transactionCounter = 18;
  return {
    step: 'cryptogram',
    sets: [],
    which,
    asked: given,
    given,
    cryptogram: text,
    transactionCounter,
  };
}

describe('the receipt document', () => {
  it('a card sale comes out twice: the shop keeps the one that is signed, both are marked', () => {
    const sold = sampleCardSale(SAMPLE_STATUS.stored);
    const byChip = sold.payments.map((payment) => ({
      ...payment,
      card: { ...payment.card, entryMode: 'chip' as const },
    }));
    const slip = { copyNumber: 2, words: EN, utcOffsetMinutes: 480 };
    const { lines } = slipOf({ ...sold, payments: byChip }, TERMINAL, slip);
    const tearAt = lines.findIndex((line) => /^(- )+-$/.test(line));
    const [shop, customer] = [lines.slice(0, tearAt), lines.slice(tearAt + 1)];
    const both = [EN.markTraining, EN.markDuplicate, EN.markProvisional, 'TOTAL', '622848'];
    for (const copy of [shop, customer]) {
      for (const text of both) expect(copy.join('\n')).toContain(text);
    }
    expect([shop, customer].map((copy) => copy.join('\n').includes(EN.copyMerchant))).toEqual([
      true,
      false,
    ]);
    expect([shop, customer].map((copy) => copy.join('\n').includes(EN.copyCustomer))).toEqual([
      false,
      true,
    ]);
    expect([shop, customer].map((copy) => copy.join('\n').includes(EN.signature))).toEqual([
      true,
      false,
    ]);
    const cash = slipOf(sampleSale(), TERMINAL, slip).lines.join('\n');
    expect(cash).not.toContain(EN.copyMerchant);
    expect(cash).not.toContain(EN.copyCustomer);
  });

  it.each([
    ['1e0000', EN.signature],
    ['', EN.signature],
    ['1f0002', EN.noSignature],
  ])('P17 a chip card by its list (%j) says: %s', (cardholderResults, said) => {
    const { lines, signatures } = slipOf(chipSale(cardholderResults), TERMINAL, SLIP);
    expect(lines.join('\n')).toContain(said);
    expect(lines.join('\n').includes('______')).toBe(said === EN.signature);
    expect(signatures).toBeUndefined();
  });

  it('P17 what the chip has said stands on it: application, cryptogram, counter, results', () => {
    const sale = chipSale('1e0000');
    const payments = sale.payments.map((payment) => ({ ...payment, chip: ONLINE_CHIP }));
    const slip = slipOf({ ...sale, payments }, TERMINAL, SLIP).lines.join('\n');
    for (const text of [
      /Application +TEST DEBIT/,
      /AID +A000000333010101/,
      /TC +B1B2B3B4B5B6B7B8/,
      /ATC \/ PAN seq\. +18 \/ 01/,
      /TVR \/ TSI +0000008000 \/ F800/,
    ]) {
      expect(slip).toMatch(text);
    }
    expect(slip).not.toContain('ARQC');
  });

  it('signed on the screen: the shop’s copy says so and has the drawing, the customer’s has neither', () => {
    const signature = {
      paymentId: 'payment-1',
      atMs: 1,
      operatorId: '01',
      strokes: [[1, 2, 3, 4]],
    };
    const sale = { ...chipSale('1e0000'), signatures: [signature] };
    const { lines, signatures } = slipOf(sale, TERMINAL, SLIP);
    expect(lines.filter((line) => line.includes(EN.signedOnScreen))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('______');
    expect(signatures).toEqual([expect.stringContaining('d="M1 2L3 4"')]);
    const onPaper = { ...sale, signatures: [{ ...signature, strokes: null }] };
    expect(slipOf(onPaper, TERMINAL, SLIP).lines.join('\n')).toContain('______');
  });

  it('holds every field of a slip, in the shop’s own time (TERMINAL 2d)', () => {
    const receipt = receiptOf(sampleCardSale(SAMPLE_STATUS.approved), LIVE, 1, EN);
    expect(marks(receipt)).toEqual([]);
    expect(rowsOf(receipt, 'heading')).toEqual(['晨光便利店|']);
    expect(rowsOf(receipt, 'identity')).toEqual([
      'Merchant no.|898310054110001',
      'Terminal no.|01000001',
      'Operator|01',
      'Sale no.|01-000418',
      'Time|2026-11-24 09:05:07',
      'Batch / voucher|000007 / 000042',
    ]);
    expect(rowsOf(receipt, 'lines')).toEqual([
      'Spring water|',
      '  3 × 2.00|6.00',
      'Fuji apples|',
      '  0.642 kg × 12.80|8.00',
      '  Discount|-0.22',
      '  要红的|',
    ]);
    expect(rowsOf(receipt, 'totals')).toEqual([
      'Before discounts|14.22',
      'Discounts|-0.22',
      'Tax|1.35',
      'TOTAL|¥14.00',
    ]);
    expect(rowsOf(receipt, 'card')).toEqual([
      'Purchase|UnionPay',
      'Issuer|云岭银行 Yunling Bank',
      'Acquirer|演示收单行 Demo Bank',
      'Card|622848******0072/C',
      'Expiry|2029-12',
      'Batch / voucher|000007 / 000041',
      'Authorisation|123456',
      'Reference|100000000001',
      'Card amount|14.00',
      'APPROVED BY THE BANK|',
    ]);
  });

  it('A19 cash shows rounding, what was received and the change', () => {
    const sale = sampleSale({
      tenders: [
        {
          kind: 'cash',
          id: 'c',
          amountMinor: minor(1402),
          roundingMinor: minor(-2),
          receivedMinor: minor(2000),
          changeMinor: minor(600),
        },
      ],
    });
    const rows = rowsOf(receiptOf(sale, LIVE, 1, ZH), 'cash');
    expect(rows).toEqual(['现金|14.02', '抹零|-0.02', '实收|20.00', '找零|6.00']);
  });

  it('every slip that is not live says at the top and at the bottom that it is not valid', () => {
    for (const mode of ['demo', 'training'] as const) {
      const receipt = receiptOf(sampleSale(), { ...LIVE, mode }, 1, ZH);
      expect(marks(receipt)).toEqual(['training']);
      const lines = receiptLines(receipt, SLIP_WIDTH);
      expect([lines[0], lines.at(-1)]).toEqual(['* 测试，凭证无效 *', '* 测试，凭证无效 *']);
    }
  });

  it('F04 a second copy is marked, whatever was paid', () => {
    expect(marks(receiptOf(sampleSale(), LIVE, 2, EN))).toEqual(['duplicate']);
  });

  it('a record from before the bank named them has neither issuer nor acquirer on its slip', () => {
    const { institutions: _none, ...before } = SAMPLE_STATUS.approved;
    const rows = rowsOf(receiptOf(sampleCardSale(before), LIVE, 2, ZH), 'card');
    expect(rows).toContain('授权码|123456');
    expect(rows.filter((text) => /^(发卡行|收单行)/.test(text))).toEqual([]);
  });
});

describe('the printed slip', () => {
  it('P19 is the document: promised in its marks is promised for the printer', () => {
    const slip = { copyNumber: 1, words: ZH, utcOffsetMinutes: 480 };
    const promised = slipOf(sampleCardSale(SAMPLE_STATUS.stored), TERMINAL, slip);
    expect(promised).toMatchObject({ certainty: 'promised', saleNumber: '01-000418' });
    // Mark and state, on the copy of the shop and on that of the customer.
    expect(promised.lines.filter((line) => line.includes('暂存，银行尚未授权'))).toHaveLength(4);
    expect(slipOf(sampleSale(), TERMINAL, slip)).toMatchObject({ certainty: 'certain' });
  });

  it('no line is wider than the roll and no character of a name is lost', () => {
    const name = fc.stringMatching(/^[A-Za-z农夫山泉红茶 ]{1,60}$/);
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 10 ** 10 }), (nameZh, amount) => {
        const sale = sampleSale();
        const [line] = sale.lines;
        if (line === undefined) throw new Error('a sample sale has lines');
        const odd = { ...sale, lines: [{ ...line, nameZh, amountMinor: minor(amount) }] };
        const lines = receiptLines(receiptOf(odd, LIVE, 1, ZH), SLIP_WIDTH);
        for (const text of lines) {
          const columns = text.length + (text.match(/[一-鿿，、：；（）]/g) ?? []).length;
          expect(columns).toBeLessThanOrEqual(SLIP_WIDTH);
        }
        const printed = lines.join('').replace(/\s/g, '');
        expect(printed).toContain(nameZh.replace(/\s/g, ''));
      }),
    );
  });
});
