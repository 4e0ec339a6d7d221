import { assert } from './assert.ts';

/** What may be hashed, MACed or signed: JSON with integers only (PROTOCOL P4). */
export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue | undefined };

/**
 * RFC 8785 (JSON Canonicalization Scheme) for the integers-only JSON of this protocol.
 *
 * Keys are sorted by UTF-16 code units, members that are `undefined` are left out, nothing is
 * padded. Two programs that hold the same value get the same text, so that a hash taken at the
 * till can be checked at the bank. Whatever would not survive the way through another parser is a
 * bug: fractions, unsafe integers, lone surrogates, holes in a list, dates and other things that are
 * more than their members.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `canonical JSON holds safe integers only, not ${value}`);
    return String(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return listed(value);
  assert(typeof value === 'object', `canonical JSON cannot hold a ${typeof value}`);
  assert(isPlain(value), 'canonical JSON holds plain objects only');
  let members = '';
  for (const key of inOrder(Object.keys(value))) {
    const member: unknown = value[key as keyof typeof value];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Place by place: a hole comes out as `undefined`, which is refused; `map` would skip it. */
function listed(values: readonly unknown[]): string {
  let text = '';
  for (let i = 0; i < values.length; i += 1) {
    text += `${i === 0 ? '' : ','}${canonicalJson(values[i])}`;
  }
  return `[${text}]`;
}

/** What was read from canonical text is in order already, and most of what is written here was. */
function inOrder(keys: string[]): readonly string[] {
  const isSorted = keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key);
  // Without an order of its own, `sort` takes that of UTF-16 code units.
  return isSorted ? keys : keys.sort();
}

/** Most text of a record is plain, and stands as it is. */
function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  assert(isWellFormed(text), 'canonical JSON holds well-formed text only');
  return JSON.stringify(text);
}

/** Whether a value can be hashed and read back at all: for what comes from outside. */
export function isCanonical(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

/** No half of a character without its other half. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/** All text of it, names of members too. Step by step: what comes from outside may have any depth. */
export function isWellFormedThroughout(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'string' && !isWellFormed(one)) return false;
    if (one === null || typeof one !== 'object') continue;
    for (const [name, member] of Object.entries(one)) left.push(name, member);
  }
  return true;
}

/** Of members alone, whichever window or worker it was made in. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isBare =
    prototype === Object.prototype ||
    prototype === null ||
    Object.getPrototypeOf(prototype) === null;
  return isBare && Object.getOwnPropertySymbols(value).length === 0;
}

/** Printable ASCII without what JSON escapes: the quotation mark and the backslash. */
const PLAIN = /^[ !#-[\]-~]*$/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
