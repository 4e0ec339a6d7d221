import { assert } from '../../lib/assert.ts';
import { fromHex, fromUtf8 } from '../../lib/bytes.ts';
import type { CardResultBit } from './bits.ts';
import type { BlockCipher } from './block-cipher.ts';
import { sessionKey } from './card-keys.ts';
import {
  elementsOf,
  FIRST_OBJECT_LIST,
  PIN_TRIES,
  SECOND_OBJECT_LIST,
  type CardLimits,
  type CardState,
  type ChipApplication,
} from './chip-card.ts';
import {
  applicationCryptogram,
  checkIssuerAuthentication,
  type CardStatusUpdate,
} from './cryptogram.ts';
import { binaryBytes, numberOf } from './digits.ts';
import { cryptogramInformation, encodeIssuerData, type CryptogramType } from './issuer-data.ts';
import { readObjectList } from './object-list.ts';
import type { DataElements } from './tags.ts';
import { encodeTlv } from './tlv.ts';

/**
 * The program on the chip (EMV Book 3, 6.5 and 10.8; Common Core Definitions). It trusts nobody: it
 * counts each transaction before it answers, gives never more than it was asked for but often less,
 * and believes that its issuer has spoken only when the cryptogram says so.
 *
 *     begin ─▶ first GENERATE AC ─▶ TC or AAC: done
 *                                ─▶ ARQC ─▶ second GENERATE AC ─▶ TC or AAC: done
 *
 * Pure: each command gives the next session. What must outlive a power cut is in `state`; write it
 * down before the answer is handed out, as a chip does.
 */
export interface CardSession {
  readonly card: ChipApplication;
  readonly state: CardState;
  readonly pin: 'not-checked' | 'right' | 'wrong';
  readonly isDynamicallyProved: boolean;
  readonly first: { readonly given: CryptogramType; readonly cryptogram: Uint8Array } | null;
  readonly isDone: boolean;
}

/** The answer as bytes (template 77), null for a command out of order: 6985, conditions not met. */
export interface CardAnswer {
  readonly answer: Uint8Array | null;
  readonly session: CardSession;
}

const MOST_TRANSACTIONS = 0xffff;

/** Null when the card has counted to its end: no two transactions may share a key. */
export function beginTransaction(
  card: ChipApplication,
  state: CardState,
  pin: CardSession['pin'] = 'not-checked',
): CardSession | null {
  if (state.transactionCounter >= MOST_TRANSACTIONS) return null;
  return {
    card,
    state: { ...state, transactionCounter: state.transactionCounter + 1 },
    pin,
    isDynamicallyProved: false,
    first: null,
    isDone: false,
  };
}

/** GET DATA: the counters that a terminal's velocity check asks for. */
export function countersOf({ state }: CardSession): DataElements {
  return {
    transactionCounter: binaryBytes(state.transactionCounter, 2),
    lastOnlineCounter: binaryBytes(state.lastOnlineCounter, 2),
  };
}

/**
 * VERIFY begins: a try is counted before the PIN is looked at, so that pulling the card out gives
 * none back. A card without tries left looks at no PIN any more.
 */
export function triedPin(state: CardState): CardState {
  const { pinTriesLeft } = state;
  return pinTriesLeft === 0 ? state : { ...state, pinTriesLeft: pinTriesLeft - 1 };
}

/** VERIFY ends with the right PIN: all tries are there again. */
export function verifiedPin(state: CardState): CardState {
  return { ...state, pinTriesLeft: PIN_TRIES };
}

