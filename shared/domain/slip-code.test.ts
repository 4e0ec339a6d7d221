import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_AMOUNT_MINOR, minor } from './money.ts';
import {
  fateOfSlip,
  isSlipCode,
  promisedAtMs,
  readSlipCode,
  slipCodeText,
  type BankOfSlip,
  type SlipFate,
  type TillOfSlip,
} from './slip-code.ts';

const CODE = {
  paymentId: '0198c0de-0000-7000-8000-00000000a001',
  amountMinor: minor(5_000),
  proof: '00112233445566778899aabb',
};

const anyCode = fc.record({
  paymentId: fc.uuid(),
  amountMinor: fc.integer({ min: 1, max: MAX_AMOUNT_MINOR - 1 }).map(minor),
  proof: fc
    .array(fc.integer({ min: 0, max: 255 }), { minLength: 12, maxLength: 12 })
    .map((bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')),
});

describe('the code on a provisional slip', () => {
  it('P19 what was written is read again, whatever it is, in digits of one length', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const text = slipCodeText(code);
        expect(text).toMatch(/^79\d{80}$/);
        expect(readSlipCode(text)).toEqual(code);
      }),
    );
  });

  it('P19 torn anywhere it is still seen as a slip, and read as nothing', () => {
    const text = slipCodeText(CODE);
    for (let length = 49; length < text.length; length += 1) {
      const torn = text.slice(0, length);
      expect([isSlipCode(torn), readSlipCode(torn)]).toEqual([true, null]);
    }
    expect(readSlipCode(`79${'9'.repeat(80)}`)).toBeNull();
  });

  it.each(['6901234567892', '79', `79${'1'.repeat(40)}`, `78${'1'.repeat(80)}`, 'ABC'])(
    'A25 %s is a code of goods, not a slip',
    (code) => expect(isSlipCode(code)).toBe(false),
  );

  it('P1 the moment of the promise is in its id', () => {
    expect(promisedAtMs('0198c0de-1234-7000-8000-00000000a001')).toBe(0x0198c0de1234);
  });
});

const known = (state: Extract<BankOfSlip, { known: true }>['state'], isPaidOtherwise = false) =>
  ({ known: true, state, isPaidOtherwise }) as const;

describe('what became of a promise', () => {
  it.each<readonly [SlipFate, BankOfSlip, TillOfSlip]>([
    ['final', known('posted'), 'nothing'],
    ['final', known('approved'), 'nothing'],
    ['declined', known('refused'), 'nothing'],
    ['recovered', known('refused', true), 'nothing'],
    ['recovered', known('refused'), 'recovered'],
    ['written-off', known('refused'), 'written-off'],
    ['taken-back', known('reversed'), 'nothing'],
    ['recovered', known('reversed', true), 'nothing'],
    ['unknown', { known: false }, 'nothing'],
    ['unsent', { known: false }, 'unsent'],
  ])('I9 %s', (fate, bank, till) => expect(fateOfSlip(bank, till)).toBe(fate));

  it('I9 nothing that a till believes makes a promise final: only the bank does', () => {
    for (const till of ['nothing', 'unsent', 'recovered', 'written-off'] as const) {
      expect(fateOfSlip({ known: false }, till)).not.toBe('final');
      expect(fateOfSlip(known('refused'), till)).not.toBe('final');
      expect(fateOfSlip(known('reversed'), till)).not.toBe('final');
    }
  });
});
