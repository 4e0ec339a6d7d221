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
 * till can be checked at the bank. Fractions, unsafe integers and lone surrogates are bugs: they
 * would not survive the way through another parser.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `canonical JSON holds safe integers only, not ${value}`);
    return String(Object.is(value, -0) ? 0 : value);
  }
  if (typeof value === 'string') {
    assert(!LONE_SURROGATE.test(value), 'canonical JSON holds well-formed text only');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  assert(typeof value === 'object', `canonical JSON cannot hold a ${typeof value}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonicalJson(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
