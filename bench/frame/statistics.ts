import { assert, present } from '../../shared/lib/assert.ts';

/** The value below which so many of a hundred lie (nearest rank); of at least one sample. */
export function percentile(samples: readonly number[], percent: number): number {
  assert(samples.length > 0, 'a percentile of nothing');
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return present(sorted[rank - 1], 'a rank within the samples');
}

export const p50 = (samples: readonly number[]): number => percentile(samples, 50);
export const p95 = (samples: readonly number[]): number => percentile(samples, 95);

/** "0.42 ms", "13.1 ms", "1,240 ms": three digits tell all that such a figure knows. */
export function ms(value: number): string {
  if (value < 0.1) return `${(value * 1000).toPrecision(3)} µs`;
  return value < 100
    ? `${value.toPrecision(3)} ms`
    : `${Math.round(value).toLocaleString('en')} ms`;
}

export const perSecond = (count: number, takenMs: number): string =>
  `${Math.round((count * 1000) / takenMs).toLocaleString('en')}/s`;
