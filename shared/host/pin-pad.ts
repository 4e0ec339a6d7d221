import { PIN_SEAL_INFO, type SealedPinContent } from '../contracts/sealed-card.ts';
import type { BlockCipher } from '../domain/emv/block-cipher.ts';
import { LONGEST_PIN, sealPin } from '../domain/emv/pin-block.ts';
import { TEST_CARDS } from '../domain/test-cards.ts';
import { sameBytes, toHex } from '../lib/bytes.ts';
import { canonicalJson } from '../lib/canonical-json.ts';

/**
 * The PIN pad (P27): a program in a process of its own, which lives for one entry. It is told single
 * keys, keeps the digits as bytes, and gives away either a block that only the bank opens or the
 * card's yes or no; then it ends. Whoever looks into window or main process finds no PIN there.
 */
export type PadOrder =
  | { readonly kind: 'digit'; readonly digit: number }
  | { readonly kind: 'erase' | 'clear' }
  | SealOrder
  /** VERIFY of the virtual card: its own PIN is read here, as a chip would have it inside. */
  | { readonly kind: 'verify'; readonly cardId: string };

export interface SealOrder {
  readonly kind: 'seal';
  /** The one key that the serial number names; wiped after use. */
  readonly workingKey: Uint8Array;
  /** Hex. */
  readonly serial: string;
  readonly cardNumber: string;
  readonly sealingPublicKey: string;
  /** Of the transaction: sealed for another one, it opens for nobody. */
  readonly context: string;
}

export type PadReply =
  | { readonly kind: 'digits'; readonly digits: number }
  | { readonly kind: 'sealed'; readonly sealedPin: string }
  | { readonly kind: 'verified'; readonly isRight: boolean };

/** How the till's host reaches a pad that it has started. */
export interface PinPadProcess {
  /** One after the other. Null: the pad has ended, and with it what was typed. */
  readonly ask: (order: PadOrder) => Promise<PadReply | null>;
  readonly end: () => void;
}

export type StartPinPad = () => PinPadProcess;

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
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: PinPadPorts) {
    this.#ports = ports;
  }

  /** In the order in which they came. */
  handle(order: PadOrder): Promise<PadReply> {
    const handled = this.#turn.then(() => this.#replyTo(order));
    this.#turn = handled.catch(() => undefined);
    return handled;
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
    const { workingKey, serial, cardNumber, sealingPublicKey, context } = order;
    const { cipher, randomBytes, sealerFor } = this.#ports;
    const block = sealPin(cipher, workingKey, this.#taken(), cardNumber, randomBytes(8));
    workingKey.fill(0);
    if (!block.ok) throw new Error(block.error);
    const content: SealedPinContent = { block: toHex(block.value), serial };
    return sealerFor(sealingPublicKey)(PIN_SEAL_INFO, context, canonicalJson(content));
  }

  #isPinOf(cardId: string): boolean {
    const typed = this.#taken();
    const right = Uint8Array.from(TEST_CARDS.find(({ id }) => id === cardId)?.pin ?? '', Number);
    const isRight = sameBytes(typed, right);
    typed.fill(0);
    right.fill(0);
    return isRight;
  }
}

/** The ends of a pad in another process; replies come back in the order of the orders. */
export interface PadChannel {
  readonly post: (order: PadOrder) => void;
  readonly onReply: (hear: (reply: PadReply | null) => void) => void;
  /** For whatever reason. */
  readonly onEnd: (hear: () => void) => void;
  readonly kill: () => void;
}

export function pinPadOver({ post, onReply, onEnd, kill }: PadChannel): PinPadProcess {
  const waiting: ((reply: PadReply | null) => void)[] = [];
  let isOver = false;
  const over = (): void => {
    isOver = true;
    for (const answer of waiting.splice(0)) answer(null);
  };
  onReply((reply) => waiting.shift()?.(reply));
  onEnd(over);
  return {
    ask: (order) =>
      new Promise((resolve) => {
        if (isOver) {
          resolve(null);
          return;
        }
        waiting.push(resolve);
        post(order);
      }),
    end: () => {
      over();
      kill();
    },
  };
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
