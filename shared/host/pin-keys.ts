import type { PinKey } from '../contracts/bank-api.ts';
import type { BlockCipher } from '../domain/emv/block-cipher.ts';
import { loadInitialKey, takeKey, workingKey, type DukptState } from '../domain/emv/dukpt.ts';
import { present } from '../lib/assert.ts';
import { fromBase64, fromHex, toHex } from '../lib/bytes.ts';
import { Turns } from '../lib/turns.ts';
import type { KeptValue } from './ports.ts';

/** As it is kept, in hex. */
export interface KeptPinKeys {
  readonly keyId: string;
  /** Of the next key. */
  readonly counter: number;
  readonly registers: readonly (string | null)[];
}

export interface TakenPinKey {
  readonly workingKey: Uint8Array;
  /** Hex; names the key for the bank. */
  readonly serial: string;
}

/**
 * The keys of this till's PIN pads (AES DUKPT, P27). The bank gives an initial key at activation and
 * at each sign-on; of it only what later keys are derived from is kept. A key is taken once: that it
 * is gone is written down before anybody has it, so that neither a kill nor a power cut uses a key
 * serial number twice (I8).
 */
export class PinKeys {
  readonly #file: KeptValue<KeptPinKeys>;
  readonly #cipher: BlockCipher;
  readonly #turns = new Turns();

  constructor(file: KeptValue<KeptPinKeys>, cipher: BlockCipher) {
    this.#file = file;
    this.#cipher = cipher;
  }

  load({ id, key }: PinKey): Promise<void> {
    return this.#turns.take(async () => {
      const initial = present(fromBase64(key), 'the initial key');
      const state = loadInitialKey(this.#cipher, initial, fromHex(id));
      initial.fill(0);
      await this.#file.write(keptOf(state));
    });
  }

  /** Whether anything typed could be sealed. */
  async areLoaded(): Promise<boolean> {
    await this.#turns.pass();
    return (await this.#file.read()) !== null;
  }

  /** Null: none was given by the bank yet, or all are used up. */
  take(): Promise<TakenPinKey | null> {
    return this.#turns.take(async () => {
      const kept = await this.#file.read();
      const taken = kept === null ? null : takeKey(this.#cipher, stateOf(kept));
      if (taken === null) return null;
      await this.#file.write(keptOf(taken.next));
      const { transactionKey, serial } = taken;
      const key = workingKey(this.#cipher, transactionKey, serial, 'pin-encryption');
      transactionKey.fill(0);
      return { workingKey: key, serial: toHex(serial) };
    });
  }
}

/** An answer of the bank in two: what everybody may hear, and the key that only the host has. */
export function withoutPinKey<Answer extends { readonly pinKey?: PinKey }>(
  answer: Answer,
): { readonly open: Omit<Answer, 'pinKey'>; readonly pinKey: PinKey | null } {
  const { pinKey = null, ...open } = answer;
  return { open, pinKey };
}

function keptOf({ keyId, counter, registers }: DukptState): KeptPinKeys {
  const hexOf = (key: Uint8Array | null) => (key === null ? null : toHex(key));
  return { keyId: toHex(keyId), counter, registers: registers.map(hexOf) };
}

function stateOf({ keyId, counter, registers }: KeptPinKeys): DukptState {
  const bytesOf = (key: string | null) => (key === null ? null : fromHex(key));
  return { keyId: fromHex(keyId), counter, registers: registers.map(bytesOf) };
}
