import { MAX_AMOUNT_MINOR, minor, type Minor } from './money.ts';

/**
 * The code on a provisional slip: which promise it is, of how much, and a proof that a till of this
 * merchant made it. It holds no word about the money: whoever scans it later asks the bank.
 *
 *     79  payment id, 16 bytes · amount in minor units, 5 bytes · proof, 12 bytes     as one number
 *
 * Digits only: a scanner is a keyboard, and digits are what a busy till never tears apart (A25); as
 * a QR code of 29 × 29 they go onto a narrow roll.
 */
export interface SlipCode {
  readonly paymentId: string;
  readonly amountMinor: Minor;
}

export interface ProvedSlipCode extends SlipCode {
  /** Hex; see `slipCodeWords`. */
  readonly proof: string;
}

const MARK = '79';
const AMOUNT_BYTES = 5;
const HEX_DIGITS = { id: 32, amount: 2 * AMOUNT_BYTES, proof: 24 } as const;
/** 2^264 has so many. */
const NUMBER_DIGITS = 80;
/** Longer than any code of goods (GS1-128 ends at 48). */
const LEAST_DIGITS = 49;

/** What the proof is over: an HMAC-SHA-256, of which the first 12 bytes are kept. */
export function slipCodeWords({ paymentId, amountMinor }: SlipCode): string {
  return `provisional slip ${paymentId} ${amountMinor}`;
}

/** Of an HMAC in hex. */
export function proofOf(hmac: string): string {
  return hmac.slice(0, HEX_DIGITS.proof);
}

/** Whether this can be nothing else, whole or torn: no article is asked for by it. */
export function isSlipCode(scanned: string): boolean {
  return scanned.length >= LEAST_DIGITS && scanned.startsWith(MARK) && /^\d+$/.test(scanned);
}

export function slipCodeText({ paymentId, amountMinor, proof }: ProvedSlipCode): string {
  const id = paymentId.replaceAll('-', '');
  const amount = amountMinor.toString(16).padStart(HEX_DIGITS.amount, '0');
  return `${MARK}${BigInt(`0x${id}${amount}${proof}`).toString().padStart(NUMBER_DIGITS, '0')}`;
}

/** Null when it is torn or misread. */
export function readSlipCode(text: string): ProvedSlipCode | null {
  if (!isSlipCode(text) || text.length !== MARK.length + NUMBER_DIGITS) return null;
  const { id, amount, proof } = HEX_DIGITS;
  const hex = BigInt(text.slice(MARK.length))
    .toString(16)
    .padStart(id + amount + proof, '0');
  if (hex.length > id + amount + proof) return null;
  const amountMinor = Number.parseInt(hex.slice(id, id + amount), 16);
  if (amountMinor === 0 || amountMinor >= MAX_AMOUNT_MINOR) return null;
  const paymentId = hex.slice(0, id).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { paymentId, amountMinor: minor(amountMinor), proof: hex.slice(id + amount) };
}

/** When the promise was made: the id says so (UUID v7, epoch milliseconds in its first 6 bytes). */
export function promisedAtMs(paymentId: string): number {
  return Number.parseInt(paymentId.replaceAll('-', '').slice(0, 12), 16);
}

/** What the bank knows of the payment, as far as it says what became of the promise. */
export type BankOfSlip =
  | { readonly known: false }
  | {
      readonly known: true;
      readonly state: 'approved' | 'posted' | 'declined' | 'refused' | 'reversed';
      /** Another payment of the same sale, later and of the same amount, stands. */
      readonly isPaidOtherwise: boolean;
    };

/** What this till knows itself, where the sale is its own. */
export type TillOfSlip = 'nothing' | 'unsent' | 'withdrawn' | 'recovered' | 'written-off';

/**
 *   final        the bank has the money
 *   recovered    the promise was refused, and made up for since
 *   declined     the bank has refused it, and nobody here knows of anything that made up for it
 *   taken-back   what the bank had said yes to went back to the card
 *   unsent       this till holds it, and the bank has not heard of it yet
 *   withdrawn    this till took it back before anything of it had left
 *   unknown      the bank has not heard of it, and this till does not have it
 */
export type SlipFate =
  | 'final'
  | 'recovered'
  | 'written-off'
  | 'declined'
  | 'taken-back'
  | 'unsent'
  | 'withdrawn'
  | 'unknown';

export function fateOfSlip(bank: BankOfSlip, till: TillOfSlip): SlipFate {
  if (!bank.known) return till === 'unsent' || till === 'withdrawn' ? till : 'unknown';
  switch (bank.state) {
    case 'approved':
    case 'posted':
      return 'final';
    case 'declined':
    case 'refused':
      if (bank.isPaidOtherwise || till === 'recovered') return 'recovered';
      return till === 'written-off' ? 'written-off' : 'declined';
    case 'reversed':
      return bank.isPaidOtherwise ? 'recovered' : 'taken-back';
  }
}
