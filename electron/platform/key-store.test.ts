import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeKeyring } from '../testing/fake-keyring.ts';
import { LOCK_COST } from './key-lock.ts';
import {
  KeyStoreShut,
  openKeyStore as openStore,
  type Keyring,
  type KeyStore,
} from './key-store.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-keys-'));
  folders.push(folder);
  return folder;
}

/** As the program, but for what one try costs. */
const openAny = (folder: string, keyring: Keyring | null) =>
  openStore(folder, keyring, { N: 2 ** 8, r: 8, p: 1 });

async function openKeyStore(folder: string, keyring: Keyring | null): Promise<KeyStore> {
  const opened = await openAny(folder, keyring);
  if ('unlock' in opened) throw new Error('it is locked');
  return opened;
}

async function unlocked(folder: string, passphrase: string): Promise<KeyStore | null> {
  const opened = await openAny(folder, null);
  if (!('unlock' in opened)) throw new Error('it is not locked');
  return opened.unlock(passphrase);
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

const PASSPHRASE = 'three blue kettles';

describe('P25 keys under a passphrase of the shop', () => {
  it('P25 the same keys and values before and after, none of them readable beside the lock', async () => {
    const folder = await newFolder();
    const store = await openKeyStore(folder, null);
    const identity = store.kept<{ cardTokenKey: string }>('identity');
    await identity.write({ cardTokenKey: 'of the merchant' });
    expect(await store.protect(PASSPHRASE)).toBe(true);
    expect(store.level).toBe('passphrase');
    await identity.write({ cardTokenKey: 'of the merchant, later' });
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8');
      expect(text).not.toMatch(/PRIVATE KEY|of the merchant/);
      expect(text).not.toContain(store.secrets.journalKey);
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    // Typed on another keyboard: the same letters in another form.
    const again = await unlocked(folder, 'three blue kettles'.normalize('NFD'));
    expect([again?.level, again?.secrets]).toEqual(['passphrase', store.secrets]);
    const kept = again?.kept<{ cardTokenKey: string }>('identity');
    expect(await kept?.read()).toEqual({ cardTokenKey: 'of the merchant, later' });
  });

  it('P25 a wrong passphrase opens nothing and loses nothing; another one takes the place of the first', async () => {
    const folder = await newFolder();
    const store = await openKeyStore(folder, null);
    await store.protect(PASSPHRASE);
    expect(await unlocked(folder, 'three blue kettle')).toBeNull();
    const again = await unlocked(folder, PASSPHRASE);
    await again?.protect('four green kettles');
    expect(await unlocked(folder, PASSPHRASE)).toBeNull();
    expect((await unlocked(folder, 'four green kettles'))?.secrets).toEqual(store.secrets);
  });

  it('P25 cut short at any write: the old way opens, or the passphrase does, with the same keys', async () => {
    const folder = await newFolder();
    const store = await openKeyStore(folder, null);
    const secrets = await readFile(join(folder, 'device-secrets.json'), 'utf8');
    await store.protect(PASSPHRASE);
    // Before the lock: what was sealed already lies beside the plain file, and the plain one counts.
    const lock = await readFile(join(folder, 'key-lock.json'), 'utf8');
    await rm(join(folder, 'key-lock.json'));
    await writeFile(join(folder, 'device-secrets.json'), secrets);
    expect((await openKeyStore(folder, null)).secrets).toEqual(store.secrets);
    // Behind the lock: the plain file is there still, and goes at the next start.
    await writeFile(join(folder, 'key-lock.json'), lock);
    expect((await unlocked(folder, PASSPHRASE))?.secrets).toEqual(store.secrets);
    expect(await readdir(folder)).not.toContain('device-secrets.json');
  });

  it('P25 a guess costs 128 MiB of memory, and the lock says so', async () => {
    expect(128 * LOCK_COST.N * LOCK_COST.r).toBe(2 ** 27);
    const folder = await newFolder();
    await (await openKeyStore(folder, null)).protect(PASSPHRASE);
    const lock = await readFile(join(folder, 'key-lock.json'), 'utf8');
    await writeFile(join(folder, 'key-lock.json'), lock.replace('"N":256', '"N":128'));
    expect(await unlocked(folder, PASSPHRASE)).toBeNull();
    await writeFile(join(folder, 'key-lock.json'), lock.replace('"N":256', '"N":1073741824'));
    await expect(openAny(folder, null)).rejects.toThrow(KeyStoreShut);
  });

  it('P25 never down: a lock that is gone or damaged, or keys that are, shut the store', async () => {
    const folder = await newFolder();
    await (await openKeyStore(folder, null)).protect(PASSPHRASE);
    const lock = await readFile(join(folder, 'key-lock.json'), 'utf8');
    await writeFile(join(folder, 'key-lock.json'), lock.replace('scrypt', 'nothing'));
    await expect(openAny(folder, null)).rejects.toThrow(KeyStoreShut);
    await rm(join(folder, 'key-lock.json'));
    await expect(openAny(folder, null)).rejects.toThrow(KeyStoreShut);
    await writeFile(join(folder, 'key-lock.json'), lock);
    await rm(join(folder, 'device-secrets.locked.json'));
    await expect(unlocked(folder, PASSPHRASE)).rejects.toThrow(KeyStoreShut);
    // And not from the system's safe to a passphrase either.
    const safe = await openKeyStore(await newFolder(), fakeKeyring());
    expect([await safe.protect(PASSPHRASE), safe.level]).toEqual([false, 'keyring']);
  });
});
