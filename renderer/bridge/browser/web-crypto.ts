import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { hmac } from '@noble/hashes/hmac.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { JournalCrypto, LineCrypto } from '../../../shared/host/ports.ts';
import type { HostPorts } from '../../../shared/host/till-host.ts';
import type { ReaderPorts } from '../../../shared/host/virtual-card-reader.ts';
import { present } from '../../../shared/lib/assert.ts';
import { fromBase64, toBase64, toHex, utf8 } from '../../../shared/lib/bytes.ts';
import { DEVICE_KEY_KIND, type BrowserSecrets } from './device-secrets.ts';
import { bytesOfText } from '../../text-bytes.ts';
import type { TextDesk } from './text-desk.ts';

const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
/** As Node's own default, so that both hosts make a guess equally dear. */
const SCRYPT = { N: 16_384, r: 8, p: 1, dkLen: 32 } as const;

export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}

export function createLineCrypto(
  { privateKey }: BrowserSecrets,
  desk: Pick<TextDesk, 'digest'>,
): LineCrypto {
  return {
    digest: async (text) => toBase64(new Uint8Array(await desk.digest(text))),
    sign: async (text) =>
      toBase64(new Uint8Array(await crypto.subtle.sign(SIGNING, privateKey, bytesOfText(text)))),
    verify: async (jwk, text, signature) => {
      const bytes = fromBase64(signature);
      if (bytes === null) return false;
      const key = await crypto.subtle.importKey('jwk', { ...jwk }, DEVICE_KEY_KIND, false, [
        'verify',
      ]);
      return crypto.subtle.verify(SIGNING, key, bytes, bytesOfText(text));
    },
    nonce: () => toBase64(randomBytes(18)).replaceAll('+', '-').replaceAll('/', '_'),
  };
}

/** Without promises, because the chain of a whole journal is checked in one go. */
export function createJournalCrypto({ journalKey }: BrowserSecrets): JournalCrypto {
  return {
    sha256: (text) => toHex(sha256(utf8(text))),
    mac: (text) => toHex(hmac(sha256, journalKey, utf8(text))),
  };
}

export function hmacUnder(key: string, text: string): string {
  return toHex(hmac(sha256, present(fromBase64(key), 'the key'), utf8(text)));
}

export function createPinHash({ pepper }: BrowserSecrets): HostPorts['hashPin'] {
  return async (pin, salt) => {
    const secret = utf8(`${pin}\n${toBase64(pepper)}`);
    return toHex(await scryptAsync(secret, present(fromBase64(salt), 'the salt'), SCRYPT));
  };
}

/** Seals text to the bank (P27): what is sealed here cannot be opened here. */
export const sealerFor: ReaderPorts['sealerFor'] = (sealingPublicKey) => {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const key = present(fromBase64(sealingPublicKey), 'the sealing key');
  return async (info, context, plain) => {
    const recipientPublicKey = await suite.kem.deserializePublicKey(key);
    const sender = await suite.createSenderContext({ recipientPublicKey, info: utf8(info) });
    const sealed = await sender.seal(utf8(plain), utf8(context));
    return toBase64(new Uint8Array([...new Uint8Array(sender.enc), ...new Uint8Array(sealed)]));
  };
};
