import { useTranslation } from 'react-i18next';
import type { BankExchange } from '../../../shared/domain/iso8583/exchange.ts';
import { fromHex, fromUtf8 } from '../../../shared/lib/bytes.ts';
import { wire as texts } from '../../i18n/zh-CN/wire.ts';
import { money } from '../kit/money.ts';
import { useCodeWords } from '../payment/use-code-words.ts';

type Parts = Readonly<Record<string, string>>;

/**
 * A text by a key that a message makes; empty where it has none. For whatever a message of this till
 * may hold there is one: a test looks at all of them.
 */
export function useWireText(): (key: string, parts?: Parts) => string {
  const { t } = useTranslation('wire');
  const say = t as (key: string, parts: Parts) => string;
  return (key, parts = {}) => (hasWireText(key) ? say(key, parts) : '');
}

export function hasWireText(key: string): boolean {
  return Object.hasOwn(texts, key);
}

/** What the content of a field says; empty where it says no more than itself. */
export function useFieldMeaning(): (type: string, field: number, value: string) => string {
  const say = useWireText();
  const wordsOf = useCodeWords();
  return (type, field, value) => {
    if (field === 39 && !isRequest(type) && value !== '00') return wordsOf(value);
    return say(meaningKey(type, field, value), partsOf(field, value));
  };
}

/** Its name in a list: a payment that is asked for has that of what is asked. */
export function nameKey(exchange: BankExchange) {
  const { kind } = exchange;
  return `kind.${kind === 'authorisation' ? exchange.payment.core.kind : kind}` as const;
}

/** What the host must do with it: by the kind where one type serves two. */
export function dutyKey(type: string, kind: BankExchange['kind']): string {
  const own = `duty.${type}.${kind}`;
  return hasWireText(own) ? own : `duty.${type}`;
}

/** The third digit: 0 asks, 2 advises; 1 and 3 answer. */
function isRequest(type: string): boolean {
  return type[2] === '0' || type[2] === '2';
}

/** By its content where the content is a code, else by the field. */
export function meaningKey(type: string, field: number, value: string): string {
  switch (field) {
    case 39:
      return value === '00' ? `means.39.${YES_OF[type] ?? 'done'}` : `means.39.${value}`;
    case 48:
      return `means.48.${value.length === TOTALS_LENGTH ? value.slice(30, 31) : 'count'}`;
    case 3:
    case 22:
    case 25:
      return `means.${field}.${value}`;
    case 60: {
      const [kind, code] = [value.slice(0, 2), value.slice(8)];
      return `means.60.${kind === '00' ? code : kind}`;
    }
    default:
      return `means.${field}`;
  }
}

/** Sums, counts and verdict of two groups; else the field is a count. */
const TOTALS_LENGTH = 62;

/** Only to a payment is it an approval (I9). */
const YES_OF: Readonly<Record<string, string>> = {
  '0110': '00',
  '0210': '00',
  '0230': '00',
  '0330': 'taken',
  '0410': 'undone',
  '0510': 'compared',
};

function partsOf(field: number, value: string): Parts {
  const [first, second, third] = [value.slice(0, 2), value.slice(2, 4), value.slice(4)];
  switch (field) {
    case 4:
      return { amount: money(Number(value)) };
    case 12:
      return { time: `${first}:${second}:${third}` };
    case 13:
      return { month: first, day: second };
    case 14:
      return { year: first, month: second };
    case 44:
      return { issuer: value.slice(0, 11).trim(), acquirer: value.slice(11).trim() };
    case 48:
      return value.length === TOTALS_LENGTH ? totalsIn(value) : { records: String(Number(value)) };
    case 54: {
      const sign = value[7] === 'D' ? -1 : 1;
      return { amount: money(sign * Number(value.slice(8))) };
    }
    case 55:
      // The last of the three: the terminal's own response code, as text.
      return { code: fromUtf8(fromHex(value.slice(-4))) };
    case 60:
      return { batch: value.slice(2, 8) };
    case 63:
      return { operator: value.trim() };
    default:
      return {};
  }
}

/** Twelve digits of a sum and three of a count, taken and given back. */
function totalsIn(value: string): Parts {
  const number = (from: number, to: number): number => Number(value.slice(from, to));
  return {
    debit: money(number(0, 12)),
    debits: String(number(12, 15)),
    credit: money(number(15, 27)),
    credits: String(number(27, 30)),
  };
}
