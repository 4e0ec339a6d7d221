import type { SumAndCount } from '../batch-totals.ts';
import type { BankExchange, SettlementTold, SidesTold, WireTerminal } from './exchange.ts';
import { WORDS_OF } from './kind-words.ts';
import {
  batchField,
  currencyField,
  message,
  NO_TRACE,
  placeFields,
  SIGNED,
  twelve,
  type Absent,
  type Clock,
  type Fields,
  type Translation,
} from './message-parts.ts';

/** The day end in the words of a terminal (TERMINAL 2b): 批结算, 批上送 and its end. */

type Of<Kind extends BankExchange['kind']> = Extract<BankExchange, { kind: Kind }>;

const NO_CURRENCY: Absent = { fields: [49], why: 'currency-agreed' };
const NO_ROOM: Absent = { fields: [48], why: 'no-room' };

/** Voucher and original batch, voucher and date; and the card, which nobody needs once more. */
const BY_ID: Absent = { fields: [2, 11, 61], why: 'original-by-id' };
const ANSWER_BY_ID: Absent = { fields: [11], why: 'original-by-id' };

/** Third part of field 60. */
const TOTALS = '201';
const RECORD = '201';
/** Of an upload that follows on totals which differ; 207 where they agree, which this till does not send. */
const END = '202';

/** Field 48, last digit of a group, in an answer; a request has 0 there. */
const VERDICT: { readonly [Result in SettlementTold['result']]: string } = {
  balanced: '1',
  'not-balanced': '2',
  error: '3',
};

export function settlement(
  { terminal, totals, answer }: Of<'settlement'>,
  clock: Clock,
): Translation {
  const asked = { ...inBatch(terminal, TOTALS), 63: `${terminal.operatorId}   `.slice(0, 3) };
  const ours = sidesField(totals, '0');
  return {
    request: message('0500', { ...asked, ...ours.fields }, [
      NO_TRACE,
      NO_CURRENCY,
      ...ours.absent,
      SIGNED,
    ]),
    answer: answer === null ? null : settlementAnswer(terminal, answer, clock),
  };
}

function settlementAnswer(
  terminal: WireTerminal,
  { result, currency, totals, bankTimeMs }: SettlementTold,
  clock: Clock,
) {
  const banks = sidesField(totals, VERDICT[result]);
  const said = { ...inBatch(terminal, TOTALS), 39: '00', 49: currencyField(currency) };
  const fields = { ...said, ...clock(bankTimeMs), ...banks.fields };
  return message('0510', fields, [NO_TRACE, ...banks.absent, SIGNED]);
}

/** Each alone: where terminals send eight in one message it is by card numbers, and here ids are told. */
export function settlementRecord(
  { terminal, record, answer }: Of<'settlement-record'>,
  clock: Clock,
): Translation {
  const place = inBatch(terminal, RECORD);
  const asked = { 3: WORDS_OF[record.kind].processing, 4: twelve(record.amountMinor) };
  return {
    request: message('0320', { ...place, ...asked }, [BY_ID, NO_CURRENCY, SIGNED]),
    answer:
      answer === null
        ? null
        : message('0330', { ...place, ...clock(answer.bankTimeMs), 39: '00' }, [
            ANSWER_BY_ID,
            SIGNED,
          ]),
  };
}

/** The count of each side, which is how either sees that nothing was lost on the way. */
export function settlementEnd(
  { terminal, count, answer }: Of<'settlement-end'>,
  clock: Clock,
): Translation {
  const place = inBatch(terminal, END);
  const ours = countField(count);
  const banks = countField(answer?.count ?? 0);
  return {
    request: message('0320', { ...place, ...ours.fields }, [NO_TRACE, ...ours.absent, SIGNED]),
    answer:
      answer === null
        ? null
        : message('0330', { ...place, ...clock(answer.bankTimeMs), ...banks.fields, 39: '00' }, [
            NO_TRACE,
            ...banks.absent,
            SIGNED,
          ]),
  };
}

function inBatch(terminal: WireTerminal, code: string): Fields {
  return { ...placeFields(terminal), 60: batchField('00', terminal.batchNumber, code) };
}

interface Field48 {
  readonly fields: Fields;
  readonly absent: readonly Absent[];
}

/** Two groups of 31 digits: all cards, and those from abroad, whom this till does not part from them. */
function sidesField({ debit, credit }: SidesTold, verdict: string): Field48 {
  const sides = `${sumAndCount(debit)}${sumAndCount(credit)}`;
  return ofLength(30, sides, `${sides}${verdict}${'0'.repeat(31)}`);
}

function sumAndCount({ sumMinor, count }: SumAndCount): string {
  return `${twelve(sumMinor)}${String(count).padStart(3, '0')}`;
}

function countField(count: number): Field48 {
  const digits = String(count).padStart(4, '0');
  return ofLength(4, digits, digits);
}

/** Rather nothing than digits that would be read as another number (I9). */
function ofLength(length: number, digits: string, field: string): Field48 {
  return digits.length === length
    ? { fields: { 48: field }, absent: [] }
    : { fields: {}, absent: [NO_ROOM] };
}
