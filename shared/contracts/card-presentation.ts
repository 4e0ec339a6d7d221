import type { ChipNo, ChipRecord, ChipYes } from '../domain/emv/chip-record.ts';
import type { CardFacts, PaymentCore } from '../domain/payment.ts';
import type { PinPadKey } from './pin-pad-keys.ts';

/** `refusedByCard`: the chip did not believe the bank's yes, or said no at the end (P17). */
export interface AtCard {
  readonly refusedByCard?: true;
  /** With the chip's second answer, where there was a chip in the reader. */
  readonly chip?: ChipRecord;
}

export interface PresentCard {
  readonly cardId: string;
  /** The card is sealed to exactly this transaction (P27); of nothing: its balance is asked. */
  readonly core: Pick<PaymentCore, 'id' | 'amountMinor' | 'currency' | 'terminalId'>;
  readonly lineUsable: boolean;
  /** The amount is only held: a tap is asked for its PIN whatever it comes to (TERMINAL 2a). */
  readonly isHold?: true;
}

export interface PinPress {
  readonly paymentId: string;
  readonly key: PinPadKey;
}

/** What stands on the display of a PIN pad. */
export interface PinPadShows {
  /** `entered`: it has a PIN, or no further try is left; the card is presented again. */
  readonly state: 'typing' | 'entered' | 'cancelled';
  /** As many dots. */
  readonly digits: number;
  /** After the card has said that the PIN is wrong: what it still allows; null before. */
  readonly triesLeft: number | null;
}

export interface CardPresentation {
  readonly card: CardFacts;
  readonly sealedCard: string;
  /** Present only when the card holder typed a PIN that the bank must check. */
  readonly sealedPin: string | null;
  /** By its own dates, held against the day of this transaction (F28). */
  readonly expired: boolean;
  readonly notYetValid: boolean;
  readonly hot: boolean;
  /** The chip's own yes, when it was asked without a line and gave one (P17). */
  readonly chipApproval: { readonly code: ChipYes; readonly certificate: string } | null;
  /** The chip's or the kernel's own no, before or without the bank (P17): final for this payment. */
  readonly chipRefusal: ChipNo | null;
  readonly chip: ChipRecord;
}
