import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeKeyring } from '../testing/fake-keyring.ts';
import { KeyStoreShut, openKeyStore } from './key-store.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-keys-'));
  folders.push(folder);
  return folder;
}

describe('where the keys of a till rest', () => {
  it('P25 no keyring: a file that only its owner reads, and the same keys ever after', async () => {
    const folder = await newFolder();
    const first = await openKeyStore(folder, null);
    expect(first.level).toBe('file');
    expect((await openKeyStore(folder, null)).secrets).toEqual(first.secrets);
    const { mode } = await stat(join(folder, 'device-secrets.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('P25 a keyring: nothing of a key is in any file, and the same keys ever after', async () => {
    const folder = await newFolder();
    const keyring = fakeKeyring();
    const first = await openKeyStore(folder, keyring);
    expect(first.level).toBe('keyring');
    expect((await openKeyStore(folder, keyring)).secrets).toEqual(first.secrets);
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8');
      expect(text).not.toContain('PRIVATE KEY');
      expect(text).not.toContain(first.secrets.journalKey);
    }
  });

  it('P16 what holds a key of somebody else’s is kept the same way', async () => {
    const folder = await newFolder();
    const keyring = fakeKeyring();
    const { kept } = await openKeyStore(folder, keyring);
    const identity = kept<{ cardTokenKey: string }>('identity');
    expect(await identity.read()).toBeNull();
    await identity.write({ cardTokenKey: 'of the merchant' });
    const again = (await openKeyStore(folder, keyring)).kept<{ cardTokenKey: string }>('identity');
    expect(await again.read()).toEqual({ cardTokenKey: 'of the merchant' });
    for (const name of await readdir(folder)) {
      expect(await readFile(join(folder, name), 'utf8')).not.toContain('of the merchant');
    }
  });

  it('P25 a keyring that is gone, or another’s: it says so and makes no new keys', async () => {
    const folder = await newFolder();
    const keyring = fakeKeyring();
    const first = await openKeyStore(folder, keyring);
    await expect(openKeyStore(folder, null)).rejects.toThrow(KeyStoreShut);
    await expect(openKeyStore(folder, fakeKeyring('another user'))).rejects.toThrow(KeyStoreShut);
    expect((await openKeyStore(folder, keyring)).secrets).toEqual(first.secrets);
  });

  it('P25 a till that began with a file keeps its keys when a keyring comes', async () => {
    const folder = await newFolder();
    const first = await openKeyStore(folder, null);
    const later = await openKeyStore(folder, fakeKeyring());
    expect([later.level, later.secrets]).toEqual(['file', first.secrets]);
  });
});
