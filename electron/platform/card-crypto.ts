import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateEncrypt,
  publicDecrypt,
  randomBytes,
} from 'node:crypto';
import type { BlockCipher } from '../../shared/domain/emv/block-cipher.ts';
import type { RecoveryCrypto } from '../../shared/domain/emv/data-authentication.ts';
import type { CardSigner } from '../../shared/domain/emv/dynamic-signature.ts';
import { proverWith, type ChipCrypto } from '../../shared/host/chip-crypto.ts';

/** Node's own crypto behind what virtual cards compute with (decision 7). */

const nameFor = (key: Uint8Array): string => `aes-${key.length * 8}-ecb`;

const cipher: BlockCipher = {
  algorithm: 'aes',
  under: (key) => ({
    encrypt: (block) => {
      const one = createCipheriv(nameFor(key), key, null).setAutoPadding(false);
      return Uint8Array.from(Buffer.concat([one.update(block), one.final()]));
    },
    decrypt: (block) => {
      const one = createDecipheriv(nameFor(key), key, null).setAutoPadding(false);
      return Uint8Array.from(Buffer.concat([one.update(block), one.final()]));
    },
  }),
};

const sha1 = (data: Uint8Array) => Uint8Array.from(createHash('sha1').update(data).digest());
const padding = constants.RSA_NO_PADDING;

const recovery: RecoveryCrypto = {
  sha1,
  recover: ({ modulus, exponent }, signature) => {
    const part = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
    try {
      const jwk = { kty: 'RSA', n: part(modulus), e: part(exponent) };
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      return Uint8Array.from(publicDecrypt({ key, padding }, signature));
    } catch {
      // No key, or a number above its modulus: nothing can be recovered, so the proof fails.
      return null;
    }
  },
};

function signerOf(privateKey: string): CardSigner {
  const der = Buffer.from(privateKey, 'base64');
  const key = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
  const { n = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    sha1,
    sign: (message) => Uint8Array.from(privateEncrypt({ key, padding }, message)),
    modulusBytes: Buffer.from(n, 'base64url').length,
  };
}

export const chipCrypto: ChipCrypto = {
  cipher,
  proveCard: proverWith({ recovery, signerOf, randomBytes }),
};
