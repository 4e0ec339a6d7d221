import { describe, expect, it } from 'vitest';
import type { TillHost } from '../shared/contracts/host.ts';
import type { PinPadKey } from '../shared/contracts/pin-pad-keys.ts';
import { minor } from '../shared/domain/money.ts';
import { TEST_CARDS } from '../shared/domain/test-cards.ts';
import { present } from '../shared/lib/assert.ts';
import { activatedHost } from './testing/activated-host.ts';

/** A card that checks its PIN by itself, behind the till's own host and on its real files. */
const CARD = present(
  TEST_CARDS.find(({ id }) => id === 'chip-pin'),
  'the card',
);
const WRONG = '13579';

let made = 0;
function counter(host: TillHost, lineUsable = false) {
  made += 1;
  const paymentId = `01900000-0000-7000-8000-${String(made).padStart(12, '0')}`;
  const core = { id: paymentId, amountMinor: minor(500), currency: 'CNY', terminalId: '01000001' };
  return {
    laysOn: () => host.presentCard({ cardId: CARD.id, core, lineUsable }),
    types: async (pin: string) => {
      for (const key of pin) await host.pressPinKey({ paymentId, key: key as PinPadKey });
      return host.pressPinKey({ paymentId, key: 'confirm' });
    },
  };
}

describe('F27 a PIN that the card checks', () => {
  it.each([true, false])('right, with a line: %s', async (lineUsable) => {
    const { host } = await activatedHost();
    const { laysOn, types } = counter(host, lineUsable);
    expect(await laysOn()).toMatchObject({ error: { code: 'pin-needed' } });
    expect(await types(CARD.pin)).toMatchObject({ value: { state: 'entered' } });
    expect(await laysOn()).toMatchObject({
      value: {
        card: { verification: 'offline-pin' },
        sealedPin: null,
        chipRefusal: null,
        // Whoever can be asked is asked; else the chip says yes by itself.
        chipApproval: lineUsable ? null : { code: 'Y1' },
        chip: { cardholderResults: '010002' },
      },
    });
  });

  it('wrong three times, pulled out, the till restarted: blocked, and the trace says why', async () => {
    const { host, restarted } = await activatedHost();
    const first = counter(host);
    await first.laysOn();
    expect(await first.types(WRONG)).toMatchObject({ value: { state: 'typing', triesLeft: 2 } });
    // Pulled out and put in again, and the till restarted: what is used up stays used up.
    const second = counter(host);
    await second.laysOn();
    expect(await second.types(WRONG)).toMatchObject({ value: { triesLeft: 1 } });
    await host.close();
    const again = await restarted();
    const third = counter(again);
    await third.laysOn();
    expect(await third.types(WRONG)).toMatchObject({ value: { state: 'entered' } });
    for (const lineUsable of [false, true]) {
      const blocked = lineUsable ? counter(again, true) : third;
      expect(await blocked.laysOn()).toMatchObject({
        value: {
          chipRefusal: 'Z1',
          chip: {
            cardholderResults: '010001',
            steps: expect.arrayContaining([BLOCKED]) as unknown,
          },
        },
      });
    }
    await again.close();
    const { laysOn } = counter(await restarted());
    // Nobody is asked for a PIN any more, and the right one would not be looked at.
    expect(await laysOn()).toMatchObject({ value: { chipRefusal: 'Z1' } });
  });
});

const BLOCKED: unknown = expect.objectContaining({
  step: 'cardholder-verification',
  sets: ['pin-tries-exceeded', 'cardholder-not-verified'],
  rules: [{ rule: '0100', method: 'pin-by-card', outcome: 'unsuccessful' }],
});
