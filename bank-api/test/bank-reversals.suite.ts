import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { answerOf, faultOf, type Counter } from './suite-till.ts';

export function reversalCases(counter: Counter): void {
  afterwardsCases(counter);
  beforehandCases(counter);
  supersedingCases(counter);
}

function afterwardsCases({ bank, newTill }: Counter): void {
  it('P6 an approved payment is undone; again, the same answer', async () => {
    const till = await newTill();
    const core = await till.core();
    await till.authorise(core);
    const first = answerOf(await till.reverse(core));
    expect(first).toEqual({ id: core.id, outcome: 'reversed', code: '00' });
    expect(answerOf(await till.reverse(core))).toEqual(first);
    expect(await till.state(core)).toBe('reversed');
  });

  it('P6 of what was declined there is nothing to undo', async () => {
    const till = await newTill();
    const core = await till.core({ cardId: 'stolen' });
    await till.authorise(core);
    const nothing = { id: core.id, outcome: 'nothing-to-undo', code: '00' };
    expect(answerOf(await till.reverse(core))).toEqual(nothing);
    expect(answerOf(await till.reverse(core))).toEqual(nothing);
    expect(await till.state(core)).toBe('declined');
  });

  it('P6 what was reversed stays so when it comes again, and that is noted', async () => {
    const till = await newTill();
    const core = await till.core();
    await till.authorise(core);
    await till.reverse(core);
    const events = await bank().eventCount('late-original');
    expect(answerOf(await till.authorise(core))).toMatchObject({ outcome: 'declined', code: '12' });
    expect((await till.results([till.stored(core)]))[0]?.code).toBe('12');
    expect(await bank().eventCount('late-original')).toBe(events + 2);
    expect(await till.state(core)).toBe('reversed');
  });

  it('P26 a reversal with another core undoes nothing', async () => {
    const till = await newTill();
    const core = await till.core();
    await till.authorise(core);
    const events = await bank().eventCount('core-differs');
    const other = { ...core, amountMinor: minor(1) };
    expect(faultOf(await till.reverse(other))).toBe('core-differs');
    expect(await bank().eventCount('core-differs')).toBe(events + 1);
    expect(await till.state(core)).toBe('approved');
  });

  it('P6 P12 a promise that was booked is undone as well', async () => {
    const till = await newTill();
    const core = await till.core();
    await till.results([till.stored(core)]);
    expect(await till.state(core)).toBe('posted');
    expect(answerOf(await till.reverse(core)).outcome).toBe('reversed');
    expect(await till.state(core)).toBe('reversed');
  });

  it('P6 anybody may give money back that hangs in the air', async () => {
    const till = await newTill();
    const core = await till.core();
    await till.authorise(core);
    expect(answerOf(await till.reverse(core, { operatorId: '77' })).outcome).toBe('reversed');
  });
}

function beforehandCases({ bank, newTill }: Counter): void {
  it('P6 a reversal of what never came leaves a tombstone; the original is refused', async () => {
    const till = await newTill();
    const core = await till.core();
    const buried = { id: core.id, outcome: 'tombstone', code: '00' };
    expect(answerOf(await till.reverse(core))).toEqual(buried);
    const events = await bank().eventCount('late-original');
    expect(answerOf(await till.authorise(core))).toMatchObject({
      outcome: 'declined',
      code: '12',
      approvedMinor: 0,
    });
    expect(await bank().eventCount('late-original')).toBe(events + 1);
    expect(answerOf(await till.reverse(core))).toEqual(buried);
    expect(await till.state(core)).toBe('reversed');
    const other = { ...core, amountMinor: minor(1) };
    expect(faultOf(await till.authorise(other))).toBe('core-differs');
  });

  it('P2 I8 a tombstone holds its number', async () => {
    const till = await newTill();
    const core = await till.core();
    await till.reverse(core);
    const { transactionNumber } = core;
    const other = await till.core({ transactionNumber, traceNumber: 77 });
    expect(faultOf(await till.authorise(other))).toBe('number-reused');
    const { watermark } = answerOf(await till.signOn({ deliveredUpTo: transactionNumber }));
    expect(watermark).toEqual({ contiguousUpTo: 1, highest: 1, gaps: [] });
  });

  it('P6 money first: a number that somebody else holds does not stop a reversal', async () => {
    const till = await newTill();
    const first = await till.core();
    await till.authorise(first);
    const { transactionNumber } = first;
    const other = await till.core({ transactionNumber, traceNumber: 77 });
    const events = await bank().eventCount('number-reused');
    expect(answerOf(await till.reverse(other)).outcome).toBe('tombstone');
    expect(await bank().eventCount('number-reused')).toBe(events + 1);
    expect(answerOf(await till.authorise(other)).code).toBe('12');
    expect(await till.state(first)).toBe('approved');
  });

  it('P6 P27 what cannot be opened can still be made impossible', async () => {
    const till = await newTill();
    const { sealedCard } = await till.core();
    const core = await till.core({ sealedCard });
    expect(answerOf(await till.reverse(core)).outcome).toBe('tombstone');
    expect(answerOf(await till.authorise(core)).code).toBe('12');
  });
}

