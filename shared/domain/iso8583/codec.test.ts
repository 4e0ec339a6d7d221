import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import { decodeMessage, encodeMessage, type IsoMessage } from './codec.ts';
import { FIELD_RULES, FORBIDDEN_FIELDS, type FieldRule } from './field-table.ts';

/**
 * Golden messages, put together by hand and not by the codec: the bitmap was written down in binary
 * from the list of fields (bit n is the n-th from the left), every other line from the table of
 * formats in TERMINAL 4, digits as they stand, letters looked up in an ASCII table.
 */
interface Golden {
  readonly name: string;
  readonly type: string;
  readonly fields: Readonly<Record<number, string>>;
  readonly hex: readonly string[];
}

const TERMINAL = ['3131303030303031', '383938333130303534313130303031'];

const GOLDEN: readonly Golden[] = [
  {
    name: '0200 a tap of 58.90',
    type: '0200',
    fields: {
      2: '622848******0072',
      3: '000000',
      4: '000000005890',
      11: '000003',
      12: '140606',
      13: '1123',
      14: '2912',
      22: '072',
      25: '00',
      41: '11000001',
      42: '898310054110001',
      49: '156',
      60: '22000001000',
    },
    hex: [
      '0200',
      // 2 3 4 · 11 12 13 14 · 22 · 25 · · 41 42 · 49 · 60
      '703c048000c08010',
      '16622848aaaaaa0072',
      '000000',
      '000000005890',
      '000003',
      '140606',
      '1123',
      '2912',
      '0720',
      '00',
      ...TERMINAL,
      '313536',
      '0011220000010000',
    ],
  },
  {
    name: '0210 the bank says yes',
    type: '0210',
    fields: {
      2: '622848******0072',
      3: '000000',
      4: '000000005890',
      11: '000003',
      25: '00',
      37: '665256290742',
      38: '123456',
      39: '00',
      41: '11000001',
      42: '898310054110001',
      49: '156',
      60: '22000001000',
    },
    hex: [
      '0210',
      // 2 3 4 · 11 · · 25 · 37 38 39 · 41 42 · 49 · 60
      '702000800ec08010',
      '16622848aaaaaa0072',
      '000000',
      '000000005890',
      '000003',
      '00',
      '363635323536323930373432',
      '313233343536',
      '3030',
      ...TERMINAL,
      '313536',
      '0011220000010000',
    ],
  },
  {
    name: '0200 a chip’s own yes, told later: cryptogram, its kind, and Y3',
    type: '0200',
    fields: {
      3: '000000',
      4: '000000000450',
      23: '001',
      55: '9f2608a1b2c3d4e5f607189f2701408a025933',
      60: '36000001000',
    },
    hex: [
      '0200',
      // 3 4 · · 23 · · · · 55 · 60
      '3000020000000210',
      '000000',
      '000000000450',
      '0001',
      '0019' + '9f2608a1b2c3d4e5f60718' + '9f270140' + '8a025933',
      '0011360000010000',
    ],
  },
  {
    name: '0220 a promise is told, of a card number with 19 digits',
    type: '0220',
    fields: { 2: '622848*********0072', 4: '000000001250', 11: '000007' },
    hex: ['0220', '5020000000000000', '19622848aaaaaaaaa00720', '000000001250', '000007'],
  },
  {
    name: '0400 a sale without an answer is taken back',
    type: '0400',
    fields: { 3: '000000', 4: '000000005890', 11: '000003', 39: '98', 60: '22000001000' },
    hex: [
      '0400',
      // 3 4 · 11 · · · 39 · · · 60
      '3020000002000010',
      '000000',
      '000000005890',
      '000003',
      '3938',
      '0011220000010000',
    ],
  },
  {
    name: '0100 a pre-authorisation of 1,000.00 by chip and PIN',
    type: '0100',
    fields: {
      2: '622848******0239',
      3: '030000',
      4: '000000100000',
      11: '000011',
      12: '140606',
      13: '1123',
      14: '2912',
      22: '051',
      25: '06',
      41: '11000001',
      42: '898310054110001',
      49: '156',
      60: '10000001000',
    },
    hex: [
      '0100',
      // 2 3 4 · 11 12 13 14 · 22 · 25 · · 41 42 · 49 · 60
      '703c048000c08010',
      '16622848aaaaaa0239',
      '030000',
      '000000100000',
      '000011',
      '140606',
      '1123',
      '2912',
      '0510',
      '06',
      ...TERMINAL,
      '313536',
      '0011100000010000',
    ],
  },
  {
    name: '0110 the bank holds it',
    type: '0110',
    fields: {
      3: '030000',
      25: '06',
      37: '665256290743',
      38: '654321',
      39: '00',
      60: '10000001000',
    },
    hex: [
      '0110',
      // 3 · · · 25 · 37 38 39 · · · 60
      '200000800e000010',
      '030000',
      '06',
      '363635323536323930373433',
      '363534333231',
      '3030',
      '0011100000010000',
    ],
  },
  {
    name: '0200 its completion, a little above it: no card is read',
    type: '0200',
    fields: { 3: '000000', 4: '000000108050', 11: '000012', 25: '06', 60: '20000001000' },
    hex: [
      '0200',
      // 3 4 · 11 · · 25 · · · · 60
      '3020008000000010',
      '000000',
      '000000108050',
      '000012',
      '06',
      '0011200000010000',
    ],
  },
  {
    name: '0400 a release without an answer is taken back',
    type: '0400',
    fields: { 3: '200000', 11: '000013', 25: '06', 39: '98', 60: '11000001000' },
    hex: [
      '0400',
      // 3 · 11 · · 25 39 · · · 60
      '2020008002000010',
      '200000',
      '000013',
      '06',
      '3938',
      '0011110000010000',
    ],
  },
  {
    name: '0500 totals at the end of the day: five sales of 80.90, no refund',
    type: '0500',
    fields: {
      11: '000009',
      41: '11000001',
      42: '898310054110001',
      48: '000000008090005' + '000000000000000' + '0' + '0'.repeat(31),
      49: '156',
      60: '00000001201',
      63: '01 ',
    },
    hex: [
      '0500',
      // · 11 · · · · 41 42 48 · 49 · 60 63
      '0020000000c18012',
      '000009',
      ...TERMINAL,
      '0062' + '000000008090005' + '000000000000000' + '0' + '0'.repeat(31),
      '313536',
      '0011000000012010',
      '0003303120',
    ],
  },
  {
    name: '0320 the end of a batch upload: five records',
    type: '0320',
    fields: { 11: '000010', 48: '0005', 60: '00000001202' },
    hex: ['0320', '0020000000010010', '000010', '00040005', '0011000000012020'],
  },
  {
    name: '0800 sign-on',
    type: '0800',
    fields: { 41: '11000001', 42: '898310054110001', 60: '00000001001', 63: '01 ' },
    hex: ['0800', '0000000000c00012', ...TERMINAL, '0011000000010010', '0003303120'],
  },
  {
    name: '0420 with a second bitmap: the original’s data and a second MAC',
    type: '0420',
    fields: {
      3: '000000',
      4: '000000005890',
      11: '000003',
      39: '98',
      90: '0200' + '000003' + '1123140606' + '0'.repeat(22),
      128: '0123456789abcdef',
    },
    hex: [
      '0420',
      // 1 3 4 · 11 · · · 39; and of the second, 90 = 26 · 128 = 64
      'b020000002000000' + '0000004000000001',
      '000000',
      '000000005890',
      '000003',
      '3938',
      '0200' + '000003' + '1123140606' + '0'.repeat(22),
      '0123456789abcdef',
    ],
  },
];

