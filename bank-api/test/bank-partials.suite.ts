import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { settlementTotals } from '../../shared/domain/settlement-records.ts';
import { answerOf, type CoreWish, type Counter, type SuiteTill } from './suite-till.ts';

/** What the card `small` holds, and more than that. */
const HELD = 1500;
const MORE: CoreWish = { cardId: 'small', amountMinor: minor(2617) };
const SUPERVISOR = { operatorId: '00' };

/** Approval in part (10). Each case gives back what it took: the card is the same in all of them. */
export function partialCases({ newTill }: Counter): void {
  const asked = async (till: SuiteTill, wish: CoreWish = MORE) => {
    const core = await till.core(wish);
    return { core, answer: answerOf(await till.authorise(core)) };
  };

  it('P5 P1 what there is is approved, once, and the bank remembers it as a part', async () => {
    const till = await newTill();
    const { core, answer } = await asked(till);
    const inPart = { code: '10', approvedMinor: HELD };
    expect(answer).toMatchObject({ id: core.id, outcome: 'approved-in-part', ...inPart });
    expect(answer.authorisationCode).toMatch(/^\d{6}$/);
    const known = { known: true, state: 'approved-in-part', ...inPart };
    expect(answerOf(await till.client.query(core))).toMatchObject(known);
    expect(answerOf(await till.authorise(core))).toEqual(answer);
    expect((await asked(till)).answer).toMatchObject({ outcome: 'declined', code: '51' });
    expect(answerOf(await till.reverse(core)).outcome).toBe('reversed');
    expect(answerOf(await till.client.query(core))).toMatchObject({
      state: 'reversed',
      approvedMinor: 0,
    });
  });

  it('P6 given back it is all there again: the whole of it is no part', async () => {
    const till = await newTill();
    const { core } = await asked(till);
    await till.reverse(core);
    const all = await asked(till, { ...MORE, amountMinor: minor(HELD) });
    expect(all.answer).toMatchObject({ outcome: 'approved', code: '00', approvedMinor: HELD });
    await till.reverse(all.core);
  });

  it('P7 P13 for what is promised, or replaces another payment, a part is of no use', async () => {
    const till = await newTill();
    const promised = await till.core(MORE);
    expect((await till.results([till.stored(promised)]))[0]).toMatchObject({ code: '51' });
    const again = await asked(till, { ...MORE, supersedes: promised.id });
    expect(again.answer).toMatchObject({ outcome: 'declined', code: '51' });
  });

  it('P5 P6 a void takes the part back, never what was asked for; undone, the part stands', async () => {
    const till = await newTill();
    const { core } = await asked(till);
    const [whole, part] = [
      await till.voidOf(core),
      await till.voidOf(core, { amountMinor: minor(HELD) }),
    ];
    expect(answerOf(await till.authorise(whole, SUPERVISOR)).code).toBe('64');
    expect(answerOf(await till.authorise(part, SUPERVISOR)).code).toBe('00');
    expect(await till.state(core)).toBe('reversed');
    await till.reverse(part);
    expect(answerOf(await till.client.query(core))).toMatchObject({
      state: 'approved-in-part',
      approvedMinor: HELD,
    });
    await till.reverse(core);
  });

  it('I1 P18 refunded is at most the part, never what was asked for', async () => {
    const till = await newTill();
    const { core } = await asked(till);
    const codeOf = async (amountMinor: number) =>
      answerOf(await till.authorise(await till.refundOf(core, amountMinor), SUPERVISOR)).code;
    expect(await codeOf(HELD + 1)).toBe('64');
    expect(await codeOf(HELD - 100)).toBe('00');
    expect(await codeOf(101)).toBe('64');
    expect(await codeOf(100)).toBe('00');
    expect(await codeOf(1)).toBe('64');
    await till.reverse(core);
  });

  it('P22 settled is the part: the till that counts what it asked for does not balance', async () => {
    const till = await newTill();
    const { core } = await asked(till);
    const { id, kind, batchNumber } = core;
    const settled = async (amountMinor: number) => {
      const totals = settlementTotals([{ id, kind, batchNumber, amountMinor: minor(amountMinor) }]);
      const wish = { settlementId: uuidV7(), batchNumber, ...SUPERVISOR, totals };
      return answerOf(await till.client.settle(wish)).groups[0]?.result;
    };
    expect(await settled(core.amountMinor)).toBe('not-balanced');
    expect(await settled(HELD)).toBe('balanced');
    await till.reverse(core);
  });
}
