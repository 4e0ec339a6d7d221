import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { present } from '../../shared/lib/assert.ts';
import { fromBase64 } from '../../shared/lib/bytes.ts';
import type { BankKeys } from '../ports.ts';
import { replaceFile } from '../whole-file.ts';
import { hmacHex, keyThumbprint } from './hashing.ts';
import { DEMO_ISSUER } from './issuer-keys.ts';
import { rawFromDer } from './raw-signature.ts';
import { recipientOf } from './unsealing.ts';

const jwkPart = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const privateJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: jwkPart,
  y: jwkPart,
  d: jwkPart,
});
const keyFile = z.object({
  signingKey: privateJwk,
  sealingKey: privateJwk,
  /** Base64 of 32 bytes: card numbers and PINs are kept as HMACs under it only. */
  lookupSecret: z.string(),
  /** Base64 of 32 bytes; a file from before PINs had keys has none. */
  pinBaseKey: z.string().exactOptional(),
});
type KeyFile = z.infer<typeof keyFile> & { readonly pinBaseKey: string };

const KEY_FILE = 'keys.json';

/** Reads `<dataDir>/keys.json` (0600), or makes it at the first start. */
export async function loadBankKeys(dataDir: string): Promise<BankKeys> {
  const path = join(dataDir, KEY_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  const known = text === null ? null : keysIn(text, path);
  if (hasAllKeys(known)) return bankKeysFrom(known);
  const whole: KeyFile = { ...makeKeyFile(), ...known };
  await mkdir(dataDir, { recursive: true });
  await replaceFile(path, JSON.stringify(whole, null, 2));
  return bankKeysFrom(whole);
}

/** New ones in their place would leave every till with a bank that it does not believe (P25). */
function keysIn(text: string, path: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `${path} cannot be read: put a copy of it back, its tills believe no other keys`,
      { cause: error },
    );
  }
}

function hasAllKeys(known: z.infer<typeof keyFile> | null): known is KeyFile {
  return known?.pinBaseKey !== undefined;
}

/** Keys that live as long as the process, for tests. */
export function makeKeyFile(): KeyFile {
  const jwk = () =>
    privateJwk.parse(
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    );
  return {
    signingKey: jwk(),
    sealingKey: jwk(),
    lookupSecret: randomBytes(32).toString('base64'),
    pinBaseKey: randomBytes(32).toString('base64'),
  };
}

export function bankKeysFrom(file: KeyFile): BankKeys {
  const { d: _signing, ...publicKey } = file.signingKey;
  const { d: _sealing, ...sealingJwk } = file.sealingKey;
  const signingKey = createPrivateKey({ key: file.signingKey, format: 'jwk' });
  const lookupSecret = present(fromBase64(file.lookupSecret), 'lookup secret');
  const recipient = recipientOf(Buffer.from(file.sealingKey.d, 'base64url'));
  return {
    bankKeyId: `bank-${keyThumbprint(publicKey).slice(0, 16)}`,
    publicKey,
    sealingKeyId: `seal-${keyThumbprint(sealingJwk).slice(0, 16)}`,
    sealingPublicKey: recipient.publicKey.toString('base64'),
    sign: (text) =>
      rawFromDer(sign('sha256', Buffer.from(text, 'utf8'), signingKey)).toString('base64'),
    open: (sealed, info, context) =>
      Promise.resolve(recipient.open(Buffer.from(sealed, 'base64'), info, context)),
    hmac: (text) => hmacHex(lookupSecret, text),
    issuer: DEMO_ISSUER,
    pinBaseKey: present(fromBase64(file.pinBaseKey), 'base key of the PIN pads'),
  };
}
