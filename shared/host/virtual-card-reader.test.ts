import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS, DEMO_MERCHANT } from '../domain/demo-merchant.ts';
import { minor } from '../domain/money.ts';
import { AES } from '../domain/testing/node-ciphers.ts';
import { ChipTray } from './chip-tray.ts';
import type { PinEntered } from './pin-desk.ts';
import { presentVirtualCard } from './virtual-card-reader.ts';

const LIMIT = DEFAULT_PARAMETERS.noPinLimitMinor;
const terminal = { ...DEMO_MERCHANT, mode: 'demo', parameters: DEFAULT_PARAMETERS } as const;

interface Circumstances {
  readonly entered?: PinEntered | null;
  readonly lineUsable?: boolean;
  readonly isHold?: boolean;
}

async function present(
  cardId: string,
  amountMinor: number,
  { entered = null, lineUsable = true, isHold = false }: Circumstances = {},
) {
  const sealed: string[] = [];
  const read = await presentVirtualCard(
    {
      clock: { nowMs: () => Date.UTC(2026, 10, 23) },
      seal: (_info, _context, plain) => {
        sealed.push(plain);
        return Promise.resolve(`sealed ${sealed.length}`);
      },
      tokenOf: (cardNumber) => `token of ${cardNumber.length}`,
      chipCrypto: { cipher: AES, proveCard: null },
      randomBytes: (count) => new Uint8Array(count).fill(7),
      tray: new ChipTray({ read: () => Promise.resolve(null), write: () => Promise.resolve() }),
    },
    terminal,
    {
      cardId,
      lineUsable,
      ...(isHold ? ({ isHold } as const) : {}),
      core: { id: 'payment', amountMinor: minor(amountMinor), currency: 'CNY', terminalId: '1' },
    },
    entered,
  );
  return { read, sealed };
}

describe('a tap and the no-PIN limit', () => {
  it.each([
    [LIMIT - 1, true],
    [LIMIT, true],
    [LIMIT + 1, false],
  ])('P18 at %i fen a tap is read without a PIN: %s', async (amountMinor, isRead) => {
    const { read } = await present('good-tap', amountMinor);
    expect(read).toMatchObject({ value: { kind: isRead ? 'read' : 'pin-needed' } });
  });

  it('P18 for money that is only held a tap needs its PIN, however little it is', async () => {
    const { read } = await present('good-tap', 1, { isHold: true });
    expect(read).toMatchObject({ value: { kind: 'pin-needed', checkedBy: 'bank' } });
  });

  it('P27 what the PIN pad sealed goes along as it is', async () => {
    const entered = { kind: 'sealed', sealedPin: 'sealed by the pad' } as const;
    const { read, sealed } = await present('good-tap', LIMIT + 1, { entered });
    expect(read).toMatchObject({
      value: {
        presentation: { sealedPin: 'sealed by the pad', card: { verification: 'online-pin' } },
      },
    });
    expect(sealed).toHaveLength(1);
  });

  it('P18 without a line nobody can check it: read, and said to need one', async () => {
    const { read } = await present('good-tap', LIMIT + 1, { lineUsable: false });
    expect(read).toMatchObject({
      value: { presentation: { sealedPin: null, card: { verification: 'online-pin' } } },
    });
  });

  it('P18 a PIN that only the bank can check is asked for by the pad', async () => {
    const { read } = await present('good-pin', 100);
    expect(read).toMatchObject({ value: { kind: 'pin-needed', checkedBy: 'bank' } });
  });

  it('P18 a chip without a PIN asks for none above it either', async () => {
    const { read } = await present('good-chip', LIMIT + 1);
    expect(read).toMatchObject({
      value: { presentation: { sealedPin: null, card: { verification: 'none' } } },
    });
  });
});
