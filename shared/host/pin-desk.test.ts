import { describe, expect, it } from 'vitest';
import { initialKey, transactionKeyFor, workingKey } from '../domain/emv/dukpt.ts';
import { NEW_CARD_STATE, type CardState } from '../domain/emv/chip-card.ts';
import { openPin } from '../domain/emv/pin-block.ts';
import { AES } from '../domain/testing/node-ciphers.ts';
import { TEST_CARDS } from '../domain/test-cards.ts';
import { present } from '../lib/assert.ts';
import { fromHex, toBase64, toHex } from '../lib/bytes.ts';
import { ChipTray, type KeptTray } from './chip-tray.ts';
import { PinDesk, type PinWanted } from './pin-desk.ts';
import { PinKeys, type KeptPinKeys } from './pin-keys.ts';
import type { PinPadProcess } from './pin-pad.ts';
import { pinPadHere } from './pin-pad-program.ts';

const CARD = present(TEST_CARDS[0], 'a card');
const KEY_ID = fromHex('5454000100000001');
const BASE_KEY = new Uint8Array(32).fill(3);

function keptValue<Value>(first: Value | null = null) {
  let value = first;
  return {
    read: () => Promise.resolve(structuredClone(value)),
    write: (next: Value) => {
      value = structuredClone(next);
      return Promise.resolve();
    },
  };
}

async function desk(options: { readonly startPinPad?: () => PinPadProcess } = {}) {
  const sealed: string[] = [];
  const trayFile = keptValue<KeptTray>();
  const keyFile = keptValue<KeptPinKeys>();
  const keys = new PinKeys(keyFile, AES);
  await keys.load({ id: toHex(KEY_ID), key: toBase64(initialKey(AES, BASE_KEY, KEY_ID)) });
  const here = pinPadHere({
    cipher: AES,
    randomBytes: (count) => new Uint8Array(count).fill(9),
    sealerFor: () => (_info, _context, plain) => {
      sealed.push(plain);
      return Promise.resolve(`sealed ${sealed.length}`);
    },
  });
  const pins = new PinDesk({
    startPinPad: options.startPinPad ?? here,
    keys,
    tray: new ChipTray(trayFile),
  });
  const typed = async (text: string, paymentId = 'payment') => {
    for (const key of text) await pins.press({ paymentId, key: key as '0' });
    return pins.press({ paymentId, key: 'confirm' });
  };
  const triesLeft = async (): Promise<CardState['pinTriesLeft']> =>
    ((await trayFile.read())?.cards[CARD.id] ?? NEW_CARD_STATE).pinTriesLeft;
  return { pins, keys, keyFile, sealed, typed, triesLeft };
}

const wanted = (checkedBy: PinWanted['checkedBy']): PinWanted => ({
  paymentId: 'payment',
  cardId: CARD.id,
  checkedBy,
  sealingPublicKey: '',
  context: 'payment',
});

describe('a PIN for the bank', () => {
  it('P27 leaves the pad as a block that only the bank opens, once', async () => {
    const { pins, typed, sealed } = await desk();
    expect(await pins.open(wanted('bank'))).toBeNull();
    expect(await typed('918273')).toMatchObject({ value: { state: 'entered', digits: 0 } });
    expect(pins.take('payment')).toEqual({ kind: 'sealed', sealedPin: 'sealed 1' });
    expect(pins.take('payment')).toBeNull();
    const { block, serial } = JSON.parse(sealed[0] ?? '') as Record<'block' | 'serial', string>;
    const initial = initialKey(AES, BASE_KEY, KEY_ID);
    const key = present(transactionKeyFor(AES, initial, fromHex(serial)), 'a key');
    const working = workingKey(AES, key, fromHex(serial), 'pin-encryption');
    expect(openPin(AES, working, fromHex(block), CARD.number)).toMatchObject({
      value: Uint8Array.of(9, 1, 8, 2, 7, 3),
    });
  });

  it('I8 no two PINs share a key, also after a restart and after the bank gave a new one', async () => {
    const { pins, typed, sealed, keys, keyFile } = await desk();
    const serialOf = async (): Promise<string> => {
      await pins.open(wanted('bank'));
      await typed('1234');
      return (JSON.parse(sealed.at(-1) ?? '') as { serial: string }).serial;
    };
    const used = [await serialOf(), await serialOf(), await serialOf()];
    const restarted = await new PinKeys(keyFile, AES).take();
    used.push(present(restarted, 'a key').serial);
    const id = '5454000100000002';
    await keys.load({ id, key: toBase64(initialKey(AES, BASE_KEY, fromHex(id))) });
    used.push(await serialOf());
    expect(new Set(used).size).toBe(5);
    expect(used.map((serial) => serial.slice(16))).toEqual([
      '00000001',
      '00000002',
      '00000003',
      '00000004',
      '00000001',
    ]);
  });

  it('I8 a key that cannot be written down as used is not used', async () => {
    const { keys, keyFile } = await desk();
    const full = { read: keyFile.read, write: () => Promise.reject(new Error('disk full')) };
    await expect(new PinKeys(full, AES).take()).rejects.toThrow('disk full');
    expect((await keys.take())?.serial.slice(16)).toBe('00000001');
  });

  it('P27 before the bank has given a key no PIN is asked for', async () => {
    const pins = new PinDesk({
      startPinPad: () => {
        throw new Error('a pad without a key');
      },
      keys: new PinKeys(keptValue(), AES),
      tray: new ChipTray(keptValue()),
    });
    expect(await pins.open(wanted('bank'))).toMatchObject({ code: 'pin-pad-failed' });
  });
});