function supersedingCases({ bank, newTill }: Counter): void {
  it('P7 the second is booked and the first reversed, when they come in order', async () => {
    const till = await newTill();
    const first = await till.core();
    await till.authorise(first);
    const second = await till.core({ supersedes: first.id });
    expect(answerOf(await till.authorise(second)).outcome).toBe('approved');
    expect([await till.state(first), await till.state(second)]).toEqual(['reversed', 'approved']);
    expect(answerOf(await till.reverse(first)).outcome).toBe('reversed');
    expect(await till.state(second)).toBe('approved');
  });

  it('P7 and when the second comes first', async () => {
    const till = await newTill();
    const first = await till.core();
    const second = await till.core({ supersedes: first.id });
    expect(answerOf(await till.authorise(second)).outcome).toBe('approved');
    expect(await till.state(first)).toBe('reversed');
    const events = await bank().eventCount('late-original');
    expect(answerOf(await till.authorise(first))).toMatchObject({
      outcome: 'declined',
      code: '12',
    });
    expect(await bank().eventCount('late-original')).toBe(events + 1);
    expect(answerOf(await till.reverse(first)).outcome).toBe('tombstone');
    const { watermark } = answerOf(await till.signOn({ deliveredUpTo: 2 }));
    expect(watermark).toEqual({ contiguousUpTo: 2, highest: 2, gaps: [] });
  });

  it('P7 both in one batch, in either order', async () => {
    for (const order of ['in order', 'the other way round']) {
      const till = await newTill();
      const first = await till.core();
      const second = await till.core({ supersedes: first.id });
      const items = [till.stored(first), till.stored(second)];
      if (order !== 'in order') items.reverse();
      const results = await till.results(items);
      const codeOf = (id: string) => results.find((result) => result.id === id)?.code;
      expect([order, codeOf(second.id)]).toEqual([order, '00']);
      const states = [await till.state(first), await till.state(second)];
      expect([order, ...states]).toEqual([order, 'reversed', 'posted']);
    }
  });

  it('P7 the first is given up even when the second is declined or reversed', async () => {
    const till = await newTill();
    const first = await till.core();
    await till.authorise(first);
    const second = await till.core({ supersedes: first.id, cardId: 'stolen' });
    expect(answerOf(await till.authorise(second)).code).toBe('43');
    expect(await till.state(first)).toBe('reversed');
    const third = await till.core();
    await till.authorise(third);
    const fourth = await till.core({ supersedes: third.id });
    expect(answerOf(await till.reverse(fourth)).outcome).toBe('tombstone');
    expect(await till.state(third)).toBe('reversed');
  });

  it('P7 undoing the second does not bring the first back', async () => {
    const till = await newTill();
    const first = await till.core();
    await till.authorise(first);
    const second = await till.core({ supersedes: first.id });
    await till.authorise(second);
    await till.reverse(second);
    expect([await till.state(first), await till.state(second)]).toEqual(['reversed', 'reversed']);
    expect(answerOf(await till.authorise(first)).code).toBe('12');
  });

  it('A14 P27 a promise tried again opens the card sealed for the one before, no other', async () => {
    const till = await newTill();
    const first = await till.core();
    const { id: supersedes, sealedCard } = first;
    const second = await till.core({ supersedes, sealedCard });
    expect((await till.results([till.stored(second)]))[0]?.code).toBe('00');
    const dearer = await till.core({ supersedes, sealedCard, amountMinor: minor(9999) });
    expect(faultOf(await till.authorise(dearer))).toBe('request-malformed');
  });

  it('P7 nobody supersedes a payment of another till', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const theirs = await other.core();
    await other.authorise(theirs);
    const ours = await till.core({ supersedes: theirs.id });
    expect(answerOf(await till.authorise(ours)).code).toBe('00');
    expect(await other.state(theirs)).toBe('approved');
  });
}