function messageOf({ type, fields }: Golden): IsoMessage {
  return { type, fields: new Map(Object.entries(fields).map(([n, v]) => [Number(n), v])) };
}

describe('ISO 8583, golden messages', () => {
  it.each(GOLDEN)('$name: these very bytes', (golden) => {
    const encoded = encodeMessage(messageOf(golden));
    expect(encoded.ok && toHex(encoded.value)).toBe(golden.hex.join(''));
  });

  it.each(GOLDEN)('$name: read back, with the bytes of each field', (golden) => {
    const decoded = decodeMessage(fromHex(golden.hex.join('')));
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    const { type, bitmap, fields } = decoded.value;
    expect(type).toBe(golden.type);
    expect(Object.fromEntries(fields.map(({ number, value }) => [number, value]))).toEqual(
      golden.fields,
    );
    const parts = [type, toHex(bitmap), ...fields.map(({ bytes }) => toHex(bytes))];
    expect(parts.join('')).toBe(golden.hex.join(''));
  });
});

describe('ISO 8583, what is refused', () => {
  const clear = { type: '0200', fields: new Map([[2, '6228480000000072']]) };

  it('I6 a card number in the clear is neither written nor read', () => {
    expect(encodeMessage(clear)).toEqual({
      ok: false,
      error: { code: 'card-number-clear', field: 2 },
    });
    const bytes = fromHex('0200' + '4000000000000000' + '166228480000000072');
    expect(decodeMessage(bytes)).toMatchObject({ error: { code: 'card-number-clear', field: 2 } });
  });

  it.each([...FORBIDDEN_FIELDS])('I6 P27 field %i, a track or a PIN, does not exist', (field) => {
    const refused = { ok: false, error: { code: 'field-forbidden', field } };
    expect(encodeMessage({ type: '0200', fields: new Map([[field, '0']]) })).toEqual(refused);
    const bitmap = new Uint8Array(8);
    bitmap[(field - 1) >> 3] = 0x80 >> ((field - 1) & 7);
    expect(decodeMessage(fromHex(`0200${toHex(bitmap)}30`))).toEqual(refused);
  });

  it.each([
    ['nothing at all', '', 'mti-invalid', null],
    ['a type that is none', '0900' + '0000000000000000', 'mti-invalid', null],
    ['a type in half bytes above nine', '02f0' + '0000000000000000', 'mti-invalid', null],
    ['a bitmap cut off', '0200' + '70000000', 'bitmap-invalid', null],
    ['a second bitmap that says nothing', '0200' + '80'.padEnd(32, '0'), 'bitmap-invalid', null],
    ['a second bitmap cut off', '0200' + '80'.padEnd(16, '0'), 'bitmap-invalid', null],
    ['a field nobody knows', '0200' + '0800000000000000' + '00', 'field-unknown', 5],
    ['a bit for what is not there', '0200' + '3000000000000000' + '000000', 'bytes-missing', 4],
    ['a length cut off', '0200' + '0000000000000010' + '00', 'bytes-missing', 60],
    ['a length above what there is', '0200' + '0000000000000010' + '001122', 'bytes-missing', 60],
    ['a length of letters', '0200' + '0000000000000010' + '0a1122', 'length-invalid', 60],
    ['a length of nothing', '0200' + '0000000000000010' + '0000', 'length-invalid', 60],
    ['a length above the field', '0200' + '0000000000000010' + '0018' + '22', 'length-invalid', 60],
    ['a digit above nine', '0200' + '2000000000000000' + '00000a', 'content-invalid', 3],
    ['a filled half byte', '0200' + '0000040000000000' + '0721', 'content-invalid', 22],
    ['a control sign in text', '0200' + '0000000002000000' + '3000', 'content-invalid', 39],
    ['a byte too many', '0200' + '2000000000000000' + '000000' + '00', 'bytes-left-over', null],
  ] as const)('%s', (_name, hex, code, field) => {
    expect(decodeMessage(fromHex(hex))).toEqual({ ok: false, error: { code, field } });
  });

  it.each([
    [3, '12345', 'length-invalid'],
    [3, '1234567', 'length-invalid'],
    [4, '-00000000001', 'content-invalid'],
    [41, '1100000', 'length-invalid'],
    [42, '晨光便利店晨光便利店晨光便利店', 'content-invalid'],
    [55, '9f2', 'content-invalid'],
    [60, '', 'length-invalid'],
  ] as const)('field %i does not take %j', (field, value, code) => {
    const encoded = encodeMessage({ type: '0200', fields: new Map([[field, value]]) });
    expect(encoded).toEqual({ ok: false, error: { code, field } });
  });
});

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
