import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatActivationCode, parseActivationCode } from './activation-code.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hex = (values: Uint8Array) =>
  [...values].map((value) => value.toString(16).padStart(2, '0')).join('');

it('P25 a code comes back byte for byte, however it was typed', () => {
  fc.assert(
    fc.property(bytes(16), bytes(10), (random, fingerprint) => {
      const code = formatActivationCode(random, fingerprint);
      const expected = hex(random) + hex(fingerprint);
      expect(parseActivationCode(code)).toBe(expected);
      const typed = code
        .toLowerCase()
        .replaceAll('-', ' ')
        .replaceAll('0', 'o')
        .replaceAll('1', 'l');
      expect(parseActivationCode(typed)).toBe(expected);
      expect(parseActivationCode(code.replaceAll('-', ''))).toBe(expected);
    }),
  );
});

it('P25 a code that is a character short or long, or has a letter that none has, is none', () => {
  const code = formatActivationCode(new Uint8Array(16).fill(7), new Uint8Array(10).fill(9));
  for (const typed of [
    '',
    code.slice(1),
    `${code}0`,
    code.replace(/[0-9A-Z]/, 'U'),
    '一'.repeat(42),
  ]) {
    expect(parseActivationCode(typed)).toBeNull();
  }
});
