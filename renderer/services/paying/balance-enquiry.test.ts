import { describe, expect, it } from 'vitest';
import { err } from '../../../shared/lib/result.ts';
import { askBalance } from './balance-enquiry.ts';
import { printBalance } from '../slips/balance-slip.ts';
import { benchTill, scriptedDesk, type CardOptions } from '../testing/bench-till.ts';
import { fault, TERMINAL } from '../testing/fake-till.ts';

function tillWithCard() {
  const till = benchTill();
  const ask = (cardId = 'small', options: CardOptions = {}) => {
    const desk = scriptedDesk(options);
    const around = till.surroundings(options.lineUsable ?? true);
    return askBalance(till, around, cardId, desk).then((outcome) => ({ outcome, desk }));
  };
  return { ...till, ask };
}

describe('a balance enquiry 余额查询', () => {
  it('P18 with the PIN: what the bank says is there, and no record of anything', async () => {
    const till = tillWithCard();
    const { outcome, desk } = await till.ask();
    expect(outcome).toMatchObject({
      value: { kind: 'told', balanceMinor: 1500, card: { maskedNumber: '622848******0973' } },
    });
    expect(desk.questions).toMatchObject([{ kind: 'pin', amountMinor: 0 }]);
    expect(till.fake.journal).toEqual([]);
    expect(till.fake.booked.size).toBe(0);
  });

  it('P18 without a line, or with a reversal that gets no answer, nobody is asked', async () => {
    const till = tillWithCard();
    const { outcome } = await till.ask('small', { lineUsable: false });
    expect(outcome).toMatchObject({ error: { code: 'balance-needs-line' } });
    expect(till.fake.seen).toEqual([]);
  });

  it('P18 no PIN, no question; a refusal keeps its code and no amount', async () => {
    const till = tillWithCard();
    expect((await till.ask('small', { pin: null })).outcome).toEqual({
      ok: true,
      value: { kind: 'stopped' },
    });
    expect(till.fake.seen).toEqual([]);
    till.fake.decline.set('small', '55');
    expect((await till.ask()).outcome).toEqual({
      ok: true,
      value: { kind: 'not-told', code: '55' },
    });
  });

  it('P5 I9 no answer is no unknown money: nothing is asked about, nothing reversed', async () => {
    const till = tillWithCard();
    Object.assign(till.fake.host, {
      askBalance: () => Promise.resolve(err(fault('line-no-answer', true))),
    });
    expect((await till.ask()).outcome).toMatchObject({ error: { code: 'balance-not-told' } });
    expect(till.fake.journal).toEqual([]);
    expect(await till.store.outbox()).toEqual({ ok: true, value: [] });
  });

  it('P17 P6 not while a payment has no outcome: its chip would count past what is on its way', async () => {
    const till = tillWithCard();
    Object.assign(till.fake.host, { authorise: () => Promise.reject(new Error('killed')) });
    await expect(till.payByCard('good-tap')).rejects.toThrow('killed');
    const asked = await till.ask();
    expect(asked.outcome).toMatchObject({ error: { code: 'balance-not-now' } });
    expect(asked.desk.questions).toEqual([]);
  });

  it('TERMINAL 2d printed for the card holder: masked, with the marks of every slip', async () => {
    const till = tillWithCard();
    const { outcome } = await till.ask();
    if (!outcome.ok || outcome.value.kind !== 'told') throw new Error('not told');
    await printBalance(till.ports, TERMINAL, outcome.value);
    const [slip] = till.fake.slips;
    const text = slip?.lines.join('\n') ?? '';
    expect(text).toMatch(/余额查询[\s\S]*622848\*{6}0973[\s\S]*可用余额 +¥15\.00/);
    expect(text).toContain('测试');
  });
});
