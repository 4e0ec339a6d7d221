import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasValidCheckDigit, maskedNumber, TEST_CARDS } from './test-cards.ts';

it('every test card passes the check digit, has a number of its own, and belongs to the made-up range', () => {
  for (const card of TEST_CARDS) {
    expect(hasValidCheckDigit(card.number)).toBe(true);
    expect(card.number).toMatch(/^(62284800000|62999900000)/);
    expect(card.maskedNumber).toBe(maskedNumber(card.number));
  }
  expect(new Set(TEST_CARDS.map(({ number }) => number)).size).toBe(TEST_CARDS.length);
});

it('any one digit mistyped is found, and two neighbours swapped unless they are 0 and 9', () => {
  const card = fc.constantFrom(...TEST_CARDS.map(({ number }) => number));
  fc.assert(
    fc.property(card, fc.nat(15), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
      const digit = (Number(number[at]) + shift) % 10;
      expect(hasValidCheckDigit(number.slice(0, at) + digit + number.slice(at + 1))).toBe(false);
      const [one, two] = [number.charAt(at), number.charAt(at + 1)];
      const swapped = number.slice(0, at) + two + one + number.slice(at + 2);
      const isBlind = one === two || one + two === '09' || one + two === '90' || two === '';
      expect(hasValidCheckDigit(swapped)).toBe(isBlind);
    }),
  );
});

it.each([
  '',
  '622848',
  '62284800000000720',
  '6228480000000 72',
  '６２２８４８００００００００７２',
])('P16 "%s" is no card number', (text) => {
  expect(hasValidCheckDigit(text)).toBe(false);
});

it('P16 a masked number shows first six and last four, never the rest', () => {
  expect(maskedNumber('6228480000000072')).toBe('622848******0072');
});
