import { toHex } from '../../../lib/bytes.ts';
import type { VerificationBit } from '../bits.ts';
import { dateOf, type CardData } from './card-data.ts';
import type { KernelTransaction, TerminalSettings } from './settings.ts';
import type { RestrictionsStep } from './trace.ts';

/**
 * May this card be used here and today at all (EMV Book 3, 10.4)? Nothing is refused yet: each answer
 * is a bit, and the masks decide what it means.
 */
export function checkRestrictions(
  card: CardData,
  settings: TerminalSettings,
  { date }: KernelTransaction,
): RestrictionsStep {
  const { cardVersion, usageControl, issuerCountry, effectiveDate } = card.elements;
  const effective = effectiveDate ? dateOf(effectiveDate) : null;
  const isDomestic = issuerCountry !== undefined && toHex(issuerCountry) === settings.country;
  const version = cardVersion ? toHex(cardVersion) : null;
  const facts: readonly (readonly [boolean, VerificationBit])[] = [
    [version !== null && version !== settings.terminalVersion, 'versions-differ'],
    [usageControl !== undefined && !isAllowed(usageControl, isDomestic), 'service-not-allowed'],
    [effective !== null && isAfter(effective, date), 'not-yet-effective'],
    [isAfter(date, card.expiryDate), 'expired'],
  ];
  return {
    step: 'restrictions',
    sets: facts.flatMap(([isSo, bit]) => (isSo ? [bit] : [])),
    cardVersion: version,
    terminalVersion: settings.terminalVersion,
    isDomestic,
    usageControl: usageControl ? toHex(usageControl) : null,
    effectiveDate: effective,
    expiryDate: card.expiryDate,
    date,
  };
}

const DOMESTIC_GOODS = 0x20;
const INTERNATIONAL_GOODS = 0x10;
const NOT_AT_CASH_MACHINES = 0x01;

/** Goods at a counter: application usage control, byte 1 (C2, table 42). */
function isAllowed(usageControl: Uint8Array, isDomestic: boolean): boolean {
  const needed = NOT_AT_CASH_MACHINES | (isDomestic ? DOMESTIC_GOODS : INTERNATIONAL_GOODS);
  return ((usageControl[0] ?? 0) & needed) === needed;
}

/** Two digits of a year: from 50 on the last century (EMV Book 4, 6.7.3). */
function isAfter(one: string, other: string): boolean {
  const whole = (date: string) => `${Number(date.slice(0, 2)) >= 50 ? '19' : '20'}${date}`;
  return whole(one) > whole(other);
}
