import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import { GOLDEN, type Golden } from '../testing/golden-messages.ts';
import { decodeMessage, encodeMessage, type IsoMessage } from './codec.ts';
import { FORBIDDEN_FIELDS } from './field-table.ts';

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
