/**
 * Fields of bits whose every bit has a meaning: the terminal's verification results, its status
 * information, the card's own verification results. A bit has one name, in code and in the trace of
 * a decision; several may share a byte. Bits without a name are reserved and stay 0.
 */
export type BitTable<Name extends string> = Readonly<
  Record<Name, readonly [byte: number, mask: number]>
>;

/** TVR, tag 95 (EMV Book 3, C5, table 46). */
export const VERIFICATION_BITS = {
  'data-authentication-not-done': [0, 0x80],
  'static-authentication-failed': [0, 0x40],
  'card-data-missing': [0, 0x20],
  'card-on-hot-list': [0, 0x10],
  'dynamic-authentication-failed': [0, 0x08],
  'combined-authentication-failed': [0, 0x04],
  'versions-differ': [1, 0x80],
  expired: [1, 0x40],
  'not-yet-effective': [1, 0x20],
  'service-not-allowed': [1, 0x10],
  'new-card': [1, 0x08],
  'cardholder-not-verified': [2, 0x80],
  'method-unknown': [2, 0x40],
  'pin-tries-exceeded': [2, 0x20],
  'pin-pad-missing': [2, 0x10],
  'pin-not-entered': [2, 0x08],
  'online-pin-entered': [2, 0x04],
  'floor-limit-reached': [3, 0x80],
  'lower-offline-limit-exceeded': [3, 0x40],
  'upper-offline-limit-exceeded': [3, 0x20],
  'randomly-selected': [3, 0x10],
  'merchant-forced-online': [3, 0x08],
  'issuer-authentication-failed': [4, 0x40],
} as const satisfies BitTable<string>;
export type VerificationBit = keyof typeof VERIFICATION_BITS;

/** TSI, tag 9B (EMV Book 3, C6, table 47): which steps ran. */
export const STATUS_BITS = {
  'data-authentication': [0, 0x80],
  'cardholder-verification': [0, 0x40],
  'card-risk-management': [0, 0x20],
  'issuer-authentication': [0, 0x10],
  'terminal-risk-management': [0, 0x08],
} as const satisfies BitTable<string>;
export type StatusBit = keyof typeof STATUS_BITS;

/** CVR of the Common Core Definitions (EMV Book 3, C9.3, table CCD 10), without its three counts. */
export const CARD_RESULT_BITS = {
  'dynamic-authentication-done': [0, 0x04],
  'issuer-authentication-not-done': [0, 0x02],
  'issuer-authentication-failed': [0, 0x01],
  'pin-checked': [1, 0x08],
  'pin-wrong': [1, 0x04],
  'pin-tries-exceeded': [1, 0x02],
  'last-online-not-completed': [1, 0x01],
  'lower-count-exceeded': [2, 0x80],
  'upper-count-exceeded': [2, 0x40],
  'lower-amount-exceeded': [2, 0x20],
  'upper-amount-exceeded': [2, 0x10],
  'go-online-was-set': [3, 0x02],
  'no-line': [3, 0x01],
} as const satisfies BitTable<string>;
export type CardResultBit = keyof typeof CARD_RESULT_BITS;

export function bitsOf<Name extends string>(
  table: BitTable<Name>,
  names: Iterable<Name>,
  length: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (const name of names) {
    const [byte, mask] = table[name];
    bytes[byte] = (bytes[byte] ?? 0) | mask;
  }
  return bytes;
}

/** In the order of the table. */
export function namesOf<Name extends string>(table: BitTable<Name>, bytes: Uint8Array): Name[] {
  return (Object.keys(table) as Name[]).filter((name) => {
    const [byte, mask] = table[name];
    return ((bytes[byte] ?? 0) & mask) !== 0;
  });
}
