import { describe, expect, it } from 'vitest';
import type { PaymentStepName, PaymentStepNews } from '../../services/paying/payment-desk.ts';
import { mergedSteps as merged } from './merged-steps.ts';

const mergedSteps = (all: readonly PaymentStepNews[]) => merged(all, false);

const news = (
  step: PaymentStepName,
  progress: PaymentStepNews['progress'],
  atMs: number,
): PaymentStepNews => ({ step, progress, atMs, code: '' });

describe('steps of a payment on the screen', () => {
  it('P5 what ended is the line that began, with its first time', () => {
    const shown = mergedSteps([news('card-read', 'running', 10), news('card-read', 'done', 30)]);
    expect(shown).toEqual([{ ...news('card-read', 'done', 30), startedAtMs: 10, times: 1 }]);
  });

  it('P5 asking again is counted on its line: nothing that happened is pushed away', () => {
    const shown = mergedSteps([
      news('authorisation', 'warning', 5),
      news('asking', 'running', 10),
      news('asking', 'warning', 20),
      news('asking', 'running', 30),
    ]);
    expect(shown.map(({ step, progress, times }) => [step, progress, times])).toEqual([
      ['authorisation', 'warning', 1],
      ['asking', 'running', 2],
    ]);
  });

  it('P6 a step that ended without saying so is over when the next one begins', () => {
    const shown = mergedSteps([
      news('reversals-first', 'running', 10),
      news('card-read', 'running', 20),
    ]);
    expect(shown.map(({ progress }) => progress)).toEqual(['done', 'running']);
  });

  it('I9 a question that the bank has not answered never counts as a yes', () => {
    const asked = [news('asking', 'running', 10)];
    expect(merged(asked, true).map(({ progress }) => progress)).toEqual(['warning']);
    const again = mergedSteps([...asked, news('authorisation', 'running', 20)]);
    expect(again.map(({ progress }) => progress)).toEqual(['warning', 'running']);
  });
});
