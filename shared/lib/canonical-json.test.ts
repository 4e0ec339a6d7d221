import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

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

  it.each([0.5, 2 ** 53, Number.NaN, '\ud800'])('P4 refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});
