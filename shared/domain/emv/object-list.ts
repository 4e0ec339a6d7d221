import { err, ok, type Result } from '../../lib/result.ts';
import { concatBytes } from '../../lib/bytes.ts';
import { nameOfTag, TAGS, type DataElements, type DataName, type TagMeaning } from './tags.ts';
import { decodeTag } from './tlv.ts';

/**
 * Data object lists (EMV Book 3, 5.4): the card names tags and lengths, and is answered with the bare
 * values one after the other. Whatever it asks for, it gets exactly as many bytes as it asked for.
 */
export interface ObjectListEntry {
  readonly tag: number;
  readonly length: number;
}

export type ObjectListFault = 'tag-torn' | 'length-torn' | 'length-too-long' | 'too-much';

/** What fits into one command (ISO/IEC 7816-4, short). */
export const MOST_OBJECT_BYTES = 255;

export function decodeObjectList(
  bytes: Uint8Array,
): Result<readonly ObjectListEntry[], ObjectListFault> {
  const entries: ObjectListEntry[] = [];
  let total = 0;
  let at = 0;
  while (at < bytes.length) {
    const tag = decodeTag(bytes, at, bytes.length);
    if (!tag.ok) return err('tag-torn');
    const length = bytes[tag.value.next];
    if (length === undefined) return err('length-torn');
    if (length >= 0x80) return err('length-too-long');
    total += length;
    if (total > MOST_OBJECT_BYTES) return err('too-much');
    entries.push({ tag: tag.value.number, length });
    at = tag.value.next + 1;
  }
  return ok(entries);
}

export function fillObjectList(
  entries: readonly ObjectListEntry[],
  elements: DataElements,
): Uint8Array<ArrayBuffer> {
  const values = entries.map(({ tag, length }) => {
    const name = nameOfTag(tag);
    const value = name === undefined ? undefined : elements[name];
    // A tag that nobody knows, or that has no value yet, is answered with zeros.
    if (name === undefined || value === undefined) return new Uint8Array(length);
    return fitted(value, length, TAGS[name].format);
  });
  return concatBytes(...values);
}

/** Digits are cut and filled at their front, anything else behind; cn is filled with F. */
function fitted(value: Uint8Array, length: number, format: TagMeaning['format']): Uint8Array {
  if (value.length >= length) {
    return format === 'n' ? value.subarray(value.length - length) : value.subarray(0, length);
  }
  const whole = new Uint8Array(length).fill(format === 'cn' ? 0xff : 0);
  whole.set(value, format === 'n' ? length - value.length : 0);
  return whole;
}

/** In the card: the values that answer its list; null when they are not as many bytes as it asked for. */
export function readObjectList(list: Uint8Array, bytes: Uint8Array): DataElements | null {
  const entries = decodeObjectList(list);
  if (!entries.ok) return null;
  const elements: Partial<Record<DataName, Uint8Array>> = {};
  let at = 0;
  for (const { tag, length } of entries.value) {
    const name = nameOfTag(tag);
    if (name !== undefined) elements[name] = bytes.slice(at, at + length);
    at += length;
  }
  return at === bytes.length ? elements : null;
}
