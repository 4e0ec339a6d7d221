import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { answerOf, faultOf, type Counter, type SuiteTill } from './suite-till.ts';

const SUPERVISOR = { operatorId: '00' };
const AMOUNT_MINOR = 1234;

async function sold(till: SuiteTill): Promise<PaymentCore> {
  const core = await till.core();
  answerOf(await till.authorise(core));
  return core;
}

async function codeOf(till: SuiteTill, refund: PaymentCore): Promise<string> {
  return answerOf(await till.authorise(refund, SUPERVISOR)).code;
}

async function original(till: SuiteTill, core: PaymentCore) {
  const { terminalId, batchNumber, traceNumber, amountMinor } = core;
  const by = { kind: 'voucher', terminalId, batchNumber, traceNumber } as const;
  return answerOf(await till.client.findOriginal({ operatorId: '01', amountMinor, by }));
}

export function refundCases(counter: Counter): void {
  partCases(counter);
  refusedCases(counter);
  takenBackCases(counter);
  lookUpCases(counter);
}

function partCases({ newTill }: Counter): void {
  it('P5 a refund gives a part back, for a supervisor, without its card; the sale stands', async () => {
    const till = await newTill();
    const paid = await sold(till);
    const refund = await till.refundOf(paid, 200);
    expect(faultOf(await till.authorise(refund))).toBe('not-permitted');
    const answer = answerOf(await till.authorise(refund, SUPERVISOR));
    expect(answer).toMatchObject({ outcome: 'approved', code: '00', approvedMinor: 200 });
    expect(answerOf(await till.authorise(refund, SUPERVISOR))).toEqual(answer);
    expect(await till.state(paid)).toBe('approved');
    expect(await till.state(refund)).toBe('approved');
  });

  it('I1 again and again, never above the original in sum, whichever till asks', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const paid = await sold(till);
    const codes = [
      await codeOf(till, await till.refundOf(paid, 1000)),
      await codeOf(other, await other.refundOf(paid, 235)),
      await codeOf(other, await other.refundOf(paid, 234)),
      await codeOf(till, await till.refundOf(paid, 1)),
    ];
    expect(codes).toEqual(['00', '64', '00', '64']);
    expect(await original(till, paid)).toMatchObject({ refundedMinor: AMOUNT_MINOR });
  });

  it('I1 F17 ten tills at the same instant give back no more than there was', async () => {
    const tills = await Promise.all(Array.from({ length: 10 }, () => newTill()));
    const [first] = tills as [SuiteTill];
    const paid = await sold(first);
    const refunds = await Promise.all(tills.map((till) => till.refundOf(paid, 300)));
    const codes = await Promise.all(
      refunds.map((refund, i) => codeOf(tills[i] as SuiteTill, refund)),
    );
    expect(codes.sort()).toEqual(['00', '00', '00', '00', ...Array<string>(6).fill('64')]);
    expect(await original(first, paid)).toMatchObject({ refundedMinor: 1200 });
  });

  it('P12 of a promise that was booked later as well', async () => {
    const till = await newTill();
    const core = await till.core();
    await till.results([till.stored(core)]);
    expect(await codeOf(till, await till.refundOf(core, 34))).toBe('00');
    expect(await till.state(core)).toBe('posted');
  });
}

function refusedCases({ newTill }: Counter): void {
  it('P18 a refund is never stored', async () => {
    const till = await newTill();
    const refund = await till.refundOf(await sold(till), 1);
    expect(await till.results([till.stored(refund)])).toMatchObject([{ code: '40' }]);
  });

  it('P4 of no original, or in place of another transaction, is no request', async () => {
    const till = await newTill();
    const paid = await sold(till);
    const { originalId: _none, ...ofNothing } = await till.refundOf(paid, 1);
    const instead = await till.refundOf(paid, 1, { supersedes: paid.id });
    for (const odd of [ofNothing, instead]) {
      expect(faultOf(await till.authorise(odd, SUPERVISOR))).toBe('request-malformed');
      expect(faultOf(await till.reverse(odd))).toBe('request-malformed');
    }
    expect(await till.state(paid)).toBe('approved');
  });

  it('P5 of nothing, of a declined, voided or reversed sale, and of a refund, is declined', async () => {
    const till = await newTill();
    const declined = await till.core({ cardId: 'stolen' });
    await till.authorise(declined);
    const [voided, reversed, paid] = [await sold(till), await sold(till), await sold(till)];
    await till.authorise(await till.voidOf(voided), SUPERVISOR);
    await till.reverse(reversed);
    const refund = await till.refundOf(paid, 10);
    await till.authorise(refund, SUPERVISOR);
    const codes: string[] = [];
    for (const core of [await till.core(), declined, voided, reversed, refund]) {
      codes.push(await codeOf(till, await till.refundOf(core, 1)));
    }
    expect(codes).toEqual(['25', '12', '12', '12', '12']);
  });

  it('P23 what was refunded in part is voided no more', async () => {
    const till = await newTill();
    const paid = await sold(till);
    const refund = await till.refundOf(paid, 1);
    expect(await codeOf(till, refund)).toBe('00');
    expect(await codeOf(till, await till.voidOf(paid))).toBe('12');
    await till.reverse(refund);
    expect(await codeOf(till, await till.voidOf(paid))).toBe('00');
  });
}

