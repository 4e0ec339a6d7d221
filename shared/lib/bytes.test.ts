import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  concatBytes,
  fromBase64,
  fromHex,
  fromUtf8,
  sameBytes,
  toBase64,
  toHex,
  utf8,
  utf8Length,
} from './bytes.ts';

it('base64, hex and UTF-8 agree with the platform and come back unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme' }), (raw, text) => {
      expect(toBase64(raw)).toBe(Buffer.from(raw).toString('base64'));
      expect(fromBase64(toBase64(raw))).toEqual(raw);
      expect(fromHex(toHex(raw))).toEqual(raw);
      expect(toHex(utf8(text))).toBe(Buffer.from(text, 'utf8').toString('hex'));
      expect(fromUtf8(utf8(text))).toBe(text);
    }),
  );
});

it('the length of text in bytes is that of its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(utf8Length(text)).toBe(utf8(text).length);
    }),
  );
  expect(utf8Length('aé农😀')).toBe(1 + 2 + 3 + 4);
});

it.each(['A', 'AAA', 'A=AA', '====', 'AA-_'])('refuses %s as base64', (text) => {
  expect(fromBase64(text)).toBeNull();
});

it.each(['\ud83d', 'a\ude00', '\ud83d\ud83d\ude00'])(
  'half a character has no bytes: %j',
  (text) => {
    expect(() => utf8(text)).toThrow(URIError);
  },
);

it('bytes are the same only when all of them are', () => {
  const bytes = fc.uint8Array({ maxLength: 12 });
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      expect(sameBytes(one, other)).toBe(toHex(one) === toHex(other));
      expect(sameBytes(one, one.slice())).toBe(true);
      expect(toHex(concatBytes(one, other, one))).toBe(toHex(one) + toHex(other) + toHex(one));
    }),
  );
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(concatBytes()).toHaveLength(0);
});
