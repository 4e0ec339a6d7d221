import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptDeviceKeys } from '../../shared/host/device-keys.ts';
import type { KeptValue } from '../../shared/host/ports.ts';
import { JsonFile } from './json-file.ts';
import {
  dataKeyOf,
  keyLock,
  LOCK_COST,
  lockedKeyring,
  lockUnder,
  newDataKey,
  type LockCost,
} from './key-lock.ts';
import { generateDeviceKey, type DeviceKey } from './node-crypto.ts';
import { syncFolder } from './sync-folder.ts';
import { Turns } from '../../shared/lib/turns.ts';

/** What makes this machine this till. */
export interface DeviceSecrets extends KeptDeviceKeys<DeviceKey> {
  /** Of the journal's MACs, 32 bytes, base64. */
  readonly journalKey: string;
  /** Goes into every hash of a PIN, 32 bytes, base64. */
  readonly pepper: string;
}

/** The operating system's safe; what it seals, only this user of this machine opens. */
export interface Keyring {
  readonly seal: (plain: string) => Promise<string>;
  /** Rejects when it was sealed by somebody else, or the safe is shut. */
  readonly open: (sealed: string) => Promise<string>;
}

export interface KeyStore {
  /** As it is now: a passphrase can be set later, and is never taken away again. */
  readonly level: KeyStoreLevel;
  /** As they were when the store was opened. */
  readonly secrets: DeviceSecrets;
  readonly keptSecrets: KeptValue<DeviceSecrets>;
  /** A value that holds a key of somebody else's, kept as safely as our own (P16). */
  readonly kept: <Value>(name: string) => KeptValue<Value>;
  /**
   * Under a passphrase of the shop from now on, or under another one. False where the system's safe
   * has them already: that would be a step down.
   */
  readonly protect: (passphrase: string) => Promise<boolean>;
}

export type KeyStoreLevel = 'keyring' | 'passphrase' | 'file';

/** The keys rest under a passphrase that nobody has typed yet. */
export interface LockedKeyStore {
  /** Null: another passphrase. Nothing is lost by it. */
  readonly unlock: (passphrase: string) => Promise<KeyStore | null>;
}

/** The keys are there and cannot be had: nothing may be made in their place. */
export class KeyStoreShut extends Error {
  override readonly name = 'KeyStoreShut';
}

/**
 * The keys of this till (PROTOCOL P25): in the system's safe where there is one to trust, under a
 * passphrase where the shop has set one, else in a file of this user alone (0600), which a live
 * merchant does not accept. Keys stay where they were made, or move up. Keys that are there and
 * cannot be opened are never replaced: new ones would make a stranger of this till and damage of its
 * whole journal.
 */
export async function openKeyStore(
  folder: string,
  keyring: Keyring | null,
  cost: LockCost = LOCK_COST,
): Promise<KeyStore | LockedKeyStore> {
  const found = await new JsonFile<unknown>(lockPath(folder)).read();
  if (found !== null) return lockedStore(folder, found, cost);
  const plain = await new JsonFile(plainPath(folder, SECRETS)).read();
  const isSealed = (await new JsonFile(sealedPath(folder, SECRETS)).read()) !== null;
  if (plain === null && (isSealed || keyring !== null)) {
    const kept = <Value>(name: string) => sealedValue<Value>(sealedPath(folder, name), keyring);
    const keptSecrets = kept<DeviceSecrets>(SECRETS);
    const secrets = await readOrMade(keptSecrets);
    return { level: 'keyring', secrets, keptSecrets, kept, protect: () => Promise.resolve(false) };
  }
  if (plain === null && (await new JsonFile(lockedPath(folder, SECRETS)).read()) !== null) {
    throw new KeyStoreShut('the lock of the keys is gone');
  }
  return FileKeyStore.open(folder, null, cost);
}

/**
 * Keys made anew under a passphrase, never in a plain file: for a till whose own cannot be opened any
 * more (P25). Made before under the same passphrase they are the same: the bank may know them by now.
 */
export async function newKeysUnder(
  folder: string,
  passphrase: string,
  cost: LockCost = LOCK_COST,
): Promise<DeviceSecrets> {
  const found = keyLock.safeParse(await new JsonFile(lockPath(folder)).read().catch(() => null));
  const known = found.success ? await dataKeyOf(found.data, passphrase) : null;
  if (known !== null) {
    const secrets = await valueIn<DeviceSecrets>(folder, SECRETS, known).read();
    if (secrets !== null) return secrets;
  }
  const dataKey = newDataKey();
  const secrets = madeSecrets();
  await valueIn<DeviceSecrets>(folder, SECRETS, dataKey).write(secrets);
  await new JsonFile(lockPath(folder)).write(await lockUnder(passphrase, dataKey, cost));
  return secrets;
}

