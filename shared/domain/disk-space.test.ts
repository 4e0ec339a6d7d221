import { describe, expect, it } from 'vitest';
import { diskSpace } from './disk-space.ts';

describe('room on the disk', () => {
  it.each([
    [null, 'enough'],
    [200_000_000, 'enough'],
    [199_999_999, 'low'],
    [50_000_000, 'low'],
    [49_999_999, 'none'],
    [0, 'none'],
  ] as const)('F08 %s bytes are %s', (freeBytes, space) => {
    expect(diskSpace(freeBytes)).toBe(space);
  });
});
