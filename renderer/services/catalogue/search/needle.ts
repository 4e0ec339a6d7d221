import { BACKWARDS, CODE_END } from './search-text.ts';

/** What is looked for: the bytes of `bytes` between `from` and `to`. */
export interface Needle {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** One wanted text in the ways in which it may stand in an entry, best first. */
export interface Needles {
  /** A whole code. */
  readonly whole: Needle;
  /** The beginning of an entry, or a part of it: that is a matter of where one looks. */
  readonly plain: Needle;
  /** The beginning of a word inside an entry. */
  readonly word: Needle;
  /** The end of a barcode. */
  readonly ending: Needle;
}

/** ` wanted⇥` serves three of them: with its space the beginning of a word, with its end a code. */
export function needlesFor(wanted: string): Needles {
  const bytes = inUtf8(` ${wanted}${CODE_END_SIGN}`);
  const end = bytes.length;
  const backwards = new Uint8Array(end - 1);
  backwards[0] = BACKWARDS;
  for (let i = 1; i < end - 1; i += 1) backwards[end - 1 - i] = bytes[i] ?? 0;
  return {
    whole: { bytes, from: 1, to: end },
    plain: { bytes, from: 1, to: end - 1 },
    word: { bytes, from: 0, to: end - 1 },
    ending: { bytes: backwards, from: 0, to: end - 1 },
  };
}

const CODE_END_SIGN = String.fromCodePoint(CODE_END);
const encoder = new TextEncoder();

/** By hand for what is typed most: the encoder takes as long as a whole look-up. */
function inUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return encoder.encode(text);
    bytes[i] = code;
  }
  return bytes;
}

/** From behind: the bytes in front are what all places of a leaf have in common. */
export function standsAt(bytes: Uint8Array, place: number, needle: Needle): boolean {
  const shift = place - needle.from;
  for (let i = needle.to - 1; i >= needle.from; i -= 1) {
    if (bytes[shift + i] !== needle.bytes[i]) return false;
  }
  return true;
}
