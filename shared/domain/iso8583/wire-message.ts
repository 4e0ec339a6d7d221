import { utf8, toHex } from '../../lib/bytes.ts';
import { sixDigits } from '../field-numbers.ts';
import { codesOf } from '../institutions.ts';
import { readsCard, type ReversalReason } from '../payment.ts';
import type {
  BalanceTold,
  BankExchange,
  CodedAnswer,
  ManagementAnswer,
  WirePayment,
  WireTerminal,
} from './exchange.ts';
import { CHIP, TRACK, WORDS_OF, type KindWords } from './kind-words.ts';
import {
  batchField,
  currencyField,
  message,
  NO_TRACE,
  placeFields,
  SIGNED,
  timeFields,
  twelve,
  type Absent,
  type Clock,
  type Fields,
  type Translation,
  type WireMessage,
} from './message-parts.ts';
import { settlement, settlementEnd, settlementRecord } from './settlement-message.ts';

/** Null for what no terminal says: goods, unused numbers, "what became of this payment?". */
export function translationOf(
  exchange: BankExchange,
  utcOffsetMinutes: number,
): Translation | null {
  const { atMs } = exchange;
  const clock = (ms: number): Fields => timeFields(ms, utcOffsetMinutes);
  switch (exchange.kind) {
    case 'authorisation': {
      const { payment, carriesPin } = exchange;
      const fields = { ...paymentFields(payment), ...cardFields(payment), ...clock(atMs) };
      const { unread, types } = wordsOf(payment);
      const absent = [...unread, ...unsaid(payment), ...(carriesPin ? [PIN] : []), SIGNED];
      return {
        request: message(types[0], fields, absent),
        answer: answerTo(types[1], payment, exchange.answer, clock, SIGNED),
      };
    }
    case 'stored-payment':
      return storedPayment(exchange, clock);
    case 'reversal': {
      const { payment, reason } = exchange;
      const fields = { ...paymentFields(payment), ...cardFields(payment) };
      const why = OTHER_REASONS.has(reason) ? REASON_OTHER : REASON_NO_ANSWER;
      return {
        request: message('0400', { ...fields, 39: why }, [CHIP, ...unsaid(payment), SIGNED]),
        answer: answerTo('0410', payment, exchange.answer, clock, SIGNED),
      };
    }
    case 'balance':
      return balance(exchange, clock);
    case 'sign-on':
      return management(exchange, { types: ['0800', '0810'], code: '001', absent: [KEYS] }, clock);
    case 'echo':
      return management(exchange, { types: ['0820', '0830'], code: '301', absent: [] }, clock);
    case 'settlement':
      return settlement(exchange, clock);
    case 'settlement-record':
      return settlementRecord(exchange, clock);
    case 'settlement-end':
      return settlementEnd(exchange, clock);
    default:
      return null;
  }
}

const PIN: Absent = { fields: [26, 52, 53], why: 'pin-sealed' };
const IN_BATCH: Absent = { fields: [64], why: 'signed-in-batch' };
const NO_TIME: Absent = { fields: [12, 13], why: 'time-not-kept' };
const KEYS: Absent = { fields: [62], why: 'keys-on-device' };

/** Condition and kind, by which the void of a completion differs from any other. */
const NOT_HERE: Absent = { fields: [25, 60], why: 'original-not-here' };

/** A void of a completion 预授权完成撤销 is told as what it is; of this the core says nothing. */
function wordsOf({ core, ofCompletion }: WirePayment): KindWords {
  const words = WORDS_OF[core.kind];
  const isOfHold = core.kind === 'void' && ofCompletion === true;
  return isOfHold ? { ...words, condition: '06', kind: '21' } : words;
}

/** Rather nothing than the words of the one where it may be the other (I9). */
function unsaid({ core, ofCompletion }: WirePayment): readonly Absent[] {
  return core.kind === 'void' && ofCompletion === null ? [NOT_HERE] : [];
}

/** Field 39 of a reversal (TERMINAL 2c): no answer came; anything else. */
const REASON_NO_ANSWER = '98';
const REASON_OTHER = '06';
const OTHER_REASONS: ReadonlySet<ReversalReason> = new Set(['not-recorded', 'refused-by-card']);

type Stored = Extract<BankExchange, { kind: 'stored-payment' }>;

/**
 * A chip's own yes is told as a sale of its own kind (36) with the chip's proof; a promise that
 * nobody has said yes to is an advice (30): the host takes it or says why not.
 */
function storedPayment({ payment, chip, answer, atMs }: Stored, clock: Clock): Translation {
  const [request, reply] =
    chip === null ? (['0220', '0230'] as const) : (['0200', '0210'] as const);
  const proof = chip === null ? {} : { 55: chipProof(chip) };
  const fields = { ...paymentFields(payment, chip === null ? '30' : '36'), ...proof };
  const absent = chip === null ? [TRACK, CHIP, IN_BATCH] : [TRACK, IN_BATCH];
  return {
    request: message(request, { ...fields, ...cardFields(payment), ...clock(atMs) }, absent),
    answer: answerTo(reply, payment, answer, clock, IN_BATCH),
  };
}

type Balance = Extract<BankExchange, { kind: 'balance' }>;

