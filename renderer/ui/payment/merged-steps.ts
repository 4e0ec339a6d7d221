import type { PaymentStepNews } from '../../services/payment-desk.ts';

/** One step as a line on the screen: news about the same step replace what stood there. */
export interface ShownStep extends PaymentStepNews {
  /** When it began; the news itself says when it last changed. */
  readonly startedAtMs: number;
}

export function mergedSteps(news: readonly PaymentStepNews[]): readonly ShownStep[] {
  const shown: ShownStep[] = [];
  for (const one of news) {
    const last = shown.at(-1);
    const isSame = last?.step === one.step && last.progress === 'running';
    if (last?.progress === 'running') shown.pop();
    // Where the next one has begun, the last one is over: only one thing happens at a time.
    if (last?.progress === 'running' && !isSame) shown.push({ ...last, progress: 'done' });
    shown.push({ ...one, startedAtMs: isSame ? last.startedAtMs : one.atMs });
  }
  return shown;
}