export function generateFirst(
  cipher: BlockCipher,
  session: CardSession,
  asked: CryptogramType,
  objects: Uint8Array,
): CardAnswer {
  const terminal = readObjectList(FIRST_OBJECT_LIST, objects);
  const amountMinor = terminal?.amount && numberOf(terminal.amount);
  if (session.first !== null || !terminal || typeof amountMinor !== 'number') {
    return { answer: null, session };
  }
  const found = foundBefore(session, amountMinor);
  const given = asked === 'TC' && found.some(wantsOnline) ? 'ARQC' : asked;
  const state = { ...session.state, lastOnlineNotCompleted: given === 'ARQC' };
  const counted = given === 'TC' ? counting(state, amountMinor) : state;
  const done = { ...session, state: counted, isDone: given !== 'ARQC' };
  const { answer, cryptogram } = answered(cipher, done, terminal, {
    first: given,
    second: null,
    given,
    found,
  });
  return { answer, session: { ...done, first: { given, cryptogram } } };
}

export function generateSecond(
  cipher: BlockCipher,
  session: CardSession,
  asked: 'TC' | 'AAC',
  objects: Uint8Array,
): CardAnswer {
  const terminal = readObjectList(SECOND_OBJECT_LIST, objects);
  const amountMinor = terminal?.amount && numberOf(terminal.amount);
  const { first, isDone } = session;
  if (first === null || isDone || !terminal || typeof amountMinor !== 'number') {
    return { answer: null, session };
  }
  const before = foundBefore(session, amountMinor);
  const word = hasLine(terminal) ? wordOf(cipher, session, first.cryptogram, terminal) : 'no-line';
  const decided = decideSecond(session, before, word, asked, amountMinor);
  const done = { ...session, isDone: true, state: decided.state };
  const { answer } = answered(cipher, done, terminal, {
    first: first.given,
    second: decided.given,
    given: decided.given,
    found: [...before, ...decided.found],
  });
  return { answer, session: done };
}

/** What the issuer said, or why the card has no word of it. */
type IssuerWord = CardStatusUpdate | 'no-line' | 'not-done' | 'failed';

interface SecondDecision {
  readonly given: 'TC' | 'AAC';
  readonly found: readonly CardResultBit[];
  readonly state: CardState;
}

function decideSecond(
  session: CardSession,
  found: readonly CardResultBit[],
  word: IssuerWord,
  asked: 'TC' | 'AAC',
  amountMinor: number,
): SecondDecision {
  const state = { ...session.state, lastOnlineNotCompleted: false };
  if (word === 'no-line') {
    const given = asked === 'TC' && !found.some(forbidsOffline) ? 'TC' : 'AAC';
    return {
      given,
      found: ['no-line'],
      state: given === 'TC' ? counting(state, amountMinor) : state,
    };
  }
  if (word === 'not-done')
    return { given: 'AAC', found: ['issuer-authentication-not-done'], state };
  if (word === 'failed') {
    const goOnlineNext = true;
    return {
      given: 'AAC',
      found: ['issuer-authentication-failed'],
      state: { ...state, goOnlineNext },
    };
  }
  const given = asked === 'TC' && word.approves ? 'TC' : 'AAC';
  const told = {
    ...state,
    goOnlineNext: word.goOnlineNext,
    lastOnlineCounter: state.transactionCounter,
  };
  return { given, found: [], state: withCounters(told, session.card.limits, word) };
}

function withCounters(
  state: CardState,
  { upperCount, upperAmountMinor }: CardLimits,
  { counters }: CardStatusUpdate,
): CardState {
  if (counters === 'keep') return state;
  return counters === 'reset'
    ? { ...state, offlineCount: 0, offlineAmountMinor: 0 }
    : { ...state, offlineCount: upperCount, offlineAmountMinor: upperAmountMinor };
}

function counting(state: CardState, amountMinor: number): CardState {
  return {
    ...state,
    offlineCount: state.offlineCount + 1,
    offlineAmountMinor: state.offlineAmountMinor + amountMinor,
  };
}

/** Card risk management: what speaks against a yes without the issuer. */
function foundBefore(session: CardSession, amountMinor: number): CardResultBit[] {
  const { state, pin, isDynamicallyProved, card } = session;
  const facts: readonly (readonly [boolean, CardResultBit])[] = [
    [isDynamicallyProved, 'dynamic-authentication-done'],
    [pin !== 'not-checked', 'pin-checked'],
    [pin === 'wrong', 'pin-wrong'],
    [state.pinTriesLeft === 0, 'pin-tries-exceeded'],
    [state.lastOnlineNotCompleted && session.first === null, 'last-online-not-completed'],
    ...aboveLimits(state, card.limits, amountMinor),
    [state.goOnlineNext, 'go-online-was-set'],
  ];
  return facts.flatMap(([isSo, bit]) => (isSo ? [bit] : []));
}

