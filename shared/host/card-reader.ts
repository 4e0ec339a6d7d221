import type { CardPresentation, PresentCard } from '../contracts/card-presentation.ts';
import type { Terminal } from '../contracts/host-facts.ts';
import type { Failure } from '../contracts/error-codes.ts';
import type { CardState } from '../domain/emv/chip-card.ts';
import type { ChipRecord } from '../domain/emv/chip-record.ts';
import type { AskedProgram } from './asked-program.ts';
import type { PinTyped } from './chip-run.ts';
import type { CardAtWork } from './chip-tray.ts';

/**
 * The card reader (P27): a device of its own, in a process of its own. The card's number and its keys
 * are in there and nowhere else of the till; what comes out of it is sealed to the bank, masked, or a
 * token. What cards remember is kept by the till, since these have no memory of their own.
 */
export type CardReader = Pick<AskedProgram<ReaderOrder, ReaderReply>, 'ask'>;

export type ReaderOrder = FirstOrder | SecondOrder;
export type ReaderReply = FirstReply | SecondReply;

/** A card is laid on or put in: read, verified, and asked for its first cryptogram. */
export interface FirstOrder {
  readonly kind: 'first';
  readonly wish: PresentCard;
  readonly parameters: Terminal['parameters'];
  readonly card: CardAtWork;
  readonly pin: PinTyped;
  readonly nowMs: number;
  /** Of the merchant: what the number becomes under it is all that the till knows of it (P16). */
  readonly cardTokenKey: string;
  readonly sealingPublicKey: string;
}

export type FirstReply =
  | { readonly kind: 'not-read'; readonly failure: Failure }
  /** Its holder must type a PIN first; nothing has been asked of the card yet. */
  | { readonly kind: 'pin-needed'; readonly checkedBy: 'bank' | 'card' }
  | {
      readonly kind: 'read';
      readonly presentation: Omit<CardPresentation, 'sealedPin'>;
      /** What the card remembers from now on. */
      readonly state: CardState;
      /** It stays in the reader and hears what its bank says. */
      readonly isWaiting: boolean;
    };

/** The second GENERATE AC, with the word of the bank; of the card that is still in there. */
export interface SecondOrder {
  readonly kind: 'second';
  readonly paymentId: string;
  readonly approves: boolean;
  readonly responseCode: string;
  /** Hex; empty where the bank sent none. */
  readonly issuerAuthentication: string;
}

export type SecondReply =
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'ended';
      readonly isRefused: boolean;
      readonly state: CardState;
      readonly chip: ChipRecord;
    };
