import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBankKeys } from './bank-keys.ts';

let folder: string;
const path = (): string => join(folder, 'keys.json');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twintill-bank-keys-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a bank's keys", () => {
  it('P25 are made once and stay the same', async () => {
    const first = await loadBankKeys(folder);
    const second = await loadBankKeys(folder);
    expect(second.bankKeyId).toBe(first.bankKeyId);
    expect(second.sealingKeyId).toBe(first.sealingKeyId);
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, -40)],
    ['empty', () => ''],
    ['of something else', () => '{"signingKey":{}}'],
  ])('P25 that cannot be read (%s) are named and stay where they are', async (_what, damage) => {
    await loadBankKeys(folder);
    const damaged = damage(await readFile(path(), 'utf8'));
    await writeFile(path(), damaged);
    await expect(loadBankKeys(folder)).rejects.toThrow(`${path()} cannot be read: put a copy`);
    expect(await readFile(path(), 'utf8')).toBe(damaged);
  });
});
