import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../lib/bytes.ts';
import { decodeMessage, encodeMessage, type IsoMessage } from './codec.ts';
import { FIELD_RULES, type FieldRule } from './field-table.ts';

const DIGITS = '0123456789'.split('');
const LETTERS = '0123456789ABCXYZabcxyz '.split('');

function anyValue({ content, size }: FieldRule): fc.Arbitrary<string> {
  const [least, most] = size.kind === 'fixed' ? [size.count, size.count] : [1, size.most];
  const made = (unit: fc.Arbitrary<string>) =>
    fc.string({ unit, minLength: least, maxLength: most });
  switch (content) {
    case 'n':
      return made(fc.constantFrom(...DIGITS));
    case 'an':
      return made(fc.constantFrom(...LETTERS));
    case 'ans':
      return made(fc.integer({ min: 0x20, max: 0x7e }).map((unit) => String.fromCharCode(unit)));
    case 'b':
      return fc.uint8Array({ minLength: least, maxLength: most }).map(toHex);
    case 'masked':
      return fc
        .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 3, max: 9 }))
        .map(([front, middle]) => `${'622848'.slice(0, front)}${'*'.repeat(middle)}0072`);
  }
}

const anyMessage: fc.Arbitrary<IsoMessage> = fc
  .record({
    type: fc.stringMatching(/^0[1-8][0-4][0-5]$/),
    numbers: fc.uniqueArray(fc.constantFrom(...FIELD_RULES.keys())),
  })
  .chain(({ type, numbers }) =>
    fc
      .tuple(...numbers.map((number) => anyValue(FIELD_RULES.get(number) as FieldRule)))
      .map((values) => ({
        type,
        fields: new Map(numbers.map((number, i) => [number, values[i] ?? ''])),
      })),
  );

function bytesOf(message: IsoMessage): Uint8Array {
  const encoded = encodeMessage(message);
  if (!encoded.ok) throw new Error(JSON.stringify(encoded.error));
  return encoded.value;
}

/** Either refused, or read as what would be written as these very bytes. */
function expectRefusedOrSame(bytes: Uint8Array): void {
  const decoded = decodeMessage(bytes);
  if (!decoded.ok) return;
  const { type, fields } = decoded.value;
  const again = bytesOf({
    type,
    fields: new Map(fields.map(({ number, value }) => [number, value])),
  });
  expect(toHex(again)).toBe(toHex(bytes));
}

describe('ISO 8583, any message', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const decoded = decodeMessage(bytesOf(message));
        if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
        const inOrder = [...message.fields].sort(([a], [b]) => a - b);
        expect(decoded.value.type).toBe(message.type);
        expect(decoded.value.fields.map(({ number, value }) => [number, value])).toEqual(inOrder);
      }),
    );
  });

  it('cut off anywhere it is refused', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), (message, cut) => {
        const bytes = bytesOf(message);
        expect(decodeMessage(bytes.subarray(0, cut % bytes.length)).ok).toBe(false);
      }),
    );
  });

  it('with anything behind it is refused', () => {
    fc.assert(
      fc.property(anyMessage, fc.uint8Array({ minLength: 1, maxLength: 9 }), (message, more) => {
        const bytes = Uint8Array.of(...bytesOf(message), ...more);
        expect(decodeMessage(bytes)).toMatchObject({ error: { code: 'bytes-left-over' } });
      }),
    );
  });

  it('with a bit turned it is refused, or it is another message, never two', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), (message, turned) => {
        const bytes = Uint8Array.from(bytesOf(message));
        const bit = turned % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        expectRefusedOrSame(bytes);
      }),
    );
  });

  it('and no bytes at all make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expectRefusedOrSame(noise);
        expectRefusedOrSame(Uint8Array.of(0x02, 0x00, ...noise));
      }),
    );
  });
});
