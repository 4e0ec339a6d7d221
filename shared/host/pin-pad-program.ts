import { PIN_SEAL_INFO, type SealedPinContent } from '../contracts/sealed-card.ts';
import type { BlockCipher } from '../domain/emv/block-cipher.ts';
import { LONGEST_PIN, sealPin } from '../domain/emv/pin-block.ts';
import { TEST_CARDS, type TestCard } from '../domain/test-cards.ts';
import { present } from '../lib/assert.ts';
import { sameBytes, toHex } from '../lib/bytes.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { Turns } from '../lib/turns.ts';
import type { PadOrder, PadReply, SealOrder, StartPinPad } from './pin-pad.ts';

export interface PinPadPorts {
  /** AES. */
  readonly cipher: BlockCipher;
  readonly randomBytes: (count: number) => Uint8Array;
  /** HPKE to the bank's public key. */
  readonly sealerFor: (
    sealingPublicKey: string,
  ) => (info: string, context: string, plain: string) => Promise<string>;
}

/** What runs in that process. */
export class PinPadProgram {
  readonly #ports: PinPadPorts;
  readonly #typed = new Uint8Array(LONGEST_PIN);
  #count = 0;
  readonly #turns = new Turns();

  constructor(ports: PinPadPorts) {
    this.#ports = ports;
  }

  /** In the order in which they came. */
  handle(order: PadOrder): Promise<PadReply> {
    return this.#turns.take(() => this.#replyTo(order));
  }

  async #replyTo(order: PadOrder): Promise<PadReply> {
    switch (order.kind) {
      case 'digit':
        if (this.#count < LONGEST_PIN) {
          this.#typed[this.#count] = order.digit;
          this.#count += 1;
        }
        return this.#digits();
      case 'erase':
        if (this.#count > 0) {
          this.#count -= 1;
          this.#typed[this.#count] = 0;
        }
        return this.#digits();
      case 'clear':
        this.#wipe();
        return this.#digits();
      case 'seal':
        return { kind: 'sealed', sealedPin: await this.#sealed(order) };
      case 'verify':
        return { kind: 'verified', isRight: this.#isPinOf(order.cardId) };
    }
  }

  #digits(): PadReply {
    return { kind: 'digits', digits: this.#count };
  }

  #wipe(): void {
    this.#typed.fill(0);
    this.#count = 0;
  }

  /** Wiped by `sealPin`. */
  #taken(): Uint8Array {
    const pin = this.#typed.slice(0, this.#count);
    this.#wipe();
    return pin;
  }

  async #sealed(order: SealOrder): Promise<string> {
    const { workingKey, serial, cardId, sealingPublicKey, context } = order;
    const { number } = present(cardOf(cardId), `the card ${cardId}`);
    const { cipher, randomBytes, sealerFor } = this.#ports;
    const block = sealPin(cipher, workingKey, this.#taken(), number, randomBytes(8));
    workingKey.fill(0);
    if (!block.ok) throw new Error(block.error);
    const content: SealedPinContent = { block: toHex(block.value), serial };
    return sealerFor(sealingPublicKey)(PIN_SEAL_INFO, context, canonicalJson(content));
  }

  #isPinOf(cardId: string): boolean {
    const typed = this.#taken();
    const right = Uint8Array.from(cardOf(cardId)?.pin ?? '', Number);
    const isRight = sameBytes(typed, right);
    typed.fill(0);
    right.fill(0);
    return isRight;
  }
}

function cardOf(cardId: string): TestCard | undefined {
  return TEST_CARDS.find(({ id }) => id === cardId);
}

/** A pad without a process: for tills without one to start it, in tests and in the simulation. */
export function pinPadHere(ports: PinPadPorts): StartPinPad {
  return () => {
    const program = new PinPadProgram(ports);
    let isOver = false;
    return {
      ask: async (order) => (isOver ? null : program.handle(order).catch(() => null)),
      end: () => {
        isOver = true;
      },
    };
  };
}