function lockedStore(folder: string, found: unknown, cost: LockCost): LockedKeyStore {
  const lock = keyLock.safeParse(found);
  if (!lock.success) throw new KeyStoreShut('the lock of the keys cannot be read');
  return {
    unlock: async (passphrase) => {
      const dataKey = await dataKeyOf(lock.data, passphrase);
      if (dataKey === null) return null;
      await removePlain(folder);
      return FileKeyStore.open(folder, dataKey, cost);
    },
  };
}

/** In files of this user: plain, or from a moment on under a passphrase. */
class FileKeyStore implements KeyStore {
  readonly secrets: DeviceSecrets;
  readonly #folder: string;
  readonly #names = new Set<string>([SECRETS]);
  readonly #cost: LockCost;
  #dataKey: Buffer | null;
  /** One after the other: a value that is written while it moves must not stay behind. */
  readonly #turns = new Turns();

  private constructor(
    folder: string,
    dataKey: Buffer | null,
    secrets: DeviceSecrets,
    cost: LockCost,
  ) {
    this.#cost = cost;
    this.#folder = folder;
    this.#dataKey = dataKey;
    this.secrets = secrets;
  }

  static async open(folder: string, dataKey: Buffer | null, cost: LockCost): Promise<FileKeyStore> {
    const file = valueIn<DeviceSecrets>(folder, SECRETS, dataKey);
    // Behind a lock they were made before it: where they are not, somebody has taken them away.
    const known = dataKey === null ? await readOrMade(file) : await file.read();
    if (known === null) throw new KeyStoreShut('there is a lock, and no keys behind it');
    return new FileKeyStore(folder, dataKey, known, cost);
  }

  get keptSecrets(): KeptValue<DeviceSecrets> {
    return this.kept(SECRETS);
  }

  get level(): KeyStoreLevel {
    return this.#dataKey === null ? 'file' : 'passphrase';
  }

  readonly kept = <Value>(name: string): KeptValue<Value> => {
    this.#names.add(name);
    const now = () => valueIn<Value>(this.#folder, name, this.#dataKey);
    return {
      read: () => this.#turns.take(() => now().read()),
      write: (value) => this.#turns.take(() => now().write(value)),
    };
  };

  /**
   * First every value under the new key, then the lock, then the plain files go: cut short before
   * the lock is there, the plain ones count; after it, they are removed at the next start.
   */
  readonly protect = (passphrase: string): Promise<boolean> =>
    this.#turns.take(async () => {
      const dataKey = this.#dataKey ?? newDataKey();
      if (this.#dataKey === null) {
        for (const name of this.#names) {
          const value = await valueIn<unknown>(this.#folder, name, null).read();
          if (value !== null) await valueIn<unknown>(this.#folder, name, dataKey).write(value);
        }
      }
      const lock = await lockUnder(passphrase, dataKey, this.#cost);
      await new JsonFile(lockPath(this.#folder)).write(lock);
      this.#dataKey = dataKey;
      await removePlain(this.#folder);
      return true;
    });
}

const SECRETS = 'device-secrets';
const LOCKED = '.locked.json';

const plainPath = (folder: string, name: string): string => join(folder, `${name}.json`);
const sealedPath = (folder: string, name: string): string => join(folder, `${name}.sealed.json`);
const lockedPath = (folder: string, name: string): string => join(folder, `${name}${LOCKED}`);
const lockPath = (folder: string): string => join(folder, 'key-lock.json');

function valueIn<Value>(folder: string, name: string, dataKey: Buffer | null): KeptValue<Value> {
  return dataKey === null
    ? new JsonFile<Value>(plainPath(folder, name))
    : sealedValue<Value>(lockedPath(folder, name), lockedKeyring(dataKey, name));
}

/** Of what is under the lock nothing stays beside it. */
async function removePlain(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    if (!file.endsWith(LOCKED)) continue;
    await rm(plainPath(folder, file.slice(0, -LOCKED.length)), { force: true });
  }
  await syncFolder(folder);
}

function sealedValue<Value>(path: string, keyring: Keyring | null): KeptValue<Value> {
  const file = new JsonFile<{ readonly sealed: string }>(path);
  const safe = (): Keyring => {
    if (keyring === null) throw new KeyStoreShut('the system has no keyring now');
    return keyring;
  };
  return {
    read: async () => {
      const found = await file.read();
      if (found === null) return null;
      const plain = await safe()
        .open(found.sealed)
        .catch((error: unknown) => {
          throw new KeyStoreShut(String(error));
        });
      return JSON.parse(plain) as Value;
    },
    write: async (value) => file.write({ sealed: await safe().seal(JSON.stringify(value)) }),
  };
}

async function readOrMade(kept: KeptValue<DeviceSecrets>): Promise<DeviceSecrets> {
  const known = await kept.read();
  if (known !== null) return known;
  const made = madeSecrets();
  await kept.write(made);
  return made;
}

function madeSecrets(): DeviceSecrets {
  const random = (): string => randomBytes(32).toString('base64');
  return { deviceKey: generateDeviceKey(), journalKey: random(), pepper: random() };
}
