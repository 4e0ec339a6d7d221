import { describe, expect, it } from 'vitest';
import { DiskWatch } from './disk-watch.ts';

describe('the watch on the disk', () => {
  it('F08 asks again once it may have changed, also after the clock was set back', async () => {
    let [freeBytes, nowMs, asked] = [10_000_000, 1_000_000, 0];
    const ask = (): Promise<number> => {
      asked += 1;
      return Promise.resolve(freeBytes);
    };
    const watch = new DiskWatch(ask, () => nowMs);
    expect(await watch.refusal()).toMatchObject({ code: 'disk-nearly-full' });
    freeBytes = 1_000_000_000;
    nowMs += 4_999;
    expect(await watch.refusal()).toMatchObject({ code: 'disk-nearly-full' });
    nowMs += 1;
    expect(await watch.refusal()).toBeNull();
    nowMs -= 3_600_000;
    await watch.refusal();
    expect(asked).toBe(3);
  });
});
