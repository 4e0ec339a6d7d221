import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { KeptValue } from '../../shared/host/ports.ts';
import { JsonFile } from './json-file.ts';
import { generateDeviceKey, type DeviceKey } from './node-crypto.ts';

/** What makes this machine this till. */
export interface DeviceSecrets {
  readonly deviceKey: DeviceKey;
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
  readonly level: 'keyring' | 'file';
  readonly secrets: DeviceSecrets;
  /** A value that holds a key of somebody else's, kept as safely as our own (P16). */
  readonly kept: <Value>(name: string) => KeptValue<Value>;
}

/** The keys are there and cannot be had: nothing may be made in their place. */
export class KeyStoreShut extends Error {
  override readonly name = 'KeyStoreShut';
}

/**
 * The keys of this till (PROTOCOL P25): in the system's safe where there is one to trust, else in a
 * file of this user alone (0600), which a live merchant does not accept. Keys stay where they were
 * made. Keys that are there and cannot be opened are never replaced: new ones would make a stranger
 * of this till and damage of its whole journal.
 */
export async function openKeyStore(folder: string, keyring: Keyring | null): Promise<KeyStore> {
  const path = (name: string): string => join(folder, `${name}.json`);
  const plainFile = new JsonFile<DeviceSecrets>(path(SECRETS));
  const plain = await plainFile.read();
  const isSealed = (await new JsonFile(sealedPath(folder, SECRETS)).read()) !== null;
  if (plain === null && (isSealed || keyring !== null)) {
    const kept = <Value>(name: string) => sealedValue<Value>(sealedPath(folder, name), keyring);
    return { level: 'keyring', secrets: await readOrMade(kept<DeviceSecrets>(SECRETS)), kept };
  }
  const kept = <Value>(name: string) => new JsonFile<Value>(path(name));
  return { level: 'file', secrets: await readOrMade(plainFile), kept };
}

const SECRETS = 'device-secrets';

function sealedPath(folder: string, name: string): string {
  return join(folder, `${name}.sealed.json`);
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
  const random = (): string => randomBytes(32).toString('base64');
  const made = { deviceKey: generateDeviceKey(), journalKey: random(), pepper: random() };
  await kept.write(made);
  return made;
}
