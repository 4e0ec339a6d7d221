import { describe, expect, it } from 'vitest';
import { SAMPLE_STATUS, sampleCardSale } from '../../../shared/domain/testing/sample-sale.ts';
import { inkOf } from './verdict-words.ts';

describe('the ink of a verdict', () => {
  it('I9 what is being taken back may have been charged: unknown, not refused', () => {
    const sale = sampleCardSale(SAMPLE_STATUS.reversing);
    expect(inkOf({ kind: 'taken-back', sale }, false)).toBe('unknown');
  });

  it('P7 a refusal after the line died under a first try is no certain no; else it is', () => {
    const sale = sampleCardSale(SAMPLE_STATUS.reversing);
    const refused = { kind: 'not-offline', code: 'promise-not-accepted', sale } as const;
    expect(inkOf(refused, true)).toBe('unknown');
    expect(inkOf({ kind: 'stopped', sale }, true)).toBe('unknown');
    expect(inkOf(refused, false)).toBe('refused');
  });

  it('P19 a promise is amber, whoever gave it', () => {
    for (const state of ['stored', 'offline-approved'] as const) {
      const sale = sampleCardSale(SAMPLE_STATUS[state]);
      expect(inkOf({ kind: 'provisional', sale, chipApproved: false }, false)).toBe('promised');
    }
  });

  it('P5 a failure is a certain no only where the registry says so', () => {
    const inkOfFailure = (code: 'cart-empty' | 'line-no-answer' | 'store-timeout') =>
      inkOf({ kind: 'failed', failure: { code, detail: '' } }, false);
    expect(inkOfFailure('cart-empty')).toBe('refused');
    expect(inkOfFailure('line-no-answer')).toBe('unknown');
    expect(inkOfFailure('store-timeout')).toBe('unknown');
  });
});
