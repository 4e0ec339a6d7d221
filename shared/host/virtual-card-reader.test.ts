import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS } from '../domain/demo-merchant.ts';
import { NEW_CARD_STATE } from '../domain/emv/chip-card.ts';
import { minor } from '../domain/money.ts';
import { AES } from '../domain/testing/node-ciphers.ts';
import type { PinTyped } from './chip-run.ts';
import type { LastOffline } from './chip-tray.ts';
import { cardReaderHere } from './virtual-card-reader.ts';

const LIMIT = DEFAULT_PARAMETERS.noPinLimitMinor;

interface Circumstances {
  readonly pin?: PinTyped;
  readonly lineUsable?: boolean;
  readonly isHold?: boolean;
  readonly lastOffline?: LastOffline;
}

const NOW_MS = Date.UTC(2026, 10, 23);

async function present(
  cardId: string,
  amountMinor: number,
  { pin = 'nothing', lineUsable = true, isHold = false, lastOffline }: Circumstances = {},
) {
  const sealed: string[] = [];
  const reader = cardReaderHere({
    sealerFor: () => (_info, _context, plain) => {
      sealed.push(plain);
      return Promise.resolve(`sealed ${sealed.length}`);
    },
    hmac: (_key, cardNumber) => `token of ${cardNumber.length}`,
    chipCrypto: { cipher: AES, proveCard: null },
    randomBytes: (count) => new Uint8Array(count).fill(7),
  });
  const read = await reader.ask({
    kind: 'first',
    wish: {
      cardId,
      lineUsable,
      ...(isHold ? ({ isHold } as const) : {}),
      core: { id: 'payment', amountMinor: minor(amountMinor), currency: 'CNY', terminalId: '1' },
    },
    parameters: DEFAULT_PARAMETERS,
    card: { state: NEW_CARD_STATE, lastOffline: lastOffline ?? null },
    pin,
    nowMs: NOW_MS,
    cardTokenKey: '',
    sealingPublicKey: '',
  });
  return { read, sealed };
}

describe('a tap and the no-PIN limit', () => {
  it('P18 above what may be tapped at all the card must be put in, and nobody is asked for a PIN', async () => {
    const tap = DEFAULT_PARAMETERS.chip.contactlessMaxMinor;
    const above = await present('good-tap', tap + 1);
    expect(above.read).toMatchObject({ kind: 'not-read', failure: { code: 'tap-above-limit' } });
    expect((await present('good-tap', tap)).read).toMatchObject({ kind: 'pin-needed' });
  });

  it.each([
    [LIMIT - 1, true],
    [LIMIT, true],
    [LIMIT + 1, false],
  ])('P18 at %i fen a tap is read without a PIN: %s', async (amountMinor, isRead) => {
    const { read } = await present('good-tap', amountMinor);
    expect(read).toMatchObject({ kind: isRead ? 'read' : 'pin-needed' });
  });

  it('P18 for money that is only held a tap needs its PIN, however little it is', async () => {
    const { read } = await present('good-tap', 1, { isHold: true });
    expect(read).toMatchObject({ kind: 'pin-needed', checkedBy: 'bank' });
  });

  it('P27 with a PIN that the pad has sealed it is read, and sealed to the bank once', async () => {
    const { read, sealed } = await present('good-tap', LIMIT + 1, { pin: 'sealed' });
    expect(read).toMatchObject({ presentation: { card: { verification: 'online-pin' } } });
    expect(sealed).toHaveLength(1);
    expect(JSON.stringify(read)).not.toContain(numberIn(sealed[0]));
  });

  it('P18 without a line nobody can check it: read, and said to need one', async () => {
    const { read } = await present('good-tap', LIMIT + 1, { lineUsable: false });
    expect(read).toMatchObject({ presentation: { card: { verification: 'online-pin' } } });
  });

  it('P18 a PIN that only the bank can check is asked for by the pad', async () => {
    const { read } = await present('good-pin', 100);
    expect(read).toMatchObject({ kind: 'pin-needed', checkedBy: 'bank' });
  });

  it('P18 a chip without a PIN asks for none above it either', async () => {
    const { read } = await present('good-chip', LIMIT + 1);
    expect(read).toMatchObject({ presentation: { card: { verification: 'none' } } });
  });
});

describe('two small sales of one card are one large one', () => {
  const { floorLimitMinor, maxAgeMs } = DEFAULT_PARAMETERS.offline;
  it.each([
    ['a moment ago', 0, true],
    ['at a clock that was ahead', -3_600_000, true],
    ['within the offline window', maxAgeMs - 1, true],
    ['before it: sent long ago', maxAgeMs, false],
  ])('F24 P17 the first was %s', async (_, agoMs, isAdded) => {
    const lastOffline = { amountMinor: minor(floorLimitMinor - 100), atMs: NOW_MS - agoMs };
    const { read } = await present('good-chip', 100, { lineUsable: false, lastOffline });
    const lastAmountMinor = isAdded ? lastOffline.amountMinor : 0;
    expect(read).toMatchObject({
      presentation: { chip: { inputs: { transaction: { lastAmountMinor } } } },
    });
  });
});

function numberIn(plain = ''): string {
  return (JSON.parse(plain) as { readonly cardNumber: string }).cardNumber;
}
