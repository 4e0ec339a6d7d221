import { toHex } from '../../../lib/bytes.ts';
import type { VerificationBit } from '../bits.ts';
import { binaryNumber } from '../digits.ts';
import type { CardData } from './card-data.ts';
import type { KernelTransaction, PinOutcome, TerminalSettings } from './settings.ts';
import type { CardholderMethod, CardholderRule, CardholderStep, ContactlessStep } from './trace.ts';

/**
 * Who holds the card (EMV Book 3, 10.5)? The issuer's list is gone through rule by rule until one
 * fits; which rule was left and why is kept. A tap is not asked for more than the terminal's own
 * limit says: up to ¥1,000 nothing, above it a PIN (TERMINAL 2c).
 */
export interface CardholderQuestion {
  readonly card: CardData;
  readonly settings: TerminalSettings;
  readonly transaction: KernelTransaction;
  readonly pin: PinOutcome;
}

/** Before anybody types: whether a PIN must be asked for, and who checks it. */
export function pinNeeded(
  question: Omit<CardholderQuestion, 'pin'>,
): 'online-pin' | 'pin-by-card' | null {
  // Nobody types one for a tap that no terminal may take.
  if (isTapAboveLimit(question)) return null;
  const { method } = verifyCardholder({ ...question, pin: 'entered' });
  return method === 'online-pin' || method === 'pin-by-card' ? method : null;
}

export function contactlessLimits(
  { contactless }: TerminalSettings,
  { amountMinor }: KernelTransaction,
): ContactlessStep {
  const { noPinLimitMinor, transactionLimitMinor } = contactless;
  const wantsPin = amountMinor > noPinLimitMinor ? 'pin' : 'no-pin';
  const outcome = amountMinor > transactionLimitMinor ? 'use-chip' : wantsPin;
  const limits = { amountMinor, noPinLimitMinor, transactionLimitMinor };
  return { step: 'contactless-limits', sets: [], ...limits, outcome };
}

function isTapAboveLimit({
  settings,
  transaction,
}: Pick<CardholderQuestion, 'settings' | 'transaction'>): boolean {
  if (transaction.entryMode !== 'contactless') return false;
  return contactlessLimits(settings, transaction).outcome === 'use-chip';
}

export function verifyCardholder(question: CardholderQuestion): CardholderStep {
  const { card, settings, transaction } = question;
  // Whatever the card's list says of payments: nobody hears what is on it without its PIN.
  if (transaction.isEnquiry === true) return follow([ONLINE_PIN], question);
  if (transaction.entryMode === 'contactless') {
    const { outcome } = contactlessLimits(settings, transaction);
    // The limit is for what is bought: money that stays held for days is not held by whoever taps.
    const isFree = outcome === 'no-pin' && transaction.isHold !== true;
    return follow(isFree ? [NO_METHOD] : [ONLINE_PIN], question);
  }
  const list = card.elements.verificationMethods;
  if (!supportsVerification(card)) return undone([]);
  if (list === undefined || list.length % 2 !== 0) return undone(['card-data-missing']);
  const rules = Array.from({ length: (list.length - AMOUNT_BYTES) / 2 }, (_, i) =>
    list.subarray(AMOUNT_BYTES + 2 * i, AMOUNT_BYTES + 2 * i + 2),
  );
  return follow(rules, question);
}

const AMOUNT_BYTES = 8;
const NO_METHOD = Uint8Array.of(0x1f, 0x00);
const ONLINE_PIN = Uint8Array.of(0x02, 0x00);
const TRY_NEXT = 0x40;
const METHODS: Readonly<Record<number, CardholderMethod>> = {
  0x00: 'fail',
  0x01: 'pin-by-card',
  0x02: 'online-pin',
  0x1e: 'signature',
  0x1f: 'none',
};
/** Terminal capabilities, byte 2 (EMV Book 4, A2, table 26). */
const CAPABILITIES: Readonly<Partial<Record<CardholderMethod, number>>> = {
  'pin-by-card': 0x80,
  'online-pin': 0x40,
  signature: 0x20,
  none: 0x08,
};

