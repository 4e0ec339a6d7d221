import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../lib/bytes.ts';
import { AES } from '../testing/node-ciphers.ts';
import { chipOf, inserted } from '../testing/sample-terminal.ts';
import { generateFirst } from './card-applet.ts';
import { decodeChipMessage, encodeChipMessage } from './chip-message.ts';
import { askFirst, hearFirst } from './kernel/kernel.ts';

function elementsOfASale() {
  const { session, question } = inserted(chipOf('good-pin'));
  const ask = askFirst(question);
  if ('refused' in ask) throw new Error(ask.refused);
  const { answer } = generateFirst(AES, session, ask.asks, ask.objects);
  return hearFirst(ask, answer).done.elements;
}

describe('P17 chip data for the issuer', () => {
  const elements = elementsOfASale();
  const message = encodeChipMessage(elements) ?? new Uint8Array();

  it('P17 what the kernel ends with is a whole message, without the card number (I6)', () => {
    const read = decodeChipMessage(message);
    expect(read.ok).toBe(true);
    expect(elements.cardNumber && toHex(elements.cardNumber)).toBe('6228480000000239');
    expect(toHex(message)).not.toContain('6228480000000239');
    expect(message.length).toBeLessThan(255);
    if (!read.ok) return;
    for (const [name, value] of Object.entries(read.value)) {
      expect(value).toEqual(elements[name as keyof typeof elements]);
    }
    expect(encodeChipMessage(read.value)).toEqual(message);
  });

  it('P17 without something that the cryptogram was made of there is no message', () => {
    const { unpredictableNumber, ...others } = elements;
    expect(unpredictableNumber).toBeDefined();
    expect(encodeChipMessage(others)).toBeNull();
  });

  it.each([
    ['torn', toHex(message).slice(0, -2), 'unreadable'],
    ['with a card number in it', `${toHex(message)}5a086228480000000239`, 'unknown-tag'],
    ['with a tag that nobody knows', `${toHex(message)}df3301aa`, 'unknown-tag'],
    ['with a template', `${toHex(message)}7000`, 'unknown-tag'],
    ['with too short a value', '9f260101', 'wrong-length'],
    ['empty', '', 'missing'],
  ])('P17 a message %s is refused', (_what, bytes, fault) => {
    expect(decodeChipMessage(fromHex(bytes))).toEqual({ ok: false, error: fault });
  });

  it('P17 rubbish is refused and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeChipMessage(bytes).ok).toBe(false);
      }),
    );
  });
});
