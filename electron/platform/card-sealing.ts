import { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64, toBase64, utf8 } from '../../shared/lib/bytes.ts';
import { present } from '../../shared/lib/assert.ts';

// Electron 22's Node has no global WebCrypto, which the HPKE library looks for.
if (globalThis.crypto === undefined) Object.assign(globalThis, { crypto: webcrypto });

/**
 * Seals text to the bank (P27). The till holds the public key only: what is sealed here cannot be
 * opened here.
 */
export function createSealer(
  sealingPublicKey: string,
): (info: string, context: string, plain: string) => Promise<string> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const key = present(fromBase64(sealingPublicKey), 'the sealing key');
  return async (info, context, plain) => {
    const recipientPublicKey = await suite.kem.deserializePublicKey(key);
    const sender = await suite.createSenderContext({ recipientPublicKey, info: utf8(info) });
    const sealed = new Uint8Array(await sender.seal(utf8(plain), utf8(context)));
    const encapsulated = new Uint8Array(sender.enc);
    const wire = new Uint8Array(encapsulated.length + sealed.length);
    wire.set(encapsulated, 0);
    wire.set(sealed, encapsulated.length);
    return toBase64(wire);
  };
}
