import { fromHex, toHex } from '../../lib/bytes.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { isMasked, type FieldRule } from './field-table.ts';

/** Why a field, or the message as a whole, is none. */
export type FaultCode =
  | 'mti-invalid'
  | 'bitmap-invalid'
  | 'field-unknown'
  | 'field-forbidden'
  | 'card-number-clear'
  | 'content-invalid'
  | 'length-invalid'
  | 'bytes-missing'
  | 'bytes-left-over';

/** What one field is made of, and where the next begins. */
export interface ReadField {
  readonly value: string;
  readonly end: number;
}

/**
 * A half byte that stands for a hidden digit. No terminal sends it: these bytes cannot be taken for
 * a card number, nor can one be read out of them.
 */
const HIDDEN = 'a';

const CONTENT: Readonly<Record<FieldRule['content'], RegExp>> = {
  n: /^\d*$/,
  an: /^[0-9A-Za-z ]*$/,
  ans: /^[\x20-\x7e]*$/,
  b: /^([0-9a-f]{2})*$/,
  masked: /^[\d*]*$/,
};

export function writeField(rule: FieldRule, value: string): Result<Uint8Array, FaultCode> {
  const fault = faultOf(rule, value);
  if (fault !== null) return err(fault);
  const content = packed(rule, value);
  return ok(fromHex(lengthHex(rule, unitsOf(rule, value)) + content));
}

/** Accepts exactly what `writeField` makes: filled otherwise, a field is not read but refused. */
export function readField(
  rule: FieldRule,
  bytes: Uint8Array,
  start: number,
): Result<ReadField, FaultCode> {
  const prefixBytes = PREFIX_BYTES[rule.size.kind];
  const contentStart = start + prefixBytes;
  if (contentStart > bytes.length) return err('bytes-missing');
  const units = unitsIn(rule, toHex(bytes.subarray(start, contentStart)));
  if (units === null) return err('length-invalid');
  const end = contentStart + byteLength(rule, units);
  if (end > bytes.length) return err('bytes-missing');
  const value = unpacked(rule, toHex(bytes.subarray(contentStart, end)), units);
  if (value === null) return err('content-invalid');
  const fault = faultOf(rule, value);
  return fault === null ? ok({ value, end }) : err(fault);
}

const PREFIX_BYTES = { fixed: 0, LLVAR: 1, LLLVAR: 2 } as const;

function faultOf(rule: FieldRule, value: string): FaultCode | null {
  if (!CONTENT[rule.content].test(value)) return 'content-invalid';
  const units = unitsOf(rule, value);
  const { size } = rule;
  const fits = size.kind === 'fixed' ? units === size.count : units >= 1 && units <= size.most;
  if (!fits) return 'length-invalid';
  return rule.content === 'masked' && !isMasked(value) ? 'card-number-clear' : null;
}

function unitsOf({ content }: FieldRule, value: string): number {
  return content === 'b' ? value.length / 2 : value.length;
}

function isPacked({ content }: FieldRule): boolean {
  return content === 'n' || content === 'masked';
}

function byteLength(rule: FieldRule, units: number): number {
  return isPacked(rule) ? Math.ceil(units / 2) : units;
}

function lengthHex({ size }: FieldRule, units: number): string {
  return size.kind === 'fixed' ? '' : String(units).padStart(2 * PREFIX_BYTES[size.kind], '0');
}

/** Null where the length is not written in digits, or is none that the field may have. */
function unitsIn({ size }: FieldRule, prefix: string): number | null {
  if (size.kind === 'fixed') return size.count;
  if (!/^\d+$/.test(prefix)) return null;
  const units = Number(prefix);
  return units >= 1 && units <= size.most ? units : null;
}

function packed(rule: FieldRule, value: string): string {
  if (rule.content === 'b') return value;
  if (!isPacked(rule)) return toHex(Uint8Array.from(value, (letter) => letter.charCodeAt(0)));
  const digits = value.replaceAll('*', HIDDEN);
  if (digits.length % 2 === 0) return digits;
  return rule.fill === 'front' ? `0${digits}` : `${digits}0`;
}

/** Null where the bytes are no such content, or the empty half byte is not empty. */
function unpacked(rule: FieldRule, hex: string, units: number): string | null {
  if (rule.content === 'b') return hex;
  if (!isPacked(rule)) return String.fromCharCode(...fromHex(hex));
  const isOdd = units % 2 === 1;
  const [from, to] = isOdd && rule.fill === 'front' ? [1, hex.length] : [0, units];
  const filling = hex.slice(0, from) + hex.slice(to);
  if (filling !== '' && filling !== '0') return null;
  const digits = hex.slice(from, to);
  return rule.content === 'masked' ? digits.replaceAll(HIDDEN, '*') : digits;
}
