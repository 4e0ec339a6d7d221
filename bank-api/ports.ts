import type { PublicKeyJwk } from '../shared/contracts/bank-api.ts';
import type { BlockCipher } from '../shared/domain/emv/block-cipher.ts';
import type { Faults } from './faults.ts';
import type { BankDatabase } from './store/database.ts';

/** What the server is handed, so that tests and simulations can hand it something else. */
export interface BankClock {
  readonly nowMs: () => number;
  readonly sleep: (waitMs: number) => Promise<void>;
}

export interface BankRandom {
  readonly bytes: (count: number) => Uint8Array;
}

/** The bank's secrets. What is sealed or hashed with them cannot be read or guessed without. */
export interface BankKeys {
  readonly bankKeyId: string;
  readonly publicKey: PublicKeyJwk;
  readonly sealingKeyId: string;
  /** Uncompressed P-256 point, base64. */
  readonly sealingPublicKey: string;
  /** Raw r‖s over the text, base64. */
  readonly sign: (text: string) => string;
  /** Null for anything that was not sealed to this bank with this context. */
  readonly open: (sealed: string, info: string, context: string) => Promise<Uint8Array | null>;
  /** HMAC under the bank's own secret, hex: for card numbers and PINs. */
  readonly hmac: (text: string) => string;
  readonly issuer: CardIssuer;
  /** Base key of all PIN pads (AES DUKPT), 32 bytes. */
  readonly pinBaseKey: Uint8Array;
}

/** What the issuer of the cards checks their chips with (P17). */
export interface CardIssuer {
  readonly ciphers: Readonly<Partial<Record<BlockCipher['algorithm'], BlockCipher>>>;
  /** By the number that the chip names. */
  readonly keys: ReadonlyMap<number, Uint8Array>;
}

/** What booking needs. */
export interface BookingPorts {
  readonly database: BankDatabase;
  readonly clock: BankClock;
  readonly random: BankRandom;
  readonly keys: BankKeys;
  readonly issuerDown: () => boolean;
  /** How long a copy of a request waits for the one before it, before it hears "in progress". */
  readonly lockWaitMs: number;
}

/** What the whole server needs. */
export interface BankPorts extends BookingPorts {
  /** Where customers find its pages, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly faults: Faults;
  readonly adminToken: string;
  readonly report: (error: unknown) => void;
}

export const BANK_ID = 'twintill-demo-bank';

export function randomDigits(random: BankRandom, count: number): string {
  let digits = '';
  while (digits.length < count) {
    // 250 is the largest multiple of ten in a byte: above it some digits would be likelier.
    for (const byte of random.bytes(count)) if (byte < 250) digits += String(byte % 10);
  }
  return digits.slice(0, count);
}
