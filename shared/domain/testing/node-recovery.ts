import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateEncrypt,
  publicDecrypt,
} from 'node:crypto';
import { concatBytes, fromHex, toHex } from '../../lib/bytes.ts';
import type { RecoveryCrypto, RsaKey } from '../emv/data-authentication.ts';

/** Node's RSA and SHA-1 behind the port of the rules, and a certification authority, for their tests. */
export const RECOVERY: RecoveryCrypto = {
  sha1: (data) => Uint8Array.from(createHash('sha1').update(data).digest()),
  recover: ({ modulus, exponent }, signature) => {
    const part = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
    const key = createPublicKey({
      key: { kty: 'RSA', n: part(modulus), e: part(exponent) },
      format: 'jwk',
    });
    try {
      return Uint8Array.from(publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature));
    } catch {
      return null;
    }
  },
};

export interface TestKeyPair {
  readonly key: RsaKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export function testKeyPair(bits: number): TestKeyPair {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: 3 });
  return keyPairOf(privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'));
}

/** @param pkcs8 base64 */
export function keyPairOf(pkcs8: string): TestKeyPair {
  const der = Buffer.from(pkcs8, 'base64');
  const key = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
  const { n = '', e = '' } = createPublicKey(key).export({ format: 'jwk' });
  const bytes = (text: unknown) => Uint8Array.from(Buffer.from(String(text), 'base64url'));
  return {
    key: { modulus: bytes(n), exponent: bytes(e) },
    sign: (message) =>
      Uint8Array.from(privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, message)),
  };
}

/** Header, what is signed, the hash of it and of what stands beside, trailer (Book 2, A2.1). */
export function signedWithRecovery(
  signer: TestKeyPair,
  signed: Uint8Array,
  ...beside: readonly Uint8Array[]
): Uint8Array {
  const hash = RECOVERY.sha1(concatBytes(signed, ...beside));
  return signer.sign(concatBytes(Uint8Array.of(0x6a), signed, hash, Uint8Array.of(0xbc)));
}

export interface Certificate {
  readonly certificate: Uint8Array;
  readonly remainder: Uint8Array;
}

/** @param subject format, name, expiry and serial number, as tables 13 and 14 begin. */
export function certify(
  signer: TestKeyPair,
  subject: string,
  { modulus, exponent }: RsaKey,
  ...beside: readonly Uint8Array[]
): Certificate {
  const head = fromHex(`${subject}0101${toHex(Uint8Array.of(modulus.length, exponent.length))}`);
  const room = signer.key.modulus.length - 22 - head.length;
  const filled = concatBytes(
    modulus.subarray(0, room),
    new Uint8Array(Math.max(0, room - modulus.length)).fill(0xbb),
  );
  const remainder = modulus.slice(room);
  const certificate = signedWithRecovery(
    signer,
    concatBytes(head, filled),
    remainder,
    exponent,
    ...beside,
  );
  return { certificate, remainder };
}
