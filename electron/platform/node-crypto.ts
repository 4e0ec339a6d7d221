import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import type { DeviceKeyCrypto } from '../../shared/host/device-keys.ts';
import type { JournalCrypto, LineCrypto } from '../../shared/host/ports.ts';
import { present } from '../../shared/lib/assert.ts';

/** Node's own crypto behind the host's ports; P-256 because it is in every runtime we ship on. */

/** A device key as it rests in the key store: the private one as PKCS #8 PEM. */
export interface DeviceKey {
  readonly privatePem: string;
  readonly publicJwk: PublicKeyJwk;
}

export function generateDeviceKey(): DeviceKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicJwk: { kty: 'EC', crv: 'P-256', x: present(x, 'x'), y: present(y, 'y') },
  };
}

/** Raw r‖s over SHA-256, base64. */
export function signBy(key: DeviceKey, text: string): string {
  const known = privateKeys.get(key) ?? createPrivateKey(key.privatePem);
  privateKeys.set(key, known);
  const wanted = { key: known, dsaEncoding: 'ieee-p1363' } as const;
  return sign('sha256', Buffer.from(text, 'utf8'), wanted).toString('base64');
}

/** Reading one takes as long as signing with it. */
const privateKeys = new WeakMap<DeviceKey, KeyObject>();

export const DEVICE_KEY_CRYPTO: DeviceKeyCrypto<DeviceKey> = {
  generate: generateDeviceKey,
  sign: signBy,
  publicOf: ({ publicJwk }) => publicJwk,
};

/** @param keyInUse asked each time: it may have been renewed (P25). */
export function createLineCrypto(keyInUse: () => DeviceKey): LineCrypto {
  return {
    digest: (text) => Promise.resolve(createHash('sha256').update(text, 'utf8').digest('base64')),
    sign: (text) => Promise.resolve(signBy(keyInUse(), text)),
    verify: (jwk, text, signature) =>
      Promise.resolve(
        verify(
          'sha256',
          Buffer.from(text, 'utf8'),
          {
            key: createPublicKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' }),
            dsaEncoding: 'ieee-p1363',
          },
          Buffer.from(signature, 'base64'),
        ),
      ),
    nonce: () => randomBytes(18).toString('base64url'),
  };
}

/** @param key the till's journal key, 32 random bytes. */
export function createJournalCrypto(key: Uint8Array): JournalCrypto {
  return {
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    mac: (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex'),
  };
}