/** No amount and no number: it moves no money, and this till numbers transactions only (P2). */
function balance({ terminal, currency, carriesPin, answer, atMs }: Balance, clock: Clock) {
  const fields: Fields = {
    3: '310000',
    25: '00',
    ...placeFields(terminal),
    49: currencyField(currency),
    60: batchField('01', terminal.batchNumber, '000'),
  };
  const absent = [TRACK, NO_TRACE, CHIP, ...(carriesPin ? [PIN] : []), SIGNED];
  return {
    request: message('0200', { ...fields, ...clock(atMs) }, absent),
    answer:
      answer === null ? null : message('0210', told(fields, answer, clock), [NO_TRACE, SIGNED]),
  };
}

function told(
  fields: Fields,
  { code, balanceMinor, bankTimeMs }: BalanceTold,
  clock: Clock,
): Fields {
  const said = { ...fields, ...clock(bankTimeMs), 39: code };
  if (balanceMinor === null) return said;
  // Of an account of no kind (00) what is available (02); C: it is the card holder's.
  const sign = balanceMinor < 0 ? 'D' : 'C';
  return { ...said, 54: `0002${fields[49] ?? ''}${sign}${twelve(Math.abs(balanceMinor))}` };
}

/** Cryptogram, what kind it is (40 = TC, a final yes), and the terminal's own response code. */
function chipProof({ code, certificate }: { code: string; certificate: string }): string {
  const tag = (name: string, value: string): string =>
    name + (value.length / 2).toString(16).padStart(2, '0') + value;
  return tag('9f26', certificate) + tag('9f27', '40') + tag('8a', toHex(utf8(code)));
}

interface ManagementKind {
  readonly types: readonly [string, string];
  readonly code: string;
  readonly absent: readonly Absent[];
}

type Management = Extract<BankExchange, { kind: 'sign-on' | 'echo' }>;

function management(
  { terminal, answer }: Management,
  { types: [request, reply], code, absent }: ManagementKind,
  clock: Clock,
): Translation {
  const asked = { 60: batchField('00', terminal.batchNumber, code), ...placeFields(terminal) };
  const operator = `${terminal.operatorId}   `.slice(0, 3);
  const isSignOn = code === '001' && terminal.operatorId !== '';
  return {
    request: message(request, isSignOn ? { ...asked, 63: operator } : asked, [NO_TRACE, SIGNED]),
    answer:
      answer === null
        ? null
        : message(reply, managementAnswer(terminal, answer, code, clock), [
            NO_TRACE,
            ...absent,
            SIGNED,
          ]),
  };
}

function managementAnswer(
  terminal: WireTerminal,
  { batchNumber, bankTimeMs }: ManagementAnswer,
  code: string,
  clock: Clock,
): Fields {
  return {
    ...clock(bankTimeMs),
    39: '00',
    ...placeFields(terminal),
    60: batchField('00', batchNumber, code),
  };
}

function answerTo(
  type: string,
  payment: WirePayment,
  answer: CodedAnswer | null,
  clock: Clock,
  covered: Absent,
): WireMessage | null {
  if (answer === null) return null;
  const { code, authorisationCode, referenceNumber, approvedMinor, bankTimeMs } = answer;
  const { institutions } = answer;
  const fields: Fields = {
    ...paymentFields(payment),
    ...(approvedMinor === null ? {} : { 4: twelve(approvedMinor) }),
    ...(bankTimeMs === null ? {} : clock(bankTimeMs)),
    ...(referenceNumber === '' ? {} : { 37: referenceNumber.padEnd(12) }),
    ...(authorisationCode === '' ? {} : { 38: authorisationCode.padEnd(6) }),
    39: code,
    ...(institutions === undefined ? {} : { 44: codesOf(institutions) }),
  };
  const absent = [...(bankTimeMs === null ? [NO_TIME] : []), ...unsaid(payment), covered];
  return message(type, fields, absent);
}

/** What the request and its answer have in common; the answer is matched by them. */
function paymentFields(payment: WirePayment, kind?: '30' | '36'): Fields {
  const { core, card } = payment;
  const { processing, condition, kind: ofKind } = wordsOf(payment);
  const isSaid = unsaid(payment).length === 0;
  return {
    ...(card === null ? {} : { 2: card.maskedNumber }),
    3: processing,
    4: twelve(core.amountMinor),
    11: sixDigits(core.traceNumber),
    ...(isSaid ? { 25: condition } : {}),
    ...placeFields(core),
    49: currencyField(core.currency),
    ...(isSaid ? { 60: batchField(kind ?? ofKind, core.batchNumber, '000') } : {}),
  };
}

/** By chip, by contactless chip, and by hand or on a page: no card. */
const ENTRY_MODE = { chip: '05', contactless: '07', link: '01' } as const;

/** What the host must know of the card and of how it was read; an answer does not repeat it. */
function cardFields({ card, core }: WirePayment): Fields {
  const goesBySlip = !readsCard(core.kind) && core.kind !== 'void';
  if (card === null || goesBySlip) return {};
  const mode = ENTRY_MODE[card.entryMode];
  const [year = '', month = ''] = card.expiry.slice(2).split('-');
  return {
    14: `${year}${month}`,
    22: `${mode}${card.verification === 'none' ? '2' : '1'}`,
  };
}
