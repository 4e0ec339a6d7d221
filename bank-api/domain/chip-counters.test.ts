import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterFault, countersAfter, UNSEEN_CHIP, type ChipCounters } from './chip-counters.ts';

const question = (transactionCounter: number) => ({ type: 'ARQC', transactionCounter }) as const;
const promise = (transactionCounter: number) => ({ type: 'TC', transactionCounter }) as const;
const asked = (...counters: readonly number[]): ChipCounters =>
  counters.reduce((known, counter) => countersAfter(known, counter, true), UNSEEN_CHIP);

describe('P17 I8 the counters of a card', () => {
  it('P17 I8 a recorded question proves nothing the second time', () => {
    expect(counterFault(question(2), UNSEEN_CHIP, true)).toBeNull();
    expect(counterFault(question(2), asked(2), true)).toBe('counter-used');
    expect(counterFault(question(3), asked(2), true)).toBeNull();
  });

  it('P17 a question that is asked live counts upwards; a promise may come late, once', () => {
    expect(counterFault(question(4), asked(2, 9), true)).toBe('counter-went-back');
    expect(counterFault(question(4), asked(2, 9), false)).toBeNull();
    expect(counterFault(promise(4), asked(2, 9), false)).toBeNull();
    const delivered = countersAfter(asked(2, 9), 4, false);
    expect(counterFault(promise(4), delivered, false)).toBe('counter-used');
    expect(counterFault(promise(5), delivered, false)).toBeNull();
  });

  it('P17 what is older than the window counts as used', () => {
    expect(counterFault(promise(88), asked(600), false)).toBe('counter-used');
    expect(counterFault(promise(89), asked(600), false)).toBeNull();
    expect(counterFault(promise(1), asked(65_535), false)).toBe('counter-used');
  });

  it('P17 I8 in whatever order they come, each is taken once and no more', () => {
    const counters = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 60 });
    fc.assert(
      fc.property(counters, (order) => {
        let known = UNSEEN_CHIP;
        for (const counter of order) {
          expect(counterFault(promise(counter), known, false)).toBeNull();
          known = countersAfter(known, counter, false);
          expect(counterFault(promise(counter), known, false)).toBe('counter-used');
        }
      }),
    );
  });
});
