import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { z } from 'zod';
import { ENCAPSULATED_KEY_BYTES } from '../../shared/contracts/sealed-card.ts';
import { present } from '../../shared/lib/assert.ts';
import { fromBase64, utf8 } from '../../shared/lib/bytes.ts';
import type { BankKeys } from '../ports.ts';
import { hmacHex, keyThumbprint } from './hashing.ts';

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
});
type KeyFile = z.infer<typeof keyFile>;

const KEY_FILE = 'keys.json';

/** Reads `<dataDir>/keys.json` (0600), or makes it at the first start. */
export async function loadBankKeys(dataDir: string): Promise<BankKeys> {
  const path = join(dataDir, KEY_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) return bankKeysFrom(keyFile.parse(JSON.parse(text)));
  const made = makeKeyFile();
  await mkdir(dataDir, { recursive: true });
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(JSON.stringify(made, null, 2));
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  return bankKeysFrom(made);
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
  };
}

const hpke = () =>
  new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });

export async function bankKeysFrom(file: KeyFile): Promise<BankKeys> {
  const { d: _signing, ...publicKey } = file.signingKey;
  const { d: _sealing, ...sealingJwk } = file.sealingKey;
  const signingKey = createPrivateKey({ key: file.signingKey, format: 'jwk' });
  const lookupSecret = present(fromBase64(file.lookupSecret), 'lookup secret');
  const suite = hpke();
  const recipientKey = await suite.kem.importKey('jwk', { ...file.sealingKey }, false);
  const point = await suite.kem.serializePublicKey(
    await suite.kem.importKey('jwk', sealingJwk, true),
  );
  return {
    bankKeyId: `bank-${keyThumbprint(publicKey).slice(0, 16)}`,
    publicKey,
    sealingKeyId: `seal-${keyThumbprint(sealingJwk).slice(0, 16)}`,
    sealingPublicKey: Buffer.from(point).toString('base64'),
    sign: (text) =>
      sign('sha256', Buffer.from(text, 'utf8'), {
        key: signingKey,
        dsaEncoding: 'ieee-p1363',
      }).toString('base64'),
    open: async (sealed, info, context) => {
      const bytes = fromBase64(sealed);
      if (bytes === null || bytes.length <= ENCAPSULATED_KEY_BYTES) return null;
      try {
        const plain = await suite.open(
          {
            recipientKey,
            enc: bytes.slice(0, ENCAPSULATED_KEY_BYTES).buffer,
            info: utf8(info).buffer,
          },
          bytes.slice(ENCAPSULATED_KEY_BYTES).buffer,
          utf8(context).buffer,
        );
        return new Uint8Array(plain);
      } catch {
        // The library throws for every kind of "not for you": wrong key, context or a changed byte.
        return null;
      }
    },
    hmac: (text) => hmacHex(lookupSecret, text),
  };
}
