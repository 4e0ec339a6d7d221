import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import {
  decodeTlv,
  DEEPEST_TLV,
  encodeTlv,
  MOST_TLV_BYTES,
  MOST_TLV_ELEMENTS,
  valueOf,
  type TlvElement,
} from './tlv.ts';

const hex = (text: string) => fromHex(text.replaceAll(' ', ''));

describe('P17 TLV', () => {
  it('P17 reads what a card answers to GENERATE AC, format 2', () => {
    const whole = decodeTlv(hex('77 10 9f2701 80 9f3602 001c 9f2604 01020304'));
    expect(whole).toEqual({
      ok: true,
      value: [
        {
          tag: 0x77,
          children: [
            { tag: 0x9f27, value: hex('80') },
            { tag: 0x9f36, value: hex('001c') },
            { tag: 0x9f26, value: hex('01020304') },
          ],
        },
      ],
    });
    expect(whole.ok && valueOf(whole.value, 0x9f36)).toEqual(hex('001c'));
    expect(whole.ok && valueOf(whole.value, 0x77)).toBeUndefined();
    expect(whole.ok && valueOf(whole.value, 0x9f10)).toBeUndefined();
  });

  it('P17 takes a directory whose entries repeat', () => {
    const text = '6f0c a50a bf0c07 6100 6103 500141'.replaceAll(' ', '');
    const read = decodeTlv(hex(text));
    expect(read.ok && toHex(encodeTlv(read.value))).toBe(text);
  });

  it.each([
    ['a value that ends too early', '9f26 08 0102', 'value-torn', 0],
    ['a template that promises more than there is', '70 81', 'length-torn', 0],
    ['a child that reaches beyond its template', '70 03 5a 02 11 22', 'value-torn', 2],
    ['half a tag', '9f', 'tag-torn', 0],
    ['half a tag inside a template', '70 01 9f 01 00', 'tag-torn', 2],
    ['a tag without a length', '5a 01 11 5f34', 'length-torn', 3],
    ['a tag of four bytes', 'df 81 82 83 04 00', 'tag-too-long', 0],
    ['a tag whose number begins with nothing', '9f 80 01 00', 'no-tag', 0],
    ['a filler before', '00 5a 01 11', 'no-tag', 0],
    ['a filler between', '5a 01 11 00 50 00', 'no-tag', 3],
    ['half an element behind a whole one', '90 00 5a 01 11 5a', 'length-torn', 5],
    ['an indefinite length', '70 80 5a 01 11 00 00', 'length-indefinite', 0],
    ['a length of three bytes', '5a 83 00 00 01 11', 'length-too-long', 0],
    ['a length of 127 bytes', '5a ff 00', 'length-too-long', 0],
    ['a length that needs one byte, in two', '5a 81 01 11', 'length-not-shortest', 0],
    ['a length that needs two bytes, in three', '5a 82 00 80', 'length-not-shortest', 0],
    ['a tag said twice', '5a 01 11 5a 01 22', 'duplicate', 3],
    ['a tag said twice in a template', '70 06 5a 01 11 5a 01 11', 'duplicate', 5],
  ] as const)('P17 refuses %s', (_what, text, kind, at) => {
    expect(decodeTlv(hex(text))).toEqual({ ok: false, error: { kind, at } });
  });

  it('P17 the same tag may stand in two templates', () => {
    expect(decodeTlv(hex('70 03 5a 01 11 77 03 5a 01 22')).ok).toBe(true);
  });

  it('P17 goes no deeper, takes no more elements and no more bytes than it says', () => {
    const nested = (depth: number): TlvElement =>
      depth === 1 ? { tag: 0x5a, value: hex('11') } : { tag: 0x70, children: [nested(depth - 1)] };
    expect(decodeTlv(encodeTlv([nested(DEEPEST_TLV)])).ok).toBe(true);
    const deeper = decodeTlv(encodeTlv([nested(DEEPEST_TLV + 2)]));
    expect(deeper).toMatchObject({ ok: false, error: { kind: 'too-deep' } });

    const entries = (count: number) => decodeTlv(hex('6100'.repeat(count)));
    expect(entries(MOST_TLV_ELEMENTS).ok).toBe(true);
    expect(entries(MOST_TLV_ELEMENTS + 1)).toMatchObject({
      ok: false,
      error: { kind: 'too-many' },
    });

    expect(
      decodeTlv(encodeTlv([{ tag: 0x5a, value: new Uint8Array(MOST_TLV_BYTES - 4) }])).ok,
    ).toBe(true);
    expect(decodeTlv(new Uint8Array(MOST_TLV_BYTES + 1))).toEqual({
      ok: false,
      error: { kind: 'too-large', at: 0 },
    });
  });

  it('P17 whatever was written is read again', () => {
    fc.assert(
      fc.property(elements, (written) => {
        expect(decodeTlv(encodeTlv(written))).toEqual({ ok: true, value: written });
      }),
    );
  });

  it('P17 whatever is read can be written again byte by byte, and rubbish throws nothing', () => {
    let taken = 0;
    const almost = fc
      .tuple(elements, fc.nat(), fc.integer({ min: 0, max: 255 }))
      .map(([written, at, byte]) => {
        const bytes = encodeTlv(written);
        if (bytes.length > 0) bytes[at % bytes.length] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), almost), (bytes) => {
        const read = decodeTlv(bytes);
        if (!read.ok) return;
        taken += 1;
        expect(encodeTlv(read.value)).toEqual(Uint8Array.from(bytes));
      }),
    );
    expect(taken).toBeGreaterThan(5);
  });

  it('P17 cut anywhere but at the end of an outermost element it is refused', () => {
    fc.assert(
      fc.property(elements, fc.nat(), (written, cut) => {
        const bytes = encodeTlv(written);
        const at = cut % (bytes.length + 1);
        const ends = new Set(written.map((_, i) => encodeTlv(written.slice(0, i)).length));
        ends.add(bytes.length);
        expect(decodeTlv(bytes.subarray(0, at)).ok).toBe(ends.has(at));
      }),
    );
  });

  it.each<readonly [string, TlvElement]>([
    ['a value under a template tag', { tag: 0x70, value: hex('11') }],
    ['children under a value tag', { tag: 0x5a, children: [] }],
    ['no tag', { tag: 0, value: hex('11') }],
    ['half a tag', { tag: 0x9f, value: hex('11') }],
    ['a tag and a half', { tag: 0x5a01, value: hex('11') }],
    ['a tag of four bytes', { tag: 0xdf818283, value: hex('11') }],
    ['too long a value', { tag: 0x5a, value: new Uint8Array(MOST_TLV_BYTES + 1) }],
  ])('P17 writes never: %s', (_what, element) => {
    expect(() => encodeTlv([element])).toThrow();
  });
});

const valueTag = fc.constantFrom(0x5a, 0x82, 0x94, 0x9f26, 0x9f27, 0x9f36, 0x5f34, 0xdf8117);
const templateTag = fc.constantFrom(0x6f, 0x70, 0x77, 0xa5, 0xbf0c);
const value = fc.record({
  tag: valueTag,
  value: fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.constantFrom(127, 128, 255, 256).map((length) => new Uint8Array(length)),
  ),
});
const level = (inner: fc.Arbitrary<TlvElement>) =>
  fc.uniqueArray(inner, { maxLength: 4, selector: ({ tag }) => tag });
const template = fc.record({ tag: templateTag, children: level(value) });
const elements: fc.Arbitrary<TlvElement[]> = level(fc.oneof(value, template));
