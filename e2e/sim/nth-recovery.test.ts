import { expect, it } from 'vitest';
import { DAMAGES } from './interrupted.ts';
import { PARTS, recoverySuite } from './nth-recovery.suite.ts';

recoverySuite(PARTS.undamaged);

it('a start with each damage is in one of the parts', () => {
  const all = Object.values(PARTS).flat();
  expect(all.sort()).toEqual(Object.keys(DAMAGES).sort());
});
