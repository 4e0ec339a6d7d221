import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { failure, type ErrorCode } from '../../../shared/contracts/error-codes.ts';
import { minor } from '../../../shared/domain/money.ts';
import { SAMPLE_STATUS, sampleCardSale } from '../../../shared/domain/testing/sample-sale.ts';
import { explains } from './step-sentences.ts';
import { inkOf, isTakingBack, verdictWords } from './verdict-words.ts';

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
    const inkOfFailure = (code: ErrorCode) =>
      inkOf({ kind: 'failed', failure: { code, detail: '' } }, false);
    expect(inkOfFailure('cart-empty')).toBe('refused');
    expect(inkOfFailure('line-no-answer')).toBe('unknown');
    expect(inkOfFailure('store-failed')).toBe('refused');
    const notSaid = ['sale-unread', 'journal-in-doubt', 'store-behind', 'payment-open'] as const;
    for (const code of notSaid) expect([code, inkOfFailure(code)]).toEqual([code, 'unknown']);
  });
});

/** The name of a text instead of the text. */
const named = ((key: string) => key) as unknown as TFunction<['payment', 'codes']>;

describe('the words of a verdict', () => {
  const reversing = sampleCardSale(SAMPLE_STATUS.reversing);

  it('I9 a reversal that was tried and not written down is not on its way', () => {
    const news = { step: 'reversal-stored', atMs: 0, code: '' } as const;
    expect(isTakingBack([{ ...news, progress: 'failed' }], null)).toBe(false);
    expect(isTakingBack([{ ...news, progress: 'done' }], null)).toBe(true);
  });

  it('P5 A17 a part is called that, with what is still due and both ways on; the whole is sold', () => {
    const whole = sampleCardSale(SAMPLE_STATUS['approved-in-part']);
    const tenders = whole.tenders.map((one) => ({ ...one, amountMinor: minor(1000) }));
    const part = { kind: 'approved', sale: { ...whole, tenders, state: 'paying' } } as const;
    const told = ((key: string, values: object = {}) =>
      [key, ...Object.values(values)].join(' ')) as unknown as TFunction<['payment', 'codes']>;
    expect(verdictWords(part, false, told)).toMatchObject({
      ink: 'certain',
      title: 'approvedInPart',
      money: 'money.inPart 10.00 4.00',
      meaning: 'codes:advice.rest-due',
      code: '10',
      isCodeExplained: true,
    });
    const sold = { kind: 'approved', sale: sampleCardSale(SAMPLE_STATUS.approved) } as const;
    expect(verdictWords(sold, false, named).money).toBe('money.bankPaid');
  });

  it('P22 a defective success is approved, with its code and that it is looked at again', () => {
    const watched = { ...SAMPLE_STATUS.approved, watchCode: 'A4' };
    const sold = { kind: 'approved', sale: sampleCardSale(watched) } as const;
    expect(verdictWords(sold, false, named)).toMatchObject({
      ink: 'certain',
      title: 'approved',
      money: 'money.bankPaid',
      meaning: 'codes:advice.look-later',
      code: 'A4',
      isCodeExplained: true,
    });
  });

  it('I9 while an earlier try goes back, a second one that came to nothing says so', () => {
    expect(isTakingBack([], reversing)).toBe(true);
    const failed = { kind: 'failed', failure: failure('reader-not-ready') } as const;
    expect(verdictWords(failed, true, named).money).toBe('money.takenBack');
    expect(verdictWords(failed, false, named).money).toBe('money.untouched');
  });

  it('I9 a sale that is voided is called that, whatever of it still goes back; not sold, not kept', () => {
    const failed = { kind: 'failed', failure: failure('sale-voided') } as const;
    for (const takesBack of [true, false]) {
      expect(verdictWords(failed, takesBack, named)).toMatchObject({
        title: 'failed.voided',
        money: 'money.voided',
        meaning: 'means.sold',
      });
    }
  });

  it('I9 a paper that was entered before: of this one nothing is written down, and nothing is still to come', () => {
    const failed = { kind: 'failed', failure: failure('paper-entered', '01-000007') } as const;
    expect(verdictWords(failed, false, named)).toMatchObject({
      ink: 'refused',
      title: 'failed.untouched',
      money: 'money.untouched',
      isCodeExplained: true,
    });
  });

  it('I9 what may be recorded is not called unpaid because an earlier try goes back', () => {
    const failed = { kind: 'failed', failure: failure('store-behind') } as const;
    expect(verdictWords(failed, true, named).money).not.toBe('money.takenBack');
  });

  it('I9 P9 “nothing charged” of a disk that failed does not stand beside “approved, not recorded”', () => {
    const verdict = { kind: 'not-recorded', sale: reversing, code: 'store-full' } as const;
    expect(verdictWords(verdict, false, named).isCodeExplained).toBe(false);
    expect(explains('outcome-stored', 'store-full')).toBe(false);
    expect(explains('intent-stored', 'store-full')).toBe(true);
  });
});
