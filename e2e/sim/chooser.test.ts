import { expect, it } from 'vitest';
import { Chooser, pathText, readPath, type Path, type Purse } from './chooser.ts';

/** All paths of a program that asks so often, each time between so many. */
function allPaths(choices: readonly [keyof Purse, number][], bound: Purse): Path[] {
  const paths: Path[] = [];
  const waiting: Path[] = [[]];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const chooser = new Chooser(path, bound);
    const picked = choices.map(([from, options]) => chooser.choose(from, options));
    expect(picked.filter((pick) => pick > 0)).toEqual(path.map(({ pick }) => pick));
    paths.push(path);
    waiting.push(...chooser.longer);
  }
  return paths;
}

it('every way to spend the purse is a path, and each only once', () => {
  const faults = Array.from({ length: 5 }, () => ['faults', 2] as [keyof Purse, number]);
  const two = allPaths(faults, { faults: 2, turns: 0, whims: 0 });
  expect(new Set(two.map(pathText)).size).toBe(two.length);
  // None, one of five, two of five.
  expect(two).toHaveLength(1 + 5 + 10);
});

it('each kind of choice is paid from a purse of its own', () => {
  const mixed = allPaths(
    [
      ['faults', 3],
      ['turns', 4],
      ['whims', 2],
    ],
    { faults: 1, turns: 1, whims: 0 },
  );
  expect(mixed).toHaveLength(3 * 4);
});

it('a path survives being written down', () => {
  const path: Path = [
    { at: 12, pick: 1, from: 'faults' },
    { at: 340, pick: 2, from: 'turns' },
    { at: 341, pick: 1, from: 'whims' },
  ];
  expect(pathText(path)).toBe('f12.1,t340.2,w341.1');
  expect(readPath(pathText(path))).toEqual(path);
  expect(readPath('')).toEqual([]);
  expect(readPath('x1.1')).toBeNull();
});
