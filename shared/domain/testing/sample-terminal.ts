import { fromHex } from '../../lib/bytes.ts';
import { beginTransaction, countersOf, type CardSession } from '../emv/card-applet.ts';
import {
  fileLocatorOf,
  NEW_CARD_STATE,
  recordOf,
  type CardState,
  type ChipApplication,
} from '../emv/chip-card.ts';
import { locatedRecords } from '../emv/file-locator.ts';
import { readCardData, type ReadRecord } from '../emv/kernel/card-data.ts';
import type { KernelQuestion } from '../emv/kernel/kernel.ts';
import type { KernelTransaction, TerminalSettings } from '../emv/kernel/settings.ts';
import { TEST_CHIPS } from '../emv/test-chips.ts';
import { minor } from '../money.ts';
import { TEST_CARDS } from '../test-cards.ts';

/** A terminal as the bank would set it up, a sale on it, and cards in it, for tests of the kernel. */
export const SAMPLE_SETTINGS: TerminalSettings = {
  country: '0156',
  currency: '0156',
  terminalType: '22',
  terminalVersion: '0030',
  capabilities: '20e8c0',
  floorLimitMinor: minor(30_000),
  randomSelection: { thresholdMinor: minor(10_000), sharePercent: 0, maxSharePercent: 50 },
  contactless: { noPinLimitMinor: minor(100_000), transactionLimitMinor: minor(5_000_000) },
  actionDenial: '0000000000',
  actionOnline: 'dc4004f800',
  // Who was not verified, or only by a PIN that the bank has not seen, gets no yes without it (P18).
  actionDefault: 'dc4084a800',
};

export const SAMPLE_TRANSACTION: KernelTransaction = {
  amountMinor: minor(5_000),
  lastAmountMinor: minor(0),
  date: '261126',
  entryMode: 'chip',
  isHot: false,
  isForcedOnline: false,
  unpredictableNumber: 'deadbeef',
  draw: 99,
};

/** The issuer's test key number 1, of which the keys of all test cards are derived. */
export const SAMPLE_ISSUER_KEY = fromHex('3f1d6a50c28b94e7760d5ea1b3924cf8');

/** A card that its issuer has heard of: not new, its last transaction the first one. */
export const USED_CARD: CardState = {
  ...NEW_CARD_STATE,
  transactionCounter: 1,
  lastOnlineCounter: 1,
};

export function chipOf(id: string): ChipApplication {
  const number = TEST_CARDS.find((card) => card.id === id)?.number;
  const chip = TEST_CHIPS.find(({ cardNumber }) => cardNumber === number);
  if (chip === undefined) throw new Error(`no chip ${id}`);
  return chip;
}

/** As the card's file locator says. */
export function recordsOf(chip: ChipApplication): readonly ReadRecord[] {
  const records = locatedRecords(fileLocatorOf(chip));
  if (!records.ok) throw new Error(records.error);
  return records.value.map(({ file, record, isSigned }) => ({
    bytes: recordOf(chip, file, record),
    isSigned,
  }));
}

export function inserted(
  chip: ChipApplication,
  state: CardState = USED_CARD,
): { readonly session: CardSession; readonly question: KernelQuestion } {
  const session = beginTransaction(chip, state);
  if (session === null) throw new Error('the card has counted to its end');
  const known = { interchangeProfile: fromHex(chip.interchangeProfile), ...countersOf(session) };
  const card = readCardData(recordsOf(chip), known);
  if (!card.ok) throw new Error(card.error);
  const question: KernelQuestion = {
    card: card.value,
    settings: SAMPLE_SETTINGS,
    transaction: SAMPLE_TRANSACTION,
    pin: 'not-asked',
    dataAuthentication: 'right',
  };
  return { session, question };
}
