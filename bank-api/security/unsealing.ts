import { createDecipheriv, createECDH, createHmac, createSecretKey } from 'node:crypto';
import { ENCAPSULATED_KEY_BYTES } from '../../shared/contracts/sealed-card.ts';

/**
 * Opens what is sealed by HPKE (RFC 9180) in base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256
 * and AES-256-GCM, as `sealed-card.ts` says. Tills seal with a library on WebCrypto; there each of a
 * dozen steps is a task of its own for the thread pool, ten times the work of the steps themselves,
 * which are done here one after the other by Node's own cryptography.
 */
export interface Recipient {
  /** Uncompressed point. */
  readonly publicKey: Buffer;
  /** Null for anything that was not sealed to this key with this context. */
  readonly open: (sealed: Buffer, info: string, context: string) => Buffer | null;
}

const VERSION = Buffer.from('HPKE-v1');
const NOTHING = Buffer.alloc(0);
const BASE_MODE = Buffer.from([0]);
const KEM_SUITE = Buffer.concat([Buffer.from('KEM'), Buffer.from([0x00, 0x10])]);
/** KEM, KDF, AEAD. */
const SUITE = Buffer.concat([Buffer.from('HPKE'), Buffer.from([0, 0x10, 0, 0x01, 0, 0x02])]);
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `privateKey`: the number d, 32 bytes. */
export function recipientOf(privateKey: Buffer): Recipient {
  const agreement = createECDH('prime256v1');
  agreement.setPrivateKey(privateKey);
  const publicKey = agreement.getPublicKey();

  const sharedSecret = (point: Buffer): Buffer => {
    const extracted = extract(KEM_SUITE, NOTHING, 'eae_prk', agreement.computeSecret(point));
    const context = Buffer.concat([point, publicKey]);
    return expand(KEM_SUITE, extracted, 'shared_secret', context, KEY_BYTES);
  };

  /** There are as many as kinds of content; each costs as much as the rest of the derivation. */
  const schedules = new Map<string, Buffer>();
  const scheduleFor = (info: string): Buffer => {
    const known = schedules.get(info) ?? scheduleOf(info);
    schedules.set(info, known);
    return known;
  };

  const open: Recipient['open'] = (sealed, info, context) => {
    if (sealed.length < ENCAPSULATED_KEY_BYTES + TAG_BYTES) return null;
    try {
      const schedule = scheduleFor(info);
      const shared = sharedSecret(sealed.subarray(0, ENCAPSULATED_KEY_BYTES));
      const secret = extract(SUITE, shared, 'secret', NOTHING);
      const key = createSecretKey(expand(SUITE, secret, 'key', schedule, KEY_BYTES));
      const nonce = expand(SUITE, secret, 'base_nonce', schedule, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const text = decipher.update(sealed.subarray(ENCAPSULATED_KEY_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]);
    } catch {
      // No point of the curve, another key, another context or a changed byte: not for this bank.
      return null;
    }
  };
  return { publicKey, open };
}

function scheduleOf(info: string): Buffer {
  return Buffer.concat([
    BASE_MODE,
    extract(SUITE, NOTHING, 'psk_id_hash', NOTHING),
    extract(SUITE, NOTHING, 'info_hash', Buffer.from(info)),
  ]);
}

/** LabeledExtract of the RFC. */
function extract(suite: Buffer, salt: Buffer, label: string, secret: Buffer): Buffer {
  const parts = [VERSION, suite, Buffer.from(label), secret];
  return hmac(salt, ...parts);
}

/** LabeledExpand; no key of this suite is longer than one hash, so that one round is all of HKDF. */
function expand(suite: Buffer, secret: Buffer, label: string, info: Buffer, bytes: number): Buffer {
  const length = Buffer.from([0, bytes]);
  const parts = [length, VERSION, suite, Buffer.from(label), info, Buffer.from([1])];
  return hmac(secret, ...parts).subarray(0, bytes);
}

function hmac(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  // Handed over as bytes, a key costs three times what the whole hash does.
  const text = Buffer.concat(parts);
  return createHmac('sha256', createSecretKey(key)).update(text).digest();
}
