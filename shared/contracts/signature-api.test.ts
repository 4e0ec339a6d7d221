import fc from 'fast-check';
import { expect, it } from 'vitest';
import { strokesFrom } from '../domain/card-signature.ts';
import { strokes as strokesOnTheWire } from './signature-api.ts';

const at = (most: number) => fc.double({ min: -50, max: most + 50, noNaN: true });
const line = fc.array(fc.record({ x: at(800), y: at(300) }), { maxLength: 60 });

it('whatever was drawn fits the wire, its box and its limits', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 150 }), (lines) => {
      const strokes = strokesFrom(lines, { width: 800, height: 300 });
      if (strokes === null) expect(lines.every(({ length }) => length === 0)).toBe(true);
      else expect(strokesOnTheWire.safeParse(strokes).success).toBe(true);
    }),
  );
});
