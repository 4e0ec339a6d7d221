import { assert } from '../../lib/assert.ts';
import { concatBytes } from '../../lib/bytes.ts';
import { err, ok, type Result } from '../../lib/result.ts';

/**
 * BER-TLV as chip cards speak it: tag, length, value (EMV Book 3, Annex B; ISO/IEC 8825-1).
 *
 * A card is a stranger's computer, so reading is strict: whatever is torn, too deep, too much or
 * said twice is refused with the place where it went wrong, and never half understood. There is one
 * encoding for one content, so that what was read can be written again byte by byte. Two things that
 * BER or EMV would let pass are therefore refused too: a length in more bytes than it needs, and
 * `00` bytes that fill the space between objects.
 */
export type TlvElement = TlvValue | TlvTemplate;

export interface TlvValue {
  /** All its bytes as one number, as tags are written in the books: 0x9f26. */
  readonly tag: number;
  readonly value: Uint8Array;
}

/** A tag whose first byte says "constructed": it holds elements. */
export interface TlvTemplate {
  readonly tag: number;
  readonly children: readonly TlvElement[];
}

export type TlvFaultKind =
  | 'too-large'
  | 'too-deep'
  | 'too-many'
  | 'no-tag'
  | 'tag-torn'
  | 'tag-too-long'
  | 'length-torn'
  | 'length-indefinite'
  | 'length-too-long'
  | 'length-not-shortest'
  | 'value-torn'
  | 'duplicate';

export interface TlvFault {
  readonly kind: TlvFaultKind;
  /** Byte at which the element at fault begins. */
  readonly at: number;
}

/** Far more than any card or bank of ours says at once; a bound keeps a liar from filling memory. */
export const MOST_TLV_BYTES = 4096;
export const MOST_TLV_ELEMENTS = 256;
export const DEEPEST_TLV = 5;

/** Directory entries and issuer script commands: the only ones that come several times (Book 1, 12.2.3; Book 3, 10.10). */
const MAY_REPEAT: ReadonlySet<number> = new Set([0x61, 0x86]);
const CONSTRUCTED = 0x20;
const TAG_GOES_ON = 0x1f;
const MORE = 0x80;

export function decodeTlv(bytes: Uint8Array): Result<readonly TlvElement[], TlvFault> {
  if (bytes.length > MOST_TLV_BYTES) return err({ kind: 'too-large', at: 0 });
  return decodeLevel({ bytes, left: MOST_TLV_ELEMENTS }, 0, bytes.length, 1);
}

/** The bytes, and how many elements may still come, over all levels. */
interface Reading {
  readonly bytes: Uint8Array;
  left: number;
}

function decodeLevel(
  reading: Reading,
  from: number,
  to: number,
  depth: number,
): Result<readonly TlvElement[], TlvFault> {
  const elements: TlvElement[] = [];
  const seen = new Set<number>();
  let at = from;
  while (at < to) {
    const head = decodeHead(reading.bytes, at, to);
    if (!head.ok) return err({ kind: head.error, at });
    const { tag, valueAt, length } = head.value;
    if (seen.has(tag) && !MAY_REPEAT.has(tag)) return err({ kind: 'duplicate', at });
    seen.add(tag);
    reading.left -= 1;
    if (reading.left < 0) return err({ kind: 'too-many', at });
    const end = valueAt + length;
    if (isTemplate(tag)) {
      if (depth === DEEPEST_TLV) return err({ kind: 'too-deep', at });
      const children = decodeLevel(reading, valueAt, end, depth + 1);
      if (!children.ok) return children;
      elements.push({ tag, children: children.value });
    } else {
      elements.push({ tag, value: reading.bytes.slice(valueAt, end) });
    }
    at = end;
  }
  return ok(elements);
}

interface Head {
  readonly tag: number;
  readonly valueAt: number;
  readonly length: number;
}

