import { assert } from '../../lib/assert.ts';
import { concatBytes } from '../../lib/bytes.ts';
import type { CardSession } from './card-applet.ts';

/** What the card's own key is used with; the key stays with whoever signs. */
export interface CardSigner {
  readonly sha1: (data: Uint8Array) => Uint8Array;
  /** The private operation of RSA, without any padding. */
  readonly sign: (message: Uint8Array) => Uint8Array;
  readonly modulusBytes: number;
}

/**
 * INTERNAL AUTHENTICATE (EMV Book 2, 6.5.1): the card signs a number of its own and what the terminal
 * has sent, of which the terminal's part could not be known before.
 *
 * @param number 2 to 8 bytes, never the same twice
 */
export function signDynamically(
  session: CardSession,
  signer: CardSigner,
  number: Uint8Array,
  objects: Uint8Array,
): { readonly signature: Uint8Array; readonly session: CardSession } {
  assert(number.length >= 2 && number.length <= 8, 'a dynamic number has 2 to 8 bytes');
  const dynamicData = concatBytes(Uint8Array.of(number.length), number);
  const filled = signer.modulusBytes - dynamicData.length - 25;
  const signed = concatBytes(
    Uint8Array.of(0x05, 0x01, dynamicData.length),
    dynamicData,
    new Uint8Array(filled).fill(0xbb),
  );
  const hash = signer.sha1(concatBytes(signed, objects));
  const message = concatBytes(Uint8Array.of(0x6a), signed, hash, Uint8Array.of(0xbc));
  return { signature: signer.sign(message), session: { ...session, isDynamicallyProved: true } };
}
