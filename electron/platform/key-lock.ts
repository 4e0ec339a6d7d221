import {
  createCipheriv,
  createDecipheriv,
  randomBytes,
  scrypt,
  type ScryptOptions,
} from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/**
 * The lock of a key store that a passphrase of the shop opens (PROTOCOL P25): the passphrase, through
 * scrypt with 128 MiB of memory for each try, opens the data key, and the data key everything else.
 * So another passphrase does not write the keys anew, and a guess costs memory, not only time.
 */
export const keyLock = z.strictObject({
  kind: z.literal('scrypt-aes-256-gcm'),
  /** scrypt's N, r and p; above these limits a file would stop the start. */
  cost: z.strictObject({
    N: z
      .int()
      .min(2)
      .max(2 ** 20),
    r: z.int().min(1).max(16),
    p: z.int().min(1).max(4),
  }),
  salt: z.string(),
  wrapped: z.string(),
});
export type KeyLock = z.infer<typeof keyLock>;
export type LockCost = KeyLock['cost'];

/** Half a second and 128 MiB on a small machine. */
export const LOCK_COST: LockCost = { N: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const derive = promisify(scrypt) as (
  passphrase: string,
  salt: Buffer,
  bytes: number,
  options: ScryptOptions,
) => Promise<Buffer>;

export function newDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

export async function lockUnder(
  passphrase: string,
  dataKey: Buffer,
  cost: LockCost,
): Promise<KeyLock> {
  const salt = randomBytes(16);
  const key = await keyOf(passphrase, salt, cost);
  const wrapped = sealed(key, dataKey, LOCK_NAME);
  key.fill(0);
  return {
    kind: 'scrypt-aes-256-gcm',
    cost,
    salt: salt.toString('base64'),
    wrapped: wrapped.toString('base64'),
  };
}

/** Null: another passphrase. */
export async function dataKeyOf(lock: KeyLock, passphrase: string): Promise<Buffer | null> {
  const key = await keyOf(passphrase, Buffer.from(lock.salt, 'base64'), lock.cost);
  const dataKey = opened(key, Buffer.from(lock.wrapped, 'base64'), LOCK_NAME);
  key.fill(0);
  return dataKey;
}

/** Seals single values under the data key; each under its name, so that none passes for another. */
export function lockedKeyring(dataKey: Buffer, name: string) {
  return {
    seal: (plain: string): Promise<string> =>
      Promise.resolve(sealed(dataKey, Buffer.from(plain, 'utf8'), name).toString('base64')),
    open: (text: string): Promise<string> => {
      const plain = opened(dataKey, Buffer.from(text, 'base64'), name);
      return plain === null
        ? Promise.reject(new Error(`${name} was not sealed under this key`))
        : Promise.resolve(plain.toString('utf8'));
    },
  };
}

const LOCK_NAME = 'key-lock';

/** The same letters typed with another keyboard are the same passphrase. */
function keyOf(passphrase: string, salt: Buffer, cost: KeyLock['cost']): Promise<Buffer> {
  const maxmem = 128 * cost.N * cost.r * cost.p + 2 ** 25;
  return derive(passphrase.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem });
}

function sealed(key: Buffer, plain: Buffer, name: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function opened(key: Buffer, bytes: Buffer, name: string): Buffer | null {
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const iv = bytes.subarray(0, IV_BYTES);
  const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const body = bytes.subarray(IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(name, 'utf8'))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    return null;
  }
}
