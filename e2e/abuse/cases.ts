import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { isLongRun } from '../../build/vitest/long-run.ts';

/**
 * How many cases the abuse tests try, and with which seed: here for all of them.
 *
 * Usually few, of a fixed seed, the same for everybody; `npm run test:long` takes 100,000 of a seed
 * that is drawn and printed. `TWINTILL_ABUSE_CASES` and `TWINTILL_ABUSE_SEED` say otherwise.
 */
const LONG_CASES = 100_000;

export function casesOf(usual: number): number {
  const wanted = Number(process.env['TWINTILL_ABUSE_CASES'] ?? '');
  return wanted > 0 ? wanted : isLongRun ? LONG_CASES : usual;
}

const seed = Number(process.env['TWINTILL_ABUSE_SEED'] ?? (isLongRun ? randomInt(2 ** 31) : 1));

/** For `fc.assert`: so many runs; what is found is told with its seed and shrunk. */
export function runsOf(usual: number) {
  return { numRuns: casesOf(usual), seed };
}

/** What the cases came to: a generator that gets no further than the door proves little. */
export class Tally {
  readonly #title: string;
  readonly #counts = new Map<string, number>();
  readonly #startMs = Date.now();

  constructor(title: string) {
    this.#title = title;
  }

  count(outcome: string): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  shareOf(outcome: string): number {
    return (this.#counts.get(outcome) ?? 0) / this.total;
  }

  print(): void {
    const seconds = ((Date.now() - this.#startMs) / 1000).toFixed(1);
    const rows = [...this.#counts].sort(([, a], [, b]) => b - a);
    console.log(
      [
        `${this.#title}: ${this.total} cases in ${seconds} s, seed ${seed}`,
        ...rows.map(([outcome, count]) => {
          const share = ((100 * count) / this.total).toFixed(2).padStart(6);
          return `  ${share} %  ${String(count).padStart(7)}  ${outcome}`;
        }),
      ].join('\n'),
    );
  }

  /** Fails when one of these was never met: then the cases have stopped to reach so deep. */
  expectMet(outcomes: readonly string[]): void {
    expect(outcomes.filter((outcome) => !this.#counts.has(outcome))).toEqual([]);
  }

  /** Fails when something came of it that nobody has thought of. */
  expectOnly(outcomes: readonly string[]): void {
    expect([...this.#counts.keys()].filter((outcome) => !outcomes.includes(outcome))).toEqual([]);
  }
}