function aboveLimits(state: CardState, limits: CardLimits, amountMinor: number) {
  const { offlineCount, offlineAmountMinor } = counting(state, amountMinor);
  return [
    [offlineCount > limits.lowerCount, 'lower-count-exceeded'],
    [offlineCount > limits.upperCount, 'upper-count-exceeded'],
    [offlineAmountMinor > limits.lowerAmountMinor, 'lower-amount-exceeded'],
    [offlineAmountMinor > limits.upperAmountMinor, 'upper-amount-exceeded'],
  ] as const;
}

const FORBIDS_OFFLINE: ReadonlySet<CardResultBit> = new Set([
  'pin-wrong',
  'pin-tries-exceeded',
  'upper-count-exceeded',
  'upper-amount-exceeded',
  'go-online-was-set',
]);
const forbidsOffline = (bit: CardResultBit): boolean => FORBIDS_OFFLINE.has(bit);
const wantsOnline = (bit: CardResultBit): boolean =>
  forbidsOffline(bit) ||
  bit === 'lower-count-exceeded' ||
  bit === 'lower-amount-exceeded' ||
  bit === 'last-online-not-completed';

/** Y3 and Z3 are the terminal's own words for "the issuer could not be reached" (EMV Book 4, A6). */
function hasLine({ responseCode }: DataElements): boolean {
  const code = responseCode?.every((byte) => byte < 0x80) ? fromUtf8(responseCode) : '';
  return code !== 'Y3' && code !== 'Z3';
}

function wordOf(
  cipher: BlockCipher,
  session: CardSession,
  cryptogram: Uint8Array,
  { issuerAuthentication }: DataElements,
): IssuerWord {
  // A list of objects has no way to leave one out: zeros stand for none.
  if (!issuerAuthentication?.some((byte) => byte !== 0)) return 'not-done';
  const key = keyOf(cipher, session);
  return checkIssuerAuthentication(cipher, key, cryptogram, issuerAuthentication) ?? 'failed';
}

interface Given {
  readonly first: CryptogramType;
  readonly second: 'TC' | 'AAC' | null;
  readonly given: CryptogramType;
  readonly found: readonly CardResultBit[];
}

function answered(
  cipher: BlockCipher,
  session: CardSession,
  terminal: DataElements,
  { first, second, given, found }: Given,
): { readonly answer: Uint8Array; readonly cryptogram: Uint8Array } {
  const { card, state } = session;
  const { algorithm, keyIndex } = card;
  const { pinTriesLeft, offlineCount, offlineAmountMinor } = state;
  const transactionCounter = binaryBytes(state.transactionCounter, 2);
  const counts = { pinTriesLeft, offlineCount, offlineAmountMinor };
  const issuerData = encodeIssuerData({ algorithm, keyIndex, first, second, found, ...counts });
  const interchangeProfile = fromHex(card.interchangeProfile);
  const elements = { ...terminal, interchangeProfile, transactionCounter, issuerData };
  const cryptogram = applicationCryptogram(cipher, keyOf(cipher, session), elements);
  assert(cryptogram !== null, 'the object lists ask for all that a cryptogram needs');
  const told = {
    cryptogramInformation: Uint8Array.of(cryptogramInformation(given)),
    transactionCounter,
    cryptogram,
    issuerData,
  };
  return { answer: encodeTlv([{ tag: 0x77, children: elementsOf(told) }]), cryptogram };
}

function keyOf(cipher: BlockCipher, { card, state }: CardSession): Uint8Array {
  return sessionKey(cipher, fromHex(card.masterKey), state.transactionCounter);
}
