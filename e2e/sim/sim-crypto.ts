import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import type { DeviceKeyCrypto } from '../../shared/host/device-keys.ts';
import type { JournalCrypto, LineCrypto } from '../../shared/host/ports.ts';
import type { ChipCrypto } from '../../shared/host/chip-crypto.ts';
import { AES_BLOCK } from '../../renderer/bridge/browser/aes-block.ts';
import { concatBytes, fromBase64, toBase64, toHex, utf8 } from '../../shared/lib/bytes.ts';
import { sha256, sha256Hex } from './sim-hash.ts';

/**
 * Cryptography of the simulated world: hashes are real, MACs, signatures and seals are made of them.
 * In this world nobody lies about a key, so that a MAC under the public one is as good as a
 * signature, and nobody forges one, so that a hash with the key in front is as good as an HMAC and
 * costs a fourth; what it must do, it does: a changed byte, another request or another context is
 * noticed.
 */
export { sha256Hex };

const keyed = (key: string, text: string): string => `${key.length} ${key} ${text}`;

export const macHex = (key: string, text: string): string => sha256Hex(keyed(key, text));

export function journalCrypto(key: string): JournalCrypto {
  return { sha256: sha256Hex, mac: (text) => macHex(key, text) };
}

/** A key pair by name; the public half names the private one. */
export function publicKeyOf(name: string): PublicKeyJwk {
  const half = (of: string): string => sha256Hex(`${name} ${of}`).slice(0, 43);
  return { kty: 'EC', crv: 'P-256', x: half('x'), y: half('y') };
}

export function signature(key: PublicKeyJwk, text: string): string {
  const mac = sha256(keyed(key.x, text));
  return toBase64(concatBytes(mac, mac));
}

/** A device's keys by their public halves; each is made with bytes that nobody else has. */
export function deviceKeyCrypto(
  name: string,
  bytes: (count: number) => Uint8Array,
): DeviceKeyCrypto<PublicKeyJwk> {
  return {
    generate: () => publicKeyOf(`${name} ${toHex(bytes(16))}`),
    sign: signature,
    publicOf: (key) => key,
  };
}

export const digest = (text: string): string => toBase64(sha256(text));

/** @param keyInUse asked each time: it may have been renewed (P25). */
export function lineCrypto(
  keyInUse: () => PublicKeyJwk,
  bytes: (count: number) => Uint8Array,
): LineCrypto {
  return {
    digest: (text) => Promise.resolve(digest(text)),
    sign: (text) => Promise.resolve(signature(keyInUse(), text)),
    verify: (other, text, signed) => Promise.resolve(signed === signature(other, text)),
    nonce: () => toHex(bytes(12)),
  };
}

/** Cryptograms are real; that a card proves itself is taken for granted: no lie of this world is about that. */
export const CHIP_CRYPTO: ChipCrypto = {
  cipher: AES_BLOCK,
  proveCard: ({ chip, session }) => ({
    outcome: 'right',
    session: { ...session, isDynamicallyProved: chip.dynamicKey !== null },
  }),
};

/** Encrypts and authenticates: info and context must be the same to open it again. */
export function seal(key: string, info: string, context: string, plain: string): string {
  const body = xored(utf8(plain), `${key} ${info} ${context}`);
  return toBase64(concatBytes(sealTag(key, info, context, body), body));
}

export function unseal(
  key: string,
  info: string,
  context: string,
  sealed: string,
): Uint8Array | null {
  const bytes = fromBase64(sealed);
  if (bytes === null || bytes.length < 16) return null;
  const body = bytes.subarray(16);
  const tag = toHex(sealTag(key, info, context, body));
  if (tag !== toHex(bytes.subarray(0, 16))) return null;
  return xored(body, `${key} ${info} ${context}`);
}

function sealTag(key: string, info: string, context: string, body: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8(`${key} ${info} ${context} `), body)).subarray(0, 16);
}

function xored(bytes: Uint8Array, stream: string): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let block = sha256(stream);
  for (let i = 0; i < bytes.length; i += 1) {
    if (i > 0 && i % 32 === 0) block = sha256(block);
    result[i] = (bytes[i] ?? 0) ^ (block[i % 32] ?? 0);
  }
  return result;
}
