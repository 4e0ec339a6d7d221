import { expect, it } from 'vitest';
import { TEST_CARDS } from '../../../shared/domain/test-cards.ts';
import { startPinPad } from './pin-pad-start.ts';
import { randomBytes } from './web-crypto.ts';

const CARD = TEST_CARDS.find(({ id }) => id === 'chip-pin');

it('P27 in a browser the PIN pad is a worker: digits in, a sealed block or the card’s word out', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ]);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const pad = startPinPad();
  const typed = async (pin: string): Promise<void> => {
    for (const digit of pin) await pad.ask({ kind: 'digit', digit: Number(digit) });
  };
  await typed('807');
  expect(await pad.ask({ kind: 'erase' })).toEqual({ kind: 'digits', digits: 2 });
  await typed('716');
  const sealed = await pad.ask({
    kind: 'seal',
    workingKey: randomBytes(32),
    serial: '545400010000000100000001',
    cardId: 'chip-pin',
    sealingPublicKey: btoa(String.fromCharCode(...point)),
    context: 'a payment',
  });
  expect(sealed?.kind).toBe('sealed');
  expect(JSON.stringify(sealed)).not.toContain('80716');
  // What was sealed is gone from the pad: the next PIN begins with nothing.
  await typed(CARD?.pin ?? '');
  const verify = { kind: 'verify', cardId: 'chip-pin' } as const;
  expect(await pad.ask(verify)).toEqual({ kind: 'verified', isRight: true });
  expect(await pad.ask(verify)).toEqual({ kind: 'verified', isRight: false });
  pad.end();
  expect(await pad.ask({ kind: 'clear' })).toBeNull();
});

it('P27 a pad that cannot do what it is asked has ended, and says nothing', async () => {
  const pad = startPinPad();
  await pad.ask({ kind: 'digit', digit: 1 });
  const asked = pad.ask({
    kind: 'seal',
    workingKey: randomBytes(32),
    serial: '',
    cardId: 'chip-pin',
    sealingPublicKey: '',
    context: '',
  });
  expect(await asked).toBeNull();
});
