import { concatBytes, sameBytes, toHex } from '../../lib/bytes.ts';
import type { DataElements } from './tags.ts';

/**
 * Dynamic data authentication (EMV Book 2, section 6): the card signs a number that it cannot have
 * known, with a key that its issuer has certified, whose own key a certification authority has. The
 * terminal needs the authority's key alone, and no line.
 *
 *     authority key ─▶ issuer certificate ─▶ issuer key ─▶ card certificate ─▶ card key ─▶ signature
 *
 * Each link is a signature with recovery: what it certifies stands inside. RSA and SHA-1 are what the
 * books prescribe here; both come from the platform.
 */
export interface RecoveryCrypto {
  readonly sha1: (data: Uint8Array) => Uint8Array;
  /** The public operation of RSA, without any padding; null for a number above the modulus. */
  readonly recover: (key: RsaKey, signature: Uint8Array) => Uint8Array | null;
}

export interface RsaKey {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** Which link did not hold. */
export type AuthenticationFault =
  | 'data-missing'
  | 'issuer-certificate'
  | 'card-certificate'
  | 'dynamic-signature';

export interface AuthenticationQuestion {
  readonly authorityKey: RsaKey;
  readonly elements: DataElements;
  /** What the records say that are signed along (Book 3, 10.3). */
  readonly staticData: Uint8Array;
  /** Answer to the card's DDOL: the unpredictable number. */
  readonly objects: Uint8Array;
  /** What the card answered to INTERNAL AUTHENTICATE, tag 9F4B. */
  readonly signature: Uint8Array;
  /** `YYMMDD`. */
  readonly date: string;
}

/** Null when the card is genuine. */
export function checkDynamicAuthentication(
  crypto: RecoveryCrypto,
  question: AuthenticationQuestion,
): AuthenticationFault | null {
  const { elements, objects, signature } = question;
  if (elements.issuerCertificate === undefined || elements.cardCertificate === undefined) {
    return 'data-missing';
  }
  const issuerKey = issuerKeyOf(crypto, question);
  if (issuerKey === null) return 'issuer-certificate';
  const cardKey = cardKeyOf(crypto, issuerKey, question);
  if (cardKey === null) return 'card-certificate';
  return isSignedByCard(crypto, cardKey, signature, objects) ? null : 'dynamic-signature';
}

/** Book 2, 6.3, table 13. */
export function issuerKeyOf(
  crypto: RecoveryCrypto,
  {
    authorityKey,
    elements,
    date,
  }: Pick<AuthenticationQuestion, 'authorityKey' | 'elements' | 'date'>,
): RsaKey | null {
  const { issuerCertificate, issuerKeyRemainder, issuerKeyExponent, cardNumber } = elements;
  if (!issuerCertificate || !issuerKeyExponent || !cardNumber) return null;
  const opened = openSigned(crypto, authorityKey, issuerCertificate, ISSUER_CERTIFICATE, [
    issuerKeyRemainder,
    issuerKeyExponent,
  ]);
  if (opened === null) return null;
  const issuer = toHex(opened.subarray(1, 5)).replace(/f+$/, '');
  if (!toHex(cardNumber).startsWith(issuer) || issuer.length < 3) return null;
  if (isPast(opened.subarray(5, 7), date)) return null;
  return keyIn(opened, 11, issuerKeyRemainder, issuerKeyExponent);
}

/** Book 2, 6.4, table 14. */
function cardKeyOf(
  crypto: RecoveryCrypto,
  issuerKey: RsaKey,
  { elements, staticData, date }: AuthenticationQuestion,
): RsaKey | null {
  const { cardCertificate, cardKeyRemainder, cardKeyExponent, cardNumber } = elements;
  if (!cardCertificate || !cardKeyExponent || !cardNumber) return null;
  const opened = openSigned(crypto, issuerKey, cardCertificate, CARD_CERTIFICATE, [
    cardKeyRemainder,
    cardKeyExponent,
    staticData,
  ]);
  if (opened === null) return null;
  const digits = (bytes: Uint8Array) => toHex(bytes).replace(/f+$/, '');
  if (digits(opened.subarray(1, 11)) !== digits(cardNumber)) return null;
  if (isPast(opened.subarray(11, 13), date)) return null;
  return keyIn(opened, 17, cardKeyRemainder, cardKeyExponent);
}

/** Book 2, 6.5.2, table 17. */
export function isSignedByCard(
  crypto: RecoveryCrypto,
  cardKey: RsaKey,
  signature: Uint8Array,
  objects: Uint8Array,
): boolean {
  return openSigned(crypto, cardKey, signature, DYNAMIC_DATA, [objects]) !== null;
}

const ISSUER_CERTIFICATE = 0x02;
const CARD_CERTIFICATE = 0x04;
const DYNAMIC_DATA = 0x05;
const HEADER = 0x6a;
const TRAILER = 0xbc;
const HASH_BYTES = 20;
/** SHA-1, and RSA. */
const ALGORITHM = 0x01;

/**
 * What was signed, without header, hash and trailer; null when the signature is of another key or
 * another format, or does not go with what was told beside it (Book 2, A2.1).
 */
function openSigned(
  crypto: RecoveryCrypto,
  key: RsaKey,
  signature: Uint8Array,
  format: number,
  beside: readonly (Uint8Array | undefined)[],
): Uint8Array | null {
  if (signature.length !== key.modulus.length || signature.length < 64) return null;
  const opened = crypto.recover(key, signature);
  if (opened === null || opened[0] !== HEADER || opened.at(-1) !== TRAILER || opened[1] !== format)
    return null;
  const signed = opened.subarray(1, -1 - HASH_BYTES);
  const hash = opened.subarray(-1 - HASH_BYTES, -1);
  const told = beside.map((part) => part ?? new Uint8Array());
  return sameBytes(crypto.sha1(concatBytes(signed, ...told)), hash) ? signed : null;
}

/** Hash and key algorithm, two lengths, then as much of the key as fits; the rest stands beside. */
function keyIn(
  signed: Uint8Array,
  at: number,
  remainder: Uint8Array | undefined,
  exponent: Uint8Array,
): RsaKey | null {
  const [hashAlgorithm, keyAlgorithm, keyBytes = 0, exponentBytes] = signed.subarray(
    at - 1,
    at + 3,
  );
  if (hashAlgorithm !== ALGORITHM || keyAlgorithm !== ALGORITHM) return null;
  if (exponentBytes !== exponent.length) return null;
  const inside = signed.subarray(at + 3);
  const rest = remainder ?? new Uint8Array();
  const isSplit = keyBytes > inside.length;
  if (isSplit && keyBytes !== inside.length + rest.length) return null;
  const modulus = isSplit ? concatBytes(inside, rest) : inside.slice(0, keyBytes);
  return { modulus, exponent };
}

/** `MMYY`; a certificate is good to the end of its month. */
function isPast(expiry: Uint8Array, date: string): boolean {
  const text = toHex(expiry);
  return `${text.slice(2)}${text.slice(0, 2)}` < date.slice(0, 4);
}
