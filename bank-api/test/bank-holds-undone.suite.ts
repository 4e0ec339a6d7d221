import { expect, it } from 'vitest';
import {
  codeOf,
  completionOf,
  held,
  releaseOf,
  SMALL_MINOR,
  spendable,
  stateOf,
  SUPERVISOR,
} from './suite-holds.ts';
import { answerOf, faultOf, type Counter } from './suite-till.ts';

export function takenBackCases({ newTill }: Counter): void {
  it('P6 a hold that is given up is gone for good, also where the reversal comes first', async () => {
    const till = await newTill();
    const hold = await held(till, { cardId: 'small' });
    expect(answerOf(await till.reverse(hold.core)).outcome).toBe('reversed');
    expect(await spendable(till)).toBe(SMALL_MINOR);
    expect(await stateOf(till, hold)).toBe('taken-back');
    expect(await codeOf(till, await completionOf(till, hold))).toBe('12');
    const early = await till.core({ kind: 'pre-authorisation', cardId: 'small' });
    expect(answerOf(await till.reverse(early)).outcome).toBe('tombstone');
    expect(await codeOf(till, early)).toBe('12');
    expect(await spendable(till)).toBe(SMALL_MINOR);
  });

  it('P6 a completion or a release that is reversed lets the hold stand again', async () => {
    const till = await newTill();
    const hold = await held(till, { cardId: 'small' });
    for (const make of [completionOf, releaseOf]) {
      const step = await make(till, hold);
      expect(await codeOf(till, step)).toBe('00');
      expect(answerOf(await till.reverse(step)).outcome).toBe('reversed');
      expect(await codeOf(till, step)).toBe('12');
      expect(await stateOf(till, hold)).toBe('standing');
      expect(await spendable(till)).toBe(SMALL_MINOR - 1000);
      const early = await make(till, hold);
      expect(answerOf(await till.reverse(early)).outcome).toBe('tombstone');
      expect(await codeOf(till, early)).toBe('12');
    }
    await till.reverse(hold.core);
  });

  it('P6 a void of the completion frees the hold for its own till alone: it may be taken back', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const hold = await held(till, { cardId: 'small' });
    const completion = await completionOf(other, hold, 700);
    expect(await codeOf(other, completion)).toBe('00');
    expect(await codeOf(till, await till.voidOf(completion))).toBe('25');
    const undone = await other.voidOf(completion);
    expect(await codeOf(other, undone)).toBe('00');
    expect(await spendable(till)).toBe(SMALL_MINOR - 1000);
    expect([await stateOf(other, hold), await stateOf(till, hold)]).toEqual([
      'standing',
      'completed',
    ]);
    expect(await codeOf(till, await completionOf(till, hold))).toBe('12');
    await other.reverse(undone);
    expect(await stateOf(other, hold)).toBe('completed');
    expect(await spendable(till)).toBe(SMALL_MINOR - 700);
    expect(await codeOf(other, await other.voidOf(completion))).toBe('00');
    const anew = await completionOf(other, hold, 900);
    expect(await codeOf(other, anew)).toBe('00');
    expect(await spendable(till)).toBe(SMALL_MINOR - 900);
    await other.reverse(anew);
    await till.reverse(hold.core);
  });

  it('I2 P6 a void that is taken back too late does not charge one hold twice', async () => {
    const till = await newTill();
    const hold = await held(till, { cardId: 'small' });
    const [first, second] = [
      await completionOf(till, hold, 700),
      await completionOf(till, hold, 900),
    ];
    await till.authorise(first);
    const undone = await till.voidOf(first);
    expect(await codeOf(till, undone)).toBe('00');
    expect(await codeOf(till, second)).toBe('00');
    expect(answerOf(await till.reverse(undone)).outcome).toBe('reversed');
    expect(await till.state(first)).toBe('reversed');
    expect(await spendable(till)).toBe(SMALL_MINOR - 900);
    await till.reverse(second);
    await till.reverse(hold.core);
  });
}

export function refusedCases({ newTill }: Counter): void {
  it('P18 none of them is ever stored', async () => {
    const till = await newTill();
    const hold = await held(till);
    const wish = { kind: 'pre-authorisation' } as const;
    for (const core of [
      await till.core(wish),
      await completionOf(till, hold),
      await releaseOf(till, hold),
    ]) {
      expect(await till.results([till.stored(core)])).toMatchObject([{ code: '40' }]);
    }
    expect(await stateOf(till, hold)).toBe('standing');
  });

  it('P4 of no hold, in place of another transaction, or a hold of something, is no request', async () => {
    const till = await newTill();
    const hold = await held(till);
    const { originalId: _none, ...ofNothing } = await completionOf(till, hold);
    const instead = await releaseOf(till, hold, { supersedes: hold.core.id });
    const ofHold = await till.core({ kind: 'pre-authorisation', originalId: hold.core.id });
    for (const odd of [ofNothing, instead, ofHold]) {
      expect(faultOf(await till.authorise(odd, SUPERVISOR))).toBe('request-malformed');
      expect(faultOf(await till.reverse(odd))).toBe('request-malformed');
    }
    expect(await stateOf(till, hold)).toBe('standing');
  });

  it('P5 of nothing, of a sale, of a declined hold, and with another card, it is declined', async () => {
    const till = await newTill();
    const [hold, paid, declined] = [
      await held(till),
      await till.core(),
      await till.core({ kind: 'pre-authorisation', cardId: 'stolen' }),
    ];
    await till.authorise(paid);
    await till.authorise(declined);
    const codes: string[] = [];
    for (const core of [await till.core(), paid, declined]) {
      codes.push(await codeOf(till, await completionOf(till, { core }, 1)));
    }
    const stranger = await till.core({
      kind: 'completion',
      originalId: hold.core.id,
      cardId: 'small',
    });
    codes.push(await codeOf(till, stranger));
    expect(codes).toEqual(['25', '12', '12', '12']);
    expect(await codeOf(till, await till.voidOf(hold.core))).toBe('12');
  });
}
