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

/**
 * ` wanted⇥␍detnaw` serves all of them: with its space the beginning of a word, with its end a code. One
 * array, for a second one takes as long to make as a tree takes to answer.
 */
export function needlesFor(wanted: string): Needles {
  const bytes = spaced(wanted);
  const end = (bytes.length - 1) >> 1;
  bytes[0] = SPACE;
  bytes[end] = CODE_END;
  bytes[end + 1] = BACKWARDS;
  for (let i = 1; i < end; i += 1) bytes[bytes.length - i] = bytes[i] ?? 0;
  return {
    whole: { bytes, from: 1, to: end + 1 },
    plain: { bytes, from: 1, to: end },
    word: { bytes, from: 0, to: end },
    ending: { bytes, from: end + 1, to: bytes.length },
  };
}

const SPACE = 0x20;
const encoder = new TextEncoder();

/**
 * The text in UTF-8 from place 1 on, and room for what comes behind it. By hand for what is typed most:
 * the encoder takes as long as a whole look-up.
 */
function spaced(text: string): Uint8Array {
  const bytes = new Uint8Array(roomFor(text.length));
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) {
      const encoded = encoder.encode(text);
      const room = new Uint8Array(roomFor(encoded.length));
      room.set(encoded, 1);
      return room;
    }
    bytes[i + 1] = code;
  }
  return bytes;
}

/** Of a text in so many bytes: space, text, end of a code, sign of what is backwards, text. */
const roomFor = (length: number): number => 2 * length + 3;

/** From behind: the bytes in front are what all places of a leaf have in common. */
export function standsAt(bytes: Uint8Array, place: number, needle: Needle): boolean {
  const shift = place - needle.from;
  for (let i = needle.to - 1; i >= needle.from; i -= 1) {
    if (bytes[shift + i] !== needle.bytes[i]) return false;
  }
  return true;
}
