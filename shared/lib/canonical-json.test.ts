import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellFormedThroughout, canonicalJson } from './canonical-json.ts';

describe('P4 canonical bytes', () => {
  it('P4 sorts keys by code unit, drops undefined members and pads nothing', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'é"\n'], c: undefined, A: -0 })).toBe(
      '{"A":0,"a":[true,null,"é\\"\\n"],"b":1}',
    );
  });

  it('P4 is the same for equal values whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual({ ...value });
      }),
    );
  });

  const holey: unknown[] = [1];
  holey[2] = 3;
  it.each<readonly [string, unknown]>([
    ['a fraction', 0.5],
    ['what no double holds', 2 ** 53],
    ['no number', Number.NaN],
    ['half a character', '\ud800'],
    ['half a character in a key', { '\udc00': 1 }],
    ['a list with a hole', holey],
    ['a list that begins with a hole', Object.assign([], { 1: 1 })],
    ['nothing in a list', [undefined]],
    ['nothing at all', undefined],
    ['a function', { a: () => 1 }],
    ['a big integer', 1n],
    ['a symbol', [Symbol('s')]],
    ['a member with no name in text', { [Symbol('s')]: 1 }],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['a set', new Set([1])],
    ['bytes', new Uint8Array([1])],
    ['boxed text', new String('a')],
    ['an expression', /a/],
    ['an error', new Error('a')],
    ['a thing of a class', new (class Thing {})()],
  ])('P4 refuses %s', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });

  it('P4 whatever it takes comes back the same from any parser, and is its own canonical text', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(anything, plain), (value) => {
        let text: string;
        try {
          text = canonicalJson(value);
        } catch {
          return;
        }
        taken += 1;
        expect(JSON.parse(text)).toStrictEqual(asJsonHoldsIt(value));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(taken).toBeGreaterThan(10);
  });
});

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withNullPrototype: true,
  withUnicodeString: true,
});

const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.maxSafeInteger(),
    fc.constantFrom(null, true, false, undefined, -0),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 4 }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** JSON has no minus nothing and no member without a value; it says so by leaving them out. */
function asJsonHoldsIt(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(asJsonHoldsIt);
  if (typeof value !== 'object' || value === null) return value;
  const held: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    Object.defineProperty(held, key, {
      value: asJsonHoldsIt(member),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return held;
}

it('P4 half a character is found wherever it stands, and however deep', () => {
  let deep: unknown = 'whole';
  for (let i = 0; i < 100_000; i += 1) deep = [deep];
  expect(isWellFormedThroughout({ a: ['😀', { 名: deep }], b: null, c: 1 })).toBe(true);
  expect(isWellFormedThroughout({ a: [{ b: '\ud83d' }] })).toBe(false);
  expect(isWellFormedThroughout([{ '\udc00': 1 }])).toBe(false);
  expect(isWellFormedThroughout('\ud800')).toBe(false);
});
