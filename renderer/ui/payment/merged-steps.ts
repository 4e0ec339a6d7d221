import type { PaymentStepNews } from '../../services/paying/payment-desk.ts';

/** One step as a line on the screen: news about the same step replace what stood there. */
export interface ShownStep extends PaymentStepNews {
  /** When it began; the news itself says when it last changed. */
  readonly startedAtMs: number;
  /** In a row: asking a silent bank thirty times must not push away what happened before. */
  readonly times: number;
}

/**
 * @param isOver nothing more will come: what is still running then has ended without saying how.
 */
export function mergedSteps(
  news: readonly PaymentStepNews[],
  isOver: boolean,
): readonly ShownStep[] {
  const shown: ShownStep[] = [];
  for (const one of news) {
    const last = shown.at(-1);
    if (last?.step === one.step) {
      const times = last.times + (one.progress === 'running' ? 1 : 0);
      shown[shown.length - 1] = { ...one, startedAtMs: last.startedAtMs, times };
      continue;
    }
    // Where the next one has begun, the last one is over: only one thing happens at a time.
    if (last?.progress === 'running') shown[shown.length - 1] = ended(last);
    shown.push({ ...one, startedAtMs: one.atMs, times: 1 });
  }
  const last = shown.at(-1);
  return isOver && last?.progress === 'running' ? [...shown.slice(0, -1), ended(last)] : shown;
}

/** A bank that was asked and has said nothing has not said yes (I9). */
function ended(step: ShownStep): ShownStep {
  const asksTheBank = step.step === 'authorisation' || step.step === 'asking';
  return { ...step, progress: asksTheBank ? 'warning' : 'done' };
}
