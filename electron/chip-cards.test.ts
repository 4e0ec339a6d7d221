import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS } from '../shared/domain/demo-merchant.ts';
import type { TillHost } from '../shared/contracts/host.ts';
import { minor } from '../shared/domain/money.ts';
import { activatedHost } from './testing/activated-host.ts';
import { CORE, QUESTION, QUESTION_PATH, yesWith } from './testing/one-payment.ts';

/** The kernel behind the till's own host, on its real files and with Node's real keys. */
const { floorLimitMinor } = DEFAULT_PARAMETERS.offline;

let made = 0;
async function offline(host: TillHost, amountMinor: number, cardId = 'good-chip') {
  made += 1;
  const id = `01900000-0000-7000-8000-${String(made).padStart(12, '0')}`;
  const core = { id, amountMinor: minor(amountMinor), currency: 'CNY', terminalId: '01000001' };
  const read = await host.presentCard({ cardId, core, lineUsable: false });
  if (!read.ok) throw new Error(read.error.detail);
  const { chipApproval, chipRefusal, expired, notYetValid, hot } = read.value;
  return { code: chipApproval?.code ?? chipRefusal, expired, notYetValid, hot };
}

describe('P17 a chip without a line', () => {
  it('F24 P17 below the floor limit the chip says yes, at it and above it says no', async () => {
    const { host } = await activatedHost();
    for (const [amountMinor, code] of [
      [floorLimitMinor, 'Z3'],
      [floorLimitMinor + 1, 'Z3'],
      [floorLimitMinor - 1, 'Y'],
    ] as const) {
      expect((await offline(host, amountMinor)).code).toMatch(code);
    }
  });

  it('F24 P17 two sales with one card that add up to it: the second gets no yes, not even after a restart', async () => {
    const { host, restarted } = await activatedHost();
    expect((await offline(host, floorLimitMinor - 5_000)).code).toMatch(/^Y/);
    await host.close();
    const again = await restarted();
    expect((await offline(again, 5_000)).code).toBe('Z3');
    expect((await offline(again, 4_999)).code).toMatch(/^Y/);
  });

  it('F24 P17 split, with another card in between: it is still one large sale', async () => {
    const { host, restarted } = await activatedHost();
    expect((await offline(host, floorLimitMinor - 5_000)).code).toMatch(/^Y/);
    expect((await offline(host, 6_000, 'chip-sign')).code).toMatch(/^Y/);
    expect((await offline(host, 5_000)).code).toBe('Z3');
    await host.close();
    const again = await restarted();
    expect((await offline(again, 5_000)).code).toBe('Z3');
    expect((await offline(again, floorLimitMinor - 6_000, 'chip-sign')).code).toBe('Z3');
  });

  it('F25 P17 the counters of the card survive restarts; above its upper limit it says no', async () => {
    const { host, restarted } = await activatedHost();
    let current = host;
    const codes: (string | null)[] = [];
    for (let i = 0; i < 22; i += 1) {
      codes.push((await offline(current, 100)).code);
      await current.close();
      current = await restarted();
    }
    // Up to the lower limit by itself; then it wants its issuer, and does without up to the upper one.
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'Y1'));
    expect(codes.slice(10, 20)).toEqual(Array.from({ length: 10 }, () => 'Y3'));
    expect(codes.slice(20)).toEqual(['Z3', 'Z3']);
  });

  it.each([
    ['expired', { code: 'Z3', expired: true, notYetValid: false }],
    ['early', { code: 'Z3', expired: false, notYetValid: true }],
    ['restricted', { code: 'Z3', expired: false, notYetValid: false }],
  ])('F28 P17 %s, its issuer always wanted: no, and the reader says why', async (cardId, said) => {
    const { host } = await activatedHost();
    expect(await offline(host, 100, cardId)).toMatchObject(said);
  });

  it('P15 a tap is asked once: without a line it is neither a yes nor a no of the chip', async () => {
    const { host } = await activatedHost();
    expect(await offline(host, 100, 'good-tap')).toMatchObject({ code: null });
  });
});

describe('P6 P17 the bank’s word and the chip in the reader', () => {
  it.each([
    ['somebody else’s', '0011223300800000'],
    ['none', ''],
  ])(
    'P6 P17 a yes with %s proof is refused by the card, and so it stays after a restart',
    async (_, proof) => {
      const { host, bank, restarted } = await activatedHost();
      await host.presentCard({ cardId: 'good-chip', core: CORE, lineUsable: true });
      bank.says.set(QUESTION_PATH, yesWith(proof));
      expect(await host.query(QUESTION)).toMatchObject({
        value: { answer: { refusedByCard: true } },
      });
      await host.close();
      const again = await restarted();
      expect(await again.query(QUESTION)).toMatchObject({
        value: { answer: { refusedByCard: true } },
      });
    },
  );

  it('P5 P17 a card that is not there any more refuses nothing: the bank’s yes stands', async () => {
    const { host, bank, restarted } = await activatedHost();
    await host.presentCard({ cardId: 'good-chip', core: CORE, lineUsable: true });
    await host.close();
    const again = await restarted();
    bank.says.set(QUESTION_PATH, yesWith('0011223300800000'));
    const heard = await again.query(QUESTION);
    expect(heard).toMatchObject({ value: { answer: { state: 'approved' } } });
    expect(heard.ok && heard.value.answer.refusedByCard).toBeUndefined();
  });
});