describe('a PIN for the card', () => {
  it('F27 wrong three times: blocked, each try counted; the right one is not even looked at', async () => {
    const { pins, typed, triesLeft } = await desk();
    await pins.open(wanted('card'));
    expect(await typed('9999')).toMatchObject({ value: { state: 'typing', triesLeft: 2 } });
    expect(await typed('99999999')).toMatchObject({ value: { state: 'typing', triesLeft: 1 } });
    expect(await typed('9999')).toMatchObject({ value: { state: 'entered' } });
    expect(pins.take('payment')).toEqual({ kind: 'tries-exceeded' });
    expect(await triesLeft()).toBe(0);
    await pins.open(wanted('card'));
    await typed(CARD.pin);
    expect(pins.take('payment')).toEqual({ kind: 'tries-exceeded' });
  });

  it('F27 the right one gives the tries back', async () => {
    const { pins, typed, triesLeft } = await desk();
    await pins.open(wanted('card'));
    await typed('9999');
    await typed(CARD.pin);
    expect(pins.take('payment')).toEqual({ kind: 'right' });
    expect(await triesLeft()).toBe(3);
  });

  it('F27 pulled out while the card looks: the try is gone', async () => {
    const { pins, typed, triesLeft } = await desk({ startPinPad: mutePad });
    await pins.open(wanted('card'));
    expect(await typed(CARD.pin)).toMatchObject({ error: { code: 'pin-pad-failed' } });
    expect(await triesLeft()).toBe(2);
  });
});

describe('the pad', () => {
  it('P27 shows how many digits there are; erased and cleared ones are gone', async () => {
    const { pins, sealed } = await desk();
    await pins.open(wanted('bank'));
    const shown: number[] = [];
    for (const key of ['1', '2', '3', 'erase', 'clear', '4', 'confirm', '5', '6', '7'] as const) {
      const shows = await pins.press({ paymentId: 'payment', key });
      if (shows.ok) shown.push(shows.value.digits);
    }
    // With one digit nothing can be confirmed.
    expect(shown).toEqual([1, 2, 3, 2, 0, 1, 1, 2, 3, 4]);
    expect(sealed).toEqual([]);
  });

  it('P27 no more than twelve digits', async () => {
    const { pins } = await desk();
    await pins.open(wanted('bank'));
    const press = () => pins.press({ paymentId: 'payment', key: '8' });
    for (let i = 0; i < 12; i += 1) await press();
    expect(await press()).toMatchObject({ value: { digits: 12 } });
  });

  it('P27 cancelled, or of another payment: what was typed is gone and opens nothing', async () => {
    const { pins, typed } = await desk();
    await pins.open(wanted('bank'));
    const other = await pins.press({ paymentId: 'another', key: '1' });
    expect(other).toMatchObject({ error: { code: 'pin-pad-failed' } });
    const cancelled = await pins.press({ paymentId: 'payment', key: 'cancel' });
    expect(cancelled).toMatchObject({ value: { state: 'cancelled' } });
    expect(pins.take('payment')).toBeNull();
    expect(await typed('1234')).toMatchObject({ error: { code: 'pin-pad-failed' } });
    await pins.open(wanted('bank'));
    await typed('1234');
    expect(pins.take('another')).toBeNull();
    expect(pins.take('payment')).toBeNull();
  });

  it('P27 a pad that ends in the middle is a clear no', async () => {
    const { pins } = await desk({
      startPinPad: () => ({ ask: () => Promise.resolve(null), end: () => undefined }),
    });
    await pins.open(wanted('bank'));
    const press = await pins.press({ paymentId: 'payment', key: '1' });
    expect(press).toMatchObject({ error: { code: 'pin-pad-failed' } });
  });
});

/** Counts digits, and ends when it is asked for more. */
function mutePad(): PinPadProcess {
  let digits = 0;
  return {
    ask: ({ kind }) => {
      digits += 1;
      return Promise.resolve(kind === 'digit' ? { kind: 'digits', digits } : null);
    },
    end: () => undefined,
  };
}
