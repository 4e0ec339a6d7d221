import type { AskedProgram } from './asked-program.ts';

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
  /** Its number goes into the block; the pad has it as a chip would, and nobody sends it (P27). */
  readonly cardId: string;
  readonly sealingPublicKey: string;
  /** Of the transaction: sealed for another one, it opens for nobody. */
  readonly context: string;
}

export type PadReply =
  | { readonly kind: 'digits'; readonly digits: number }
  | { readonly kind: 'sealed'; readonly sealedPin: string }
  | { readonly kind: 'verified'; readonly isRight: boolean };

/** How the till's host reaches a pad that it has started. */
export type PinPadProcess = AskedProgram<PadOrder, PadReply>;

export type StartPinPad = () => PinPadProcess;
