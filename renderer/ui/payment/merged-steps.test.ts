import { describe, expect, it } from 'vitest';
import type { PaymentStepName, PaymentStepNews } from '../../services/payment-desk.ts';
import { mergedSteps } from './merged-steps.ts';

const news = (
  step: PaymentStepName,
  progress: PaymentStepNews['progress'],
  atMs: number,
): PaymentStepNews => ({ step, progress, atMs, code: '' });

describe('steps of a payment on the screen', () => {
  it('P5 what ended is the line that began, with its first time', () => {
    const shown = mergedSteps([news('card-read', 'running', 10), news('card-read', 'done', 30)]);
    expect(shown).toEqual([{ ...news('card-read', 'done', 30), startedAtMs: 10 }]);
  });

  it('P5 asking again is a line of its own: nothing that happened disappears', () => {
    const shown = mergedSteps([
      news('asking', 'running', 10),
      news('asking', 'warning', 20),
      news('asking', 'running', 30),
    ]);
    expect(shown.map(({ progress, startedAtMs }) => [progress, startedAtMs])).toEqual([
      ['warning', 10],
      ['running', 30],
    ]);
  });

  it('P6 a step that ended without saying so is over when the next one begins', () => {
    const shown = mergedSteps([
      news('reversals-first', 'running', 10),
      news('card-read', 'running', 20),
    ]);
    expect(shown.map(({ progress }) => progress)).toEqual(['done', 'running']);
  });
});
