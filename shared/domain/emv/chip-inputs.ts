import { toHex } from '../../lib/bytes.ts';
import type { CardSession } from './card-applet.ts';
import type { CardLimits, CardState } from './chip-card.ts';
import type { KernelQuestion } from './kernel/kernel.ts';
import type { KernelTransaction, PinOutcome, TerminalSettings } from './kernel/settings.ts';
import { encodeElements, type DataName } from './tags.ts';

/**
 * What a decision was made from, kept with it so that it can be made again with another floor limit
 * (`replay.ts`). Terminal and chip decide by nothing else: no clock and no chance.
 */
export interface ChipInputs {
  readonly settings: TerminalSettings;
  readonly transaction: KernelTransaction;
  readonly pin: PinOutcome;
  readonly isLineUsable: boolean;
  /** What the card said of itself, one element after the other (BER-TLV), hex. No number in it (I6). */
  readonly cardData: string;
  readonly chip: ChipMemory;
}

/** Only a virtual card tells this: a real one keeps to itself what it remembers, and its limits. */
export interface ChipMemory {
  /** As it was before it counted this transaction. */
  readonly state: CardState;
  readonly limits: CardLimits;
  /** What it knew of the PIN when it was asked. */
  readonly pin: CardSession['pin'];
}

/** By which a decision is made; its counters are the memory's. Number, sequence, certificates and keys are none of it. */
const KEPT: readonly DataName[] = [
  'interchangeProfile',
  'lowerOfflineLimit',
  'upperOfflineLimit',
  'expiryDate',
  'effectiveDate',
  'issuerCountry',
  'usageControl',
  'cardVersion',
  'verificationMethods',
  'actionDenial',
  'actionOnline',
  'actionDefault',
  'firstObjectList',
  'secondObjectList',
];

export function chipInputsOf(
  { card, settings, transaction, pin }: KernelQuestion,
  isLineUsable: boolean,
  chip: ChipMemory,
): ChipInputs {
  const cardData = toHex(encodeElements(KEPT, card.elements));
  return { settings, transaction, pin, isLineUsable, cardData, chip };
}
