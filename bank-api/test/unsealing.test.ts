import { createECDH } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recipientOf } from '../security/unsealing.ts';
import { seal } from './test-till.ts';

const pair = createECDH('prime256v1');
pair.generateKeys();
const recipient = recipientOf(pair.getPrivateKey());
const publicKey = recipient.publicKey.toString('base64');
const sealed = async (info: string, context: string, text: string) =>
  Buffer.from(await seal(publicKey, info, context, text), 'base64');

const wellFormed = fc.string({ unit: 'grapheme' });

it('P27 opens what the library seals, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      wellFormed,
      wellFormed,
      wellFormed,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (info, context, text, place, change) => {
        const box = await sealed(info, context, text);
        expect(recipient.open(box, info, context)?.toString()).toBe(text);
        expect(recipient.open(box, `${info}.`, context)).toBeNull();
        expect(recipient.open(box, info, `${context}.`)).toBeNull();
        expect(recipient.open(box.subarray(0, -1), info, context)).toBeNull();
        const at = place % box.length;
        box.writeUInt8(box.readUInt8(at) ^ change, at);
        expect(recipient.open(box, info, context)).toBeNull();
      },
    ),
  );
});

it('P27 is not upset by what is no box at all', () => {
  for (const bytes of [0, 1, 64, 65, 80, 81, 200]) {
    expect(recipient.open(Buffer.alloc(bytes), '', '')).toBeNull();
    expect(recipient.open(Buffer.alloc(bytes, 4), '', '')).toBeNull();
  }
});

it('P27 opens for its own key only', async () => {
  const other = createECDH('prime256v1');
  other.generateKeys();
  const box = await sealed('info', 'context', 'text');
  expect(recipientOf(other.getPrivateKey()).open(box, 'info', 'context')).toBeNull();
});
