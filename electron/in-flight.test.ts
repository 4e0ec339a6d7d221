import { describe, expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';

/** Time passes only while somebody waits for it. */
function atTime() {
  let nowMs = 0;
  const inFlight = new InFlight({
    nowMs: () => nowMs,
    sleep: (waitMs) => {
      nowMs += waitMs;
      return Promise.resolve();
    },
  });
  return { inFlight, nowMs: () => nowMs };
}

describe('leaving while something is in flight', () => {
  it('P24 nothing open: it goes at once', async () => {
    const { inFlight, nowMs } = atTime();
    expect(await inFlight.ended(10_000)).toBe(true);
    expect(nowMs()).toBeLessThan(1_000);
  });

  it('P24 an answer that is followed by its record: both are waited for', async () => {
    const { inFlight } = atTime();
    const done: string[] = [];
    let answer = (): void => undefined;
    const asked = inFlight.run(() => new Promise<void>((resolve) => (answer = resolve)));
    const followed = asked.then(() => inFlight.run(() => Promise.resolve(done.push('written'))));
    const left = inFlight.ended(10_000).then((ended) => done.push(`left: ${ended}`));
    answer();
    await Promise.all([followed, left]);
    expect(done).toEqual(['written', 'left: true']);
  });

  it('P24 what never ends does not keep anybody at the till', async () => {
    const { inFlight, nowMs } = atTime();
    void inFlight.run(() => new Promise(() => undefined));
    expect(await inFlight.ended(10_000)).toBe(false);
    expect(nowMs()).toBeLessThan(11_000);
  });

  it('P24 a call that failed is over too', async () => {
    const { inFlight } = atTime();
    await expect(inFlight.run(() => Promise.reject(new Error('planted')))).rejects.toThrow();
    expect(await inFlight.ended(10_000)).toBe(true);
  });
});
