import { assert } from '../../../lib/assert.ts';
import { fromHex, toHex, utf8 } from '../../../lib/bytes.ts';
import {
  bitsOf,
  STATUS_BITS,
  VERIFICATION_BITS,
  type StatusBit,
  type VerificationBit,
} from '../bits.ts';
import { binaryNumber, numericBytes } from '../digits.ts';
import type { CryptogramType } from '../issuer-data.ts';
import { fillObjectList } from '../object-list.ts';
import type { DataElements } from '../tags.ts';
import { promisesDynamicAuthentication } from './authentication.ts';
import { analyseAction, analyseWithoutLine } from './action.ts';
import { readCryptogram, type CardFault } from './card-answer.ts';
import type { CardData } from './card-data.ts';
import { contactlessLimits, verifyCardholder } from './cardholder.ts';
import { checkRestrictions } from './restrictions.ts';
import { manageRisk } from './risk.ts';
import type { KernelTransaction, PinOutcome, TerminalSettings } from './settings.ts';
import type { DataAuthenticationStep, TraceStep } from './trace.ts';

/**
 * The terminal's half of a chip transaction (EMV Book 3, section 10; P17). Four calls, between which
 * whoever runs it speaks with card and bank:
 *
 *     askFirst ─▶ card ─▶ hearFirst ─▶ Y1 | Z1
 *                                  └─▶ bank or no line ─▶ askSecond ─▶ card ─▶ hearSecond
 *
 * Nothing is asked of a clock, of chance or of a line here, so that the same questions give the same
 * decision for ever, and its trace can be gone through again with another floor limit.
 */
export interface KernelQuestion {
  readonly card: CardData;
  readonly settings: TerminalSettings;
  readonly transaction: KernelTransaction;
  readonly pin: PinOutcome;
  readonly dataAuthentication: DataAuthenticationStep['outcome'];
}

export interface KernelAsk<Asks extends CryptogramType = CryptogramType> {
  readonly asks: Asks;
  /** The answer to the card's object list, to be sent with GENERATE AC. */
  readonly objects: Uint8Array;
  readonly question: KernelQuestion;
  readonly elements: DataElements;
  readonly steps: readonly TraceStep[];
}

export type FirstOutcome =
  | { readonly kind: 'approved'; readonly code: 'Y1'; readonly done: KernelDone }
  | { readonly kind: 'declined'; readonly code: 'Z1'; readonly done: KernelDone }
  | { readonly kind: 'go-online'; readonly done: KernelDone }
  | { readonly kind: 'card-fault'; readonly fault: CardFault; readonly done: KernelDone };

/** What is known at the end of a step: the data of message and slip, and why. */
export interface KernelDone {
  readonly question: KernelQuestion;
  readonly elements: DataElements;
  readonly steps: readonly TraceStep[];
}

export function askFirst(question: KernelQuestion): KernelAsk | { readonly refused: 'use-chip' } {
  const { card, settings, transaction } = question;
  const isContactless = transaction.entryMode === 'contactless';
  const limits = isContactless ? [contactlessLimits(settings, transaction)] : [];
  if (limits[0]?.outcome === 'use-chip') return { refused: 'use-chip' };
  const cardholder = verifyCardholder(question);
  const before: TraceStep[] = [
    authenticationStep(question),
    checkRestrictions(card, settings, transaction),
    ...limits,
    cardholder,
    ...manageRisk(card, settings, transaction),
  ];
  const verificationResults = bitsOf(VERIFICATION_BITS, setBy(before), 5);
  const action = analyseAction(card, settings, verificationResults);
  const statusInformation = bitsOf(STATUS_BITS, ranIn(before), 2);
  const cvmResults = fromHex(cardholder.results);
  const results = { verificationResults, statusInformation, cvmResults };
  const elements = { ...card.elements, ...terminalElements(settings, transaction), ...results };
  const objects = fillObjectList(card.firstObjectList, elements);
  return { asks: action.asks, objects, question, elements, steps: [...before, action] };
}

export function hearFirst(ask: KernelAsk, answer: Uint8Array | null): FirstOutcome {
  const { asks, question } = ask;
  const heard = hear('first', ask, answer);
  const { steps, elements } = heard;
  const done = { question, elements, steps };
  if (!heard.result.ok) return { kind: 'card-fault', fault: heard.result.error, done };
  const { type } = heard.result.value;
  if (type === 'TC') return { kind: 'approved', code: 'Y1', done };
  assert(type === 'AAC' || asks !== 'AAC', 'a card was believed that gave more than it was asked');
  return type === 'AAC' ? { kind: 'declined', code: 'Z1', done } : { kind: 'go-online', done };
}

/** What the bank said to the first cryptogram, or that nobody could be reached. */
export type BankWord =
  | { readonly kind: 'no-line' }
  | {
      readonly kind: 'answered';
      readonly approves: boolean;
      /** Two characters, as in field 39. */
      readonly responseCode: string;
      /** Tag 91; null when the bank sent none. */
      readonly authentication: Uint8Array | null;
    };

export interface SecondAsk extends KernelAsk<'TC' | 'AAC'> {
  readonly word: BankWord;
}