function follow(rules: readonly Uint8Array[], question: CardholderQuestion): CardholderStep {
  const tried: CardholderRule[] = [];
  const sets = new Set<VerificationBit>();
  let last = '3f00';
  for (const bytes of rules) {
    const rule = toHex(bytes);
    const [code = 0, condition = 0] = bytes;
    const method = METHODS[code & 0x3f] ?? 'unknown';
    if (!isMet(condition, method, question)) {
      tried.push({ rule, method, outcome: 'condition-not-met' });
      continue;
    }
    last = rule;
    const { outcome, bits } = tryMethod(method, question);
    for (const bit of bits) sets.add(bit);
    tried.push({ rule, method, outcome });
    if (outcome === 'done')
      return step(tried, [...sets], method, `${rule}${RESULTS[method] ?? '02'}`);
    if ((code & TRY_NEXT) === 0) break;
  }
  return step(tried, [...sets, 'cardholder-not-verified'], null, `${last}01`);
}

/** What only the bank or a look at the slip can tell is "unknown" (EMV Book 4, A4, table 33). */
const RESULTS: Readonly<Partial<Record<CardholderMethod, string>>> = {
  'online-pin': '00',
  signature: '00',
};

function undone(sets: readonly VerificationBit[]): CardholderStep {
  return step([], sets, null, '3f0000');
}

function step(
  rules: readonly CardholderRule[],
  sets: readonly VerificationBit[],
  method: CardholderMethod | null,
  results: string,
): CardholderStep {
  return { step: 'cardholder-verification', sets, rules, method, results };
}

interface Tried {
  readonly outcome: CardholderRule['outcome'];
  readonly bits: readonly VerificationBit[];
}

function tryMethod(method: CardholderMethod, question: CardholderQuestion): Tried {
  if (method === 'unknown') return { outcome: 'not-supported', bits: ['method-unknown'] };
  if (method === 'fail') return { outcome: 'unsuccessful', bits: [] };
  if (!isSupported(method, question)) {
    const isPin = method === 'pin-by-card' || method === 'online-pin';
    return { outcome: 'not-supported', bits: isPin ? ['pin-pad-missing'] : [] };
  }
  if (method === 'none' || method === 'signature') return { outcome: 'done', bits: [] };
  return tryPin(method, question.pin);
}

function tryPin(method: 'pin-by-card' | 'online-pin', pin: PinOutcome): Tried {
  switch (pin) {
    case 'entered':
      return { outcome: 'done', bits: method === 'online-pin' ? ['online-pin-entered'] : [] };
    case 'right':
      return { outcome: 'done', bits: [] };
    case 'tries-exceeded':
      return { outcome: 'unsuccessful', bits: ['pin-tries-exceeded'] };
    case 'no-pin-pad':
      return { outcome: 'unsuccessful', bits: ['pin-pad-missing'] };
    case 'wrong':
      return { outcome: 'unsuccessful', bits: [] };
    case 'not-entered':
    case 'not-asked':
      return { outcome: 'unsuccessful', bits: ['pin-not-entered'] };
  }
}

function isSupported(method: CardholderMethod, { settings }: CardholderQuestion): boolean {
  const capability = Number.parseInt(settings.capabilities.slice(2, 4), 16);
  return (capability & (CAPABILITIES[method] ?? 0)) !== 0;
}

/** Condition codes (C3, table 44). Those of cash are never met here; unknown ones are passed over. */
function isMet(condition: number, method: CardholderMethod, question: CardholderQuestion): boolean {
  const { amountMinor } = question.transaction;
  const list = question.card.elements.verificationMethods ?? new Uint8Array(AMOUNT_BYTES);
  const x = binaryNumber(list.subarray(0, 4));
  const y = binaryNumber(list.subarray(4, 8));
  switch (condition) {
    case 0x00:
    case 0x02:
      return true;
    case 0x03:
      return isSupported(method, question);
    case 0x06:
      return amountMinor < x;
    case 0x07:
      return amountMinor > x;
    case 0x08:
      return amountMinor < y;
    case 0x09:
      return amountMinor > y;
    default:
      return false;
  }
}

/** Interchange profile, byte 1: cardholder verification is supported. */
function supportsVerification({ elements }: CardData): boolean {
  return ((elements.interchangeProfile?.[0] ?? 0) & 0x10) !== 0;
}