function takenBackCases({ newTill }: Counter): void {
  it('P6 a refund that is reversed may be given again; one that comes later is refused', async () => {
    const till = await newTill();
    const paid = await sold(till);
    const refund = await till.refundOf(paid, AMOUNT_MINOR);
    expect(await codeOf(till, refund)).toBe('00');
    expect(answerOf(await till.reverse(refund)).outcome).toBe('reversed');
    expect(await codeOf(till, refund)).toBe('12');
    expect(await original(till, paid)).toMatchObject({ refundedMinor: 0 });
    const early = await till.refundOf(paid, AMOUNT_MINOR);
    expect(answerOf(await till.reverse(early)).outcome).toBe('tombstone');
    expect(await codeOf(till, early)).toBe('12');
    expect(await codeOf(till, await till.refundOf(paid, AMOUNT_MINOR))).toBe('00');
  });

  it('P6 I1 a sale that is reversed takes its refunds with it', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const paid = await sold(till);
    const refund = await other.refundOf(paid, 500);
    expect(await codeOf(other, refund)).toBe('00');
    expect(answerOf(await till.reverse(paid)).outcome).toBe('reversed');
    expect(await other.state(refund)).toBe('reversed');
    expect(answerOf(await other.reverse(refund)).outcome).toBe('reversed');
    expect(await original(till, paid)).toMatchObject({ state: 'taken-back', refundedMinor: 0 });
  });
}

function lookUpCases({ newTill, bank }: Counter): void {
  it('P28 a sale is found by what its slip says, at every till of the merchant, by who sells', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const paid = await till.core();
    const { referenceNumber } = answerOf(await till.authorise(paid));
    const { amountMinor } = paid;
    const by = { kind: 'reference', referenceNumber } as const;
    const question = { operatorId: '01', amountMinor, by };
    const found = answerOf(await other.client.findOriginal(question));
    const { id, terminalId, batchNumber, traceNumber } = paid;
    expect(found).toMatchObject({
      found: true,
      state: 'standing',
      id,
      terminalId,
      batchNumber,
      traceNumber,
      referenceNumber,
      amountMinor,
      refundedMinor: 0,
    });
    expect(await original(other, paid)).toEqual(found);
    const another = { ...question, amountMinor: minor(amountMinor + 1) };
    expect(answerOf(await other.client.findOriginal(another))).toEqual({ found: false });
    const events = await bank().eventCount('not-permitted');
    for (const operatorId of ['77', '99']) {
      expect(faultOf(await other.client.findOriginal({ ...question, operatorId }))).toBe(
        'not-permitted',
      );
    }
    expect(await bank().eventCount('not-permitted')).toBe(events + 2);
  });

  it('P5 what was declined, and what was given back, is no sale', async () => {
    const till = await newTill();
    const declined = await till.core({ cardId: 'stolen' });
    const { referenceNumber } = answerOf(await till.authorise(declined));
    const { amountMinor } = declined;
    const by = { kind: 'reference', referenceNumber } as const;
    const asked = { operatorId: '01', amountMinor, by };
    expect(answerOf(await till.client.findOriginal(asked))).toEqual({ found: false });
    const refund = await till.refundOf(await sold(till), 7);
    expect(await codeOf(till, refund)).toBe('00');
    expect(await original(till, refund)).toEqual({ found: false });
  });
}
