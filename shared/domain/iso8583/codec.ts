import { fromHex, toHex } from '../../lib/bytes.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { readField, writeField, type FaultCode } from './field-codec.ts';
import { FIELD_RULES, FORBIDDEN_FIELDS } from './field-table.ts';

/**
 * An ISO 8583 message and its bytes: type (2 bytes BCD), bitmap, fields in rising order.
 *
 *   02 00 │ 70 3c 04 80 00 c0 80 10 │ field 2 │ field 3 │ …
 *   type  │ bit 1 = "a second bitmap follows", bit n = "field n is there" (1 is the leftmost)
 *
 * Bytes and messages match one to one: whatever is read would be written just so, so a message that
 * is shown is the message that would be sent. What stands before it on a real line (TPDU, length,
 * application header) belongs to the line and not to the message, and is not here.
 *
 * A view only: nothing in the till sends these bytes and no bank listens to them.
 */
export interface IsoMessage {
  /** Four digits: version, class, function, origin. */
  readonly type: string;
  readonly fields: ReadonlyMap<number, string>;
}

/** As read: each field with the bytes it came from, its length included. */
export interface ReadMessage {
  readonly type: string;
  readonly bitmap: Uint8Array;
  readonly fields: readonly ReadFieldOf[];
}

export interface ReadFieldOf {
  readonly number: number;
  readonly value: string;
  readonly bytes: Uint8Array;
}

export interface IsoFault {
  readonly code: FaultCode;
  /** Which field it is about; null for the message as a whole. */
  readonly field: number | null;
}

const TYPE_BYTES = 2;
const BITMAP_BYTES = 8;
const FIRST_OF_SECOND = 65;

export function encodeMessage({ type, fields }: IsoMessage): Result<Uint8Array, IsoFault> {
  if (!isType(type)) return err({ code: 'mti-invalid', field: null });
  const numbers = [...fields.keys()].sort((a, b) => a - b);
  const parts: string[] = [];
  for (const field of numbers) {
    const rule = ruleOf(field);
    if (!rule.ok) return rule;
    const written = writeField(rule.value, fields.get(field) ?? '');
    if (!written.ok) return err({ code: written.error, field });
    parts.push(toHex(written.value));
  }
  return ok(fromHex(type + toHex(bitmapOf(numbers)) + parts.join('')));
}

export function decodeMessage(bytes: Uint8Array): Result<ReadMessage, IsoFault> {
  const type = toHex(bytes.subarray(0, TYPE_BYTES));
  if (!isType(type)) return err({ code: 'mti-invalid', field: null });
  const bitmap = bitmapIn(bytes);
  if (bitmap === null) return err({ code: 'bitmap-invalid', field: null });
  const fields: ReadFieldOf[] = [];
  let at = TYPE_BYTES + bitmap.length;
  for (const number of fieldsIn(bitmap)) {
    const rule = ruleOf(number);
    if (!rule.ok) return rule;
    const read = readField(rule.value, bytes, at);
    if (!read.ok) return err({ code: read.error, field: number });
    const { value, end } = read.value;
    fields.push({ number, value, bytes: bytes.subarray(at, end) });
    at = end;
  }
  if (at < bytes.length) return err({ code: 'bytes-left-over', field: null });
  return ok({ type, bitmap, fields });
}

/** Version 1987; the classes, functions and origins that a terminal's host knows (TERMINAL 4). */
function isType(type: string): boolean {
  return /^0[1-8][0-4][0-5]$/.test(type);
}

function ruleOf(field: number) {
  if (FORBIDDEN_FIELDS.has(field)) return err({ code: 'field-forbidden', field } as const);
  const rule = FIELD_RULES.get(field);
  return rule === undefined ? err({ code: 'field-unknown', field } as const) : ok(rule);
}

function bitmapOf(numbers: readonly number[]): Uint8Array {
  const isLong = numbers.some((field) => field >= FIRST_OF_SECOND);
  const bitmap = new Uint8Array(isLong ? 2 * BITMAP_BYTES : BITMAP_BYTES);
  for (const field of isLong ? [1, ...numbers] : numbers) {
    const index = (field - 1) >> 3;
    bitmap[index] = (bitmap[index] ?? 0) | (0x80 >> ((field - 1) & 7));
  }
  return bitmap;
}

/** Null where it is cut off, or where a second one is announced and says nothing. */
function bitmapIn(bytes: Uint8Array): Uint8Array | null {
  const isLong = ((bytes[TYPE_BYTES] ?? 0) & 0x80) !== 0;
  const length = isLong ? 2 * BITMAP_BYTES : BITMAP_BYTES;
  const bitmap = bytes.subarray(TYPE_BYTES, TYPE_BYTES + length);
  if (bitmap.length < length) return null;
  return isLong && bitmap.subarray(BITMAP_BYTES).every((byte) => byte === 0) ? null : bitmap;
}

/** The fields that a bitmap announces; bit 1 is none of them. */
function fieldsIn(bitmap: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let field = 2; field <= bitmap.length * 8; field += 1) {
    const byte = bitmap[(field - 1) >> 3] ?? 0;
    if ((byte & (0x80 >> ((field - 1) & 7))) !== 0) numbers.push(field);
  }
  return numbers;
}
