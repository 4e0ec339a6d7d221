import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { byDf, freeBytesOf, machineTime } from './machine.ts';

describe('what the machine says of itself', () => {
  it('P20 its uptime goes on and belongs to one boot', () => {
    const [first, second] = [machineTime(), machineTime()];
    expect(second.bootId).toBe(first.bootId);
    expect(first.bootId).not.toBe('');
    expect(second.uptimeMs).toBeGreaterThanOrEqual(first.uptimeMs);
  });

  it('F08 free space is known on the development runtime too, and means the same', async () => {
    const disk = await statfs(tmpdir());
    const asked = await byDf(tmpdir());
    expect((asked ?? 0) / (disk.bavail * disk.bsize)).toBeCloseTo(1, 1);
    expect(await freeBytesOf(tmpdir())).toBeGreaterThan(0);
  });

  it('F08 a folder that is not there has no free space to speak of', async () => {
    expect(await freeBytesOf('/no/such/folder')).toBeNull();
  });
});