function decodeHead(bytes: Uint8Array, at: number, end: number): Result<Head, TlvFaultKind> {
  const tag = decodeTag(bytes, at, end);
  if (!tag.ok) return tag;
  const { next } = tag.value;
  const length = decodeLength(bytes, next, end);
  if (!length.ok) return length;
  const valueAt = length.value.next;
  if (length.value.number > end - valueAt) return err('value-torn');
  return ok({ tag: tag.value.number, valueAt, length: length.value.number });
}

interface Read {
  readonly number: number;
  readonly next: number;
}

/** One byte, or up to three where the low five bits of the first are all set (Book 3, B1). */
export function decodeTag(bytes: Uint8Array, at: number, end: number): Result<Read, TlvFaultKind> {
  const first = bytes[at] ?? 0;
  if (first === 0) return err('no-tag');
  if ((first & TAG_GOES_ON) !== TAG_GOES_ON) return ok({ number: first, next: at + 1 });
  let number = first;
  for (let next = at + 1; next < end; next += 1) {
    if (next - at === 3) return err('tag-too-long');
    const byte = bytes[next] ?? 0;
    // A number that begins with nothing has a shorter form.
    if (next === at + 1 && byte === MORE) return err('no-tag');
    number = number * 0x100 + byte;
    if ((byte & MORE) === 0) return ok({ number, next: next + 1 });
  }
  return err('tag-torn');
}

/** One byte up to 127, else how many bytes follow: two at most (Book 3, B2). */
function decodeLength(bytes: Uint8Array, at: number, end: number): Result<Read, TlvFaultKind> {
  const first = at < end ? bytes[at] : undefined;
  if (first === undefined) return err('length-torn');
  if (first < MORE) return ok({ number: first, next: at + 1 });
  const count = first - MORE;
  if (count === 0) return err('length-indefinite');
  if (count > 2) return err('length-too-long');
  if (at + 1 + count > end) return err('length-torn');
  let number = 0;
  for (const byte of bytes.subarray(at + 1, at + 1 + count)) number = number * 0x100 + byte;
  if (number < (count === 1 ? MORE : 0x100)) return err('length-not-shortest');
  return ok({ number, next: at + 1 + count });
}

/** Content that cannot be written is a bug: it is ours. */
export function encodeTlv(elements: readonly TlvElement[]): Uint8Array<ArrayBuffer> {
  return concatBytes(...elements.map(encodeElement));
}

function encodeElement(element: TlvElement): Uint8Array<ArrayBuffer> {
  const tag = encodeTag(element.tag);
  const read = decodeTag(tag, 0, tag.length);
  assert(read.ok && read.value.next === tag.length, `${element.tag} is no tag`);
  assert(isTemplate(element.tag) === 'children' in element, `${element.tag} holds the wrong kind`);
  const content = 'children' in element ? encodeTlv(element.children) : element.value;
  return concatBytes(tag, encodeLength(content.length), content);
}

function encodeTag(tag: number): Uint8Array {
  assert(Number.isInteger(tag) && tag > 0 && tag <= 0xffffff, `${tag} is no tag`);
  if (tag > 0xffff) return Uint8Array.of(tag >> 16, (tag >> 8) & 0xff, tag & 0xff);
  return tag > 0xff ? Uint8Array.of(tag >> 8, tag & 0xff) : Uint8Array.of(tag);
}

function encodeLength(length: number): Uint8Array {
  assert(length <= MOST_TLV_BYTES, `${length} bytes are too many for one element`);
  if (length < MORE) return Uint8Array.of(length);
  return length < 0x100
    ? Uint8Array.of(MORE + 1, length)
    : Uint8Array.of(MORE + 2, length >> 8, length & 0xff);
}

function isTemplate(tag: number): boolean {
  const first = tag > 0xffff ? tag >> 16 : tag > 0xff ? tag >> 8 : tag;
  return (first & CONSTRUCTED) !== 0;
}

/** The value of a tag, also inside templates, the outermost first; undefined where it is not. */
export function valueOf(elements: readonly TlvElement[], tag: number): Uint8Array | undefined {
  for (const element of elements) {
    if (element.tag === tag && 'value' in element) return element.value;
  }
  for (const element of elements) {
    const found = 'children' in element ? valueOf(element.children, tag) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
