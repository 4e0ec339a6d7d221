import { describe, expect, it } from 'vitest';
import { EVERY_ORDER, type Path } from './chooser.ts';
import { explore, follow, SMALL_WORLDS, type SmallWorld } from './exhaust.ts';

const WORLDS = Object.keys(SMALL_WORLDS) as SmallWorld[];

/** What one fault can do at any occasion, and every order; `npm run sim -- --exhaust` has them together. */
const ONE_FAULT = { faults: 1, turns: 0, whims: 0 };
const ANY_ORDER = { faults: 0, turns: EVERY_ORDER, whims: 0 };

describe.each(WORLDS)('a small world, completely: %s', (world) => {
  it('I1–I9 on every path with one fault or crash', async () => {
    const { failed, paths, states, pruned } = await explore({ world, bound: ONE_FAULT });
    expect(failed).toEqual([]);
    expect(paths).toBeGreaterThan(200);
    expect(states).toBeGreaterThan(100);
    expect(pruned).toBeGreaterThan(0);
  });

  it('I1–I9 in whatever order things happen', async () => {
    const { failed, paths, pruned } = await explore({ world, bound: ANY_ORDER });
    expect(failed).toEqual([]);
    expect(paths).toBeGreaterThan(400);
    // All but the usual one end where another one has been.
    expect(pruned).toBeGreaterThanOrEqual(paths - 2);
  });

  it('the usual path sells one payment approved and one promised', async () => {
    const { story, problems } = await follow(world, []);
    const shown = story.flatMap((line) => /shows (\w+)/.exec(line)?.[1] ?? []);
    expect([...shown].sort()).toEqual(['approved', 'provisional']);
    expect(problems).toEqual([]);
  });

  it('the same path tells the same story, and another path another one', async () => {
    const hashes = new Set<string>();
    for (let at = 100; at < 120; at += 1) {
      const path: Path = [{ at, pick: 1, from: 'faults' }];
      const { hash } = await follow(world, path);
      expect((await follow(world, path)).hash).toBe(hash);
      hashes.add(hash);
    }
    expect(hashes.size).toBeGreaterThan(1);
  });
});
