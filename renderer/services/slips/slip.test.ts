import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentState } from '../../../shared/domain/payment.ts';
import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import type { CryptogramType } from '../../../shared/domain/emv/issuer-data.ts';
import type { CryptogramStep } from '../../../shared/domain/emv/kernel/trace.ts';
import { receiptOf, type Receipt, type ReceiptPlace } from '../../../shared/domain/receipt.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import {
  SAMPLE_STATUS,
  sampleCardSale,
  samplePayment,
  sampleSale,
  SAMPLE_HOLD,
  sampleHold,
  sampleRefund,
} from '../../../shared/domain/testing/sample-sale.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { receiptLines, slipOf, SLIP_WIDTH } from './slip.ts';
import { TERMINAL } from '../testing/fake-till.ts';

const LIVE: ReceiptPlace = {
  merchantName: '晨光便利店',
  merchantId: '898310054110001',
  terminalId: '01000001',
  mode: 'live',
  utcOffsetMinutes: 480,
};
const EN = RECEIPT_WORDS.en;
const ZH = RECEIPT_WORDS['zh-CN'];

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

function marks(receipt: Receipt): string[] {
  return receipt.marks.map(({ kind }) => kind);
}

function rowsOf(receipt: Receipt, name: string): string[] {
  const rows = receipt.sections.filter((section) => section.name === name);
  return rows.flatMap((section) => section.rows.map(({ left, right }) => `${left}|${right}`));
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

  it('I9 while a void of it is open the slip does not call it approved', () => {
    const sold = sampleCardSale(SAMPLE_STATUS.approved);
    const made = samplePayment(SAMPLE_STATUS.unknown, 'void-1');
    const core = { ...made.core, kind: 'void', originalId: 'payment-1' } as const;
    const sale: Sale = { ...sold, payments: [...sold.payments, { ...made, core }] };
    const receipt = receiptOf(sale, LIVE, 2, EN);
    expect(marks(receipt)).toEqual(['duplicate', 'unknown']);
    expect(rowsOf(receipt, 'card').at(-1)).toBe(`${EN.stateUnknown}|`);
  });

  it('I9 of a voided sale says so, names the original, the supervisor and both vouchers', () => {
    const sold = sampleCardSale(SAMPLE_STATUS.approved);
    const made = samplePayment(SAMPLE_STATUS.approved, 'void-1');
    const core = { ...made.core, kind: 'void', originalId: 'payment-1', traceNumber: 43 } as const;
    const voided = { ...made, core, supervisorId: '00' };
    const sale: Sale = { ...sold, state: 'voided', payments: [...sold.payments, voided] };
    const receipt = receiptOf(sale, LIVE, 1, EN);
    expect(marks(receipt)).toEqual(['voided']);
    expect(rowsOf(receipt, 'card').at(-1)).toBe('VOIDED|');
    expect(rowsOf(receipt, 'void')).toEqual([
      'Void of purchase|UnionPay',
      'Issuer|云岭银行 Yunling Bank',
      'Acquirer|演示收单行 Demo Bank',
      'Card|622848******0072',
      'Batch / voucher|000007 / 000043',
      'Original voucher|000007 / 000041',
      'Authorisation|123456',
      'Reference|100000000001',
      'Supervisor|00',
      'Card amount|-14.00',
    ]);
    expect(rowsOf(receipt, 'footer')).toEqual([]);
  });

  it('I9 of a refund names the original and the supervisor; what goes back is below zero', () => {
    const receipt = receiptOf(sampleRefund(SAMPLE_STATUS.approved), LIVE, 2, EN, 'merchant');
    expect(marks(receipt)).toEqual(['duplicate']);
    expect(receipt.amountMinor).toBe(-600);
    expect(receipt.sections.map(({ name }) => name)).toEqual([
      'heading',
      'identity',
      'refund',
      'footer',
    ]);
    expect(rowsOf(receipt, 'refund')).toEqual([
      'Refund|UnionPay',
      'Issuer|云岭银行 Yunling Bank',
      'Acquirer|演示收单行 Demo Bank',
      'Card|622848******0072',
      'Batch / voucher|000007 / 000041',
      'Original terminal|01000002',
      'Original voucher|000006 / 000012',
      'Original ref.|100000000009',
      'Original date|2026-11-23 09:05:07',
      'Original amount|14.00',
      'Authorisation|123456',
      'Reference|100000000001',
      'Supervisor|00',
      'Card amount|-6.00',
      'REFUNDED TO THE CARD|',
    ]);
    expect(rowsOf(receipt, 'footer')).toEqual([`${EN.consent}|`, 'Signature|______________']);
    const training = { ...LIVE, mode: 'training' } as const;
    const customer = receiptOf(sampleRefund(SAMPLE_STATUS.approved), training, 1, ZH, 'customer');
    expect(marks(customer)).toEqual(['training']);
    expect(rowsOf(customer, 'footer')).toEqual([]);
  });

  it.each([
    ['unknown', 'REFUND UNKNOWN - GIVE NO CASH'],
    ['reversing', 'REFUND UNKNOWN - GIVE NO CASH'],
    ['declined', 'NOT REFUNDED'],
    ['reversed', 'NOT REFUNDED'],
  ] as const)('I9 of a refund that is %s says so, and no amount', (state, mark) => {
    const receipt = receiptOf(sampleRefund(SAMPLE_STATUS[state]), LIVE, 1, EN, 'merchant');
    const fault = state === 'reversing' ? [EN.markFault] : [];
    expect(receipt.marks.map(({ text }) => text)).toEqual([...fault, mark]);
    const said = JSON.stringify(receipt.sections);
    expect(said).not.toContain('REFUNDED');
    expect(said).not.toContain('-6.00');
    expect(rowsOf(receipt, 'footer')).toEqual([]);
  });

  it('P19 of a hold names what it is, its codes, and no money taken', () => {
    const receipt = receiptOf(sampleHold(SAMPLE_STATUS.approved), LIVE, 1, EN, 'merchant');
    expect(marks(receipt)).toEqual([]);
    expect(rowsOf(receipt, 'hold')).toEqual([
      'Pre-authorisation|UnionPay',
      'Issuer|云岭银行 Yunling Bank',
      'Acquirer|演示收单行 Demo Bank',
      'Card|622848******0072/C',
      'Expiry|2029-12',
      'Batch / voucher|000007 / 000041',
      'Authorisation|123456',
      'Reference|100000000001',
      'Amount held|50.00',
      'HELD ON THE CARD - NOT TAKEN|',
    ]);
    expect(rowsOf(receipt, 'footer')).toEqual([`${EN.consent}|`, 'Signature|______________']);
    expect(JSON.stringify(receipt.sections)).not.toContain('APPROVED');
    const training = { ...LIVE, mode: 'training' } as const;
    const customer = receiptOf(sampleHold(SAMPLE_STATUS.approved), training, 1, ZH, 'customer');
    expect(marks(customer)).toEqual(['training']);
    expect(rowsOf(customer, 'hold')[0]).toBe('预授权|UnionPay');
  });

  it.each([
    ['complete', '预授权完成', ['金额|50.00', '银行已批准|']],
    ['release', '预授权撤销', ['主管|00', '预授权已撤销，不再冻结|']],
  ] as const)('P19 of a %s names the hold with its code', (act, type, end) => {
    const sale = sampleHold(SAMPLE_STATUS.approved, { act, of: SAMPLE_HOLD });
    const rows = rowsOf(receiptOf(sale, LIVE, 1, ZH, 'merchant'), 'hold');
    expect(rows[0]).toContain(type);
    expect(rows).toEqual(
      expect.arrayContaining(['原终端编号|01000002', '原授权码|654321', '预授权金额|50.00']),
    );
    expect(rows.slice(-2)).toEqual(end);
  });

  it.each([
    ['hold', 'unknown', '预授权结果未知'],
    ['hold', 'declined', '预授权未成功，没有冻结金额'],
    ['release', 'reversing', '预授权撤销结果未知'],
    ['release', 'reversed', '预授权没有撤销'],
    ['complete', 'reversed', '未成交 · 未收款'],
  ] as const)('I9 of a %s that is %s says so, and no amount taken', (act, state, mark) => {
    const step = act === 'hold' ? ({ act } as const) : ({ act, of: SAMPLE_HOLD } as const);
    const receipt = receiptOf(sampleHold(SAMPLE_STATUS[state], step), LIVE, 1, ZH, 'merchant');
    const fault = state === 'reversing' ? [ZH.markFault] : [];
    expect(receipt.marks.map(({ text }) => text)).toEqual([...fault, mark]);
    expect(rowsOf(receipt, 'hold')).not.toContain('金额|50.00');
    expect(rowsOf(receipt, 'footer')).toEqual([]);
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

  it('a sale that came to nothing is marked, and nobody signs for it', () => {
    const sale = sampleCardSale(SAMPLE_STATUS.reversing, { state: 'not-paid', report: null });
    const receipt = receiptOf(sale, LIVE, 1, EN);
    expect(marks(receipt)).toEqual(['fault', 'voided']);
    expect(rowsOf(receipt, 'footer')).toEqual([]);
    const slip = { copyNumber: 1, words: EN, utcOffsetMinutes: 480 };
    expect(slipOf({ ...sale, tenders: [] }, TERMINAL, slip).certainty).toBe('unknown');
  });

  it('a record from before the bank named them has neither issuer nor acquirer on its slip', () => {
    const { institutions: _none, ...before } = SAMPLE_STATUS.approved;
    const rows = rowsOf(receiptOf(sampleCardSale(before), LIVE, 2, ZH), 'card');
    expect(rows).toContain('授权码|123456');
    expect(rows.filter((text) => /^(发卡行|收单行)/.test(text))).toEqual([]);
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
