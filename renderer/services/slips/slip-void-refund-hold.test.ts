import { describe, expect, it } from 'vitest';
import { receiptOf } from '../../../shared/domain/receipt.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import {
  SAMPLE_HOLD,
  SAMPLE_STATUS,
  sampleCardSale,
  sampleHold,
  samplePayment,
  sampleRefund,
} from '../../../shared/domain/testing/sample-sale.ts';
import { EN, LIVE, marks, rowsOf, ZH } from '../testing/receipt-reads.ts';

describe('the receipt document', () => {
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
});