export function askSecond({ question, elements, steps }: KernelDone, word: BankWord): SecondAsk {
  const { card, settings } = question;
  const results = elements.verificationResults;
  assert(results !== undefined, 'a second cryptogram follows a first one');
  if (word.kind === 'no-line') {
    const action = analyseWithoutLine(card, settings, results);
    const responseCode = utf8(action.asks === 'TC' ? 'Y3' : 'Z3');
    return second(question, { ...elements, responseCode }, [...steps, action], action.asks, word);
  }
  const responseCode = utf8(word.responseCode);
  const said = word.authentication === null ? {} : { issuerAuthentication: word.authentication };
  const asks = word.approves ? 'TC' : 'AAC';
  return second(question, { ...elements, responseCode, ...said }, steps, asks, word);
}

function second(
  question: KernelQuestion,
  elements: DataElements,
  steps: readonly TraceStep[],
  asks: 'TC' | 'AAC',
  word: BankWord,
): SecondAsk {
  const objects = fillObjectList(question.card.secondObjectList, elements);
  return { asks, objects, question, elements, steps, word };
}

export type SecondOutcome =
  | { readonly kind: 'approved'; readonly code: string; readonly done: KernelDone }
  | { readonly kind: 'declined'; readonly code: string; readonly done: KernelDone }
  /** The bank said yes and the card does not believe it: what was booked must be reversed (P6). */
  | {
      readonly kind: 'refused-by-card';
      readonly fault: CardFault | null;
      readonly done: KernelDone;
    };

export function hearSecond(ask: SecondAsk, answer: Uint8Array | null): SecondOutcome {
  const { word, question } = ask;
  const { result, steps, elements } = hear('second', ask, answer);
  const done = { question, elements, steps };
  const isYes = result.ok && result.value.type === 'TC';
  if (word.kind === 'no-line') {
    return isYes ? { kind: 'approved', code: 'Y3', done } : { kind: 'declined', code: 'Z3', done };
  }
  const code = word.responseCode;
  if (!word.approves) return { kind: 'declined', code, done };
  if (isYes) return { kind: 'approved', code, done };
  return { kind: 'refused-by-card', fault: result.ok ? null : result.error, done };
}

function hear(which: 'first' | 'second', ask: KernelAsk, answer: Uint8Array | null) {
  const { asks: asked, elements, steps } = ask;
  const read = readCryptogram(answer, asked, elements.transactionCounter);
  // A second answer says yes or no; another "ask the issuer" is no answer.
  const isOpen = which === 'second' && read.ok && read.value.type === 'ARQC';
  const result = isOpen ? ({ ok: false, error: 'unreadable' } as const) : read;
  const step: TraceStep = {
    step: 'cryptogram',
    sets: [],
    which,
    asked,
    given: result.ok ? result.value.type : null,
    cryptogram: result.ok ? toHex(result.value.cryptogram) : null,
    transactionCounter: result.ok ? binaryNumber(result.value.transactionCounter) : null,
  };
  const told = result.ok ? tellings(result.value) : {};
  return { result, steps: [...steps, step], elements: { ...elements, ...told } };
}

function tellings({ type: _type, ...told }: { readonly type: CryptogramType } & DataElements) {
  return told;
}

function authenticationStep({ card, dataAuthentication }: KernelQuestion): DataAuthenticationStep {
  const isPromised = promisesDynamicAuthentication(card);
  // Whatever somebody says of a card that promises nothing: it was not proved.
  const outcome = isPromised ? dataAuthentication : 'not-done';
  const method = isPromised ? 'dynamic' : 'none';
  return { step: 'data-authentication', sets: PROOF_BITS[outcome], method, outcome };
}

/** EMV Book 3, 10.3. */
const PROOF_BITS: Readonly<Record<DataAuthenticationStep['outcome'], readonly VerificationBit[]>> =
  {
    right: [],
    wrong: ['dynamic-authentication-failed'],
    'data-missing': ['card-data-missing', 'dynamic-authentication-failed'],
    'not-done': ['data-authentication-not-done'],
  };

function setBy(steps: readonly TraceStep[]): readonly VerificationBit[] {
  return steps.flatMap(({ sets }) => sets);
}

/** Transaction status information: the steps that ran (C6, table 47). */
function ranIn(steps: readonly TraceStep[]): StatusBit[] {
  const ran: StatusBit[] = ['card-risk-management', 'terminal-risk-management'];
  for (const step of steps) {
    if (step.step === 'data-authentication' && step.outcome !== 'not-done') {
      ran.push('data-authentication');
    }
    if (step.step === 'cardholder-verification' && step.rules.length > 0) {
      ran.push('cardholder-verification');
    }
  }
  return ran;
}

function terminalElements(
  settings: TerminalSettings,
  transaction: KernelTransaction,
): DataElements {
  return {
    amount: numericBytes(transaction.amountMinor, 6),
    amountOther: numericBytes(0, 6),
    terminalCountry: fromHex(settings.country),
    currency: fromHex(settings.currency),
    date: numericBytes(transaction.date, 3),
    transactionType: fromHex(typeOf(transaction)),
    unpredictableNumber: fromHex(transaction.unpredictableNumber),
    terminalCapabilities: fromHex(settings.capabilities),
    terminalType: fromHex(settings.terminalType),
    terminalVersion: fromHex(settings.terminalVersion),
  };
}

/** As processing codes begin (TERMINAL 2a): goods and services, a balance, a pre-authorisation. */
function typeOf({ isEnquiry, isHold }: KernelTransaction): string {
  if (isEnquiry === true) return '31';
  return isHold === true ? '03' : '00';
}
