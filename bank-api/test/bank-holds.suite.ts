import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { settlementTotals, type BatchRecord } from '../../shared/domain/settlement-records.ts';
import { present } from '../../shared/lib/assert.ts';
import { refusedCases, takenBackCases } from './bank-holds-undone.suite.ts';
import {
  codeOf,
  completionOf,
  held,
  releaseOf,
  seen,
  SMALL_MINOR,
  spendable,
  stateOf,
  SUPERVISOR,
} from './suite-holds.ts';
import { answerOf, faultOf, type Counter, type SuiteTill } from './suite-till.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export function holdCases(counter: Counter): void {
  holdingCases(counter);
  completionCases(counter);
  releaseCases(counter);
  takenBackCases(counter);
  refusedCases(counter);
  lookUpCases(counter);
  settlementCases(counter);
}

function holdingCases({ newTill, bank }: Counter): void {
  it('P5 P1 a hold is approved once, moves nothing, and cannot be spent until it is released', async () => {
    const till = await newTill();
    const hold = await held(till, { cardId: 'small' });
    expect(hold.authorisationCode).toMatch(/^\d{6}$/);
    expect(await spendable(till)).toBe(SMALL_MINOR - 1000);
    const again = answerOf(await till.authorise(hold.core));
    expect(again.authorisationCode).toBe(hold.authorisationCode);
    expect(await spendable(till)).toBe(SMALL_MINOR - 1000);
    expect(await till.state(hold.core)).toBe('approved');
    expect(await codeOf(till, await releaseOf(till, hold))).toBe('00');
    expect(await spendable(till)).toBe(SMALL_MINOR);
  });

  it('P5 half a hold is no hold: where there is too little the issuer says no', async () => {
    const till = await newTill();
    const wish = { kind: 'pre-authorisation', cardId: 'small' } as const;
    const more = await till.core({ ...wish, amountMinor: minor(SMALL_MINOR + 1) });
    expect(answerOf(await till.authorise(more))).toMatchObject({ code: '51', approvedMinor: 0 });
    const hold = await held(till, { cardId: 'small', amountMinor: minor(SMALL_MINOR) });
    expect(await codeOf(till, await till.core({ ...wish, amountMinor: minor(1) }))).toBe('51');
    expect(await codeOf(till, await releaseOf(till, hold))).toBe('00');
  });

  it('P27 it asks for card and PIN as a purchase does', async () => {
    const till = await newTill();
    const core = await till.core({ kind: 'pre-authorisation', cardId: 'stolen' });
    expect(await codeOf(till, core)).toBe('43');
    const codes: string[] = [];
    // Its right PIN clears the count of wrong ones for the cases that come after.
    for (const pin of ['000000', '908070']) {
      const asked = await till.core({ kind: 'pre-authorisation', cardId: 'limit-tap' });
      const sealedPin = await till.sealedPin(asked, pin);
      codes.push(answerOf(await till.authorise(asked, { sealedPin })).code);
      await till.reverse(asked);
    }
    expect(codes).toEqual(['55', '00']);
    const unread = await till.core({ kind: 'pre-authorisation', sealedCard: '' });
    expect(faultOf(await till.authorise(unread))).toBe('request-malformed');
  });

  it('P18 thirty days later it holds nothing: neither completed nor released, and its money is free', async () => {
    const till = await newTill();
    const hold = await held(till, { cardId: 'small' });
    const { clock } = bank();
    const { nowMs } = clock;
    clock.nowMs += 30 * DAY_MS - 1;
    expect(await stateOf(till, hold)).toBe('standing');
    expect(await spendable(till)).toBe(SMALL_MINOR - 1000);
    clock.nowMs += 1;
    expect(await seen(till, hold)).toMatchObject({ state: 'lapsed', lapsesAtMs: clock.nowMs });
    expect(await codeOf(till, await completionOf(till, hold))).toBe('12');
    expect(await codeOf(till, await releaseOf(till, hold))).toBe('12');
    expect(await spendable(till)).toBe(SMALL_MINOR);
    clock.nowMs = nowMs;
    expect(await codeOf(till, await releaseOf(till, hold))).toBe('00');
  });
}

function completionCases({ newTill, bank }: Counter): void {
  it('I1 a completion takes up to 115 %, once, at whatever till, and lets the rest go', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const hold = await held(till, { cardId: 'small' });
    expect(await codeOf(other, await completionOf(other, hold, 1151), '01')).toBe('64');
    const completion = await completionOf(other, hold, 1150);
    const answer = answerOf(await other.authorise(completion));
    expect(answer).toMatchObject({ outcome: 'approved', code: '00', approvedMinor: 1150 });
    expect(answerOf(await other.authorise(completion))).toEqual(answer);
    expect(await seen(till, hold)).toMatchObject({ state: 'completed', completedMinor: 1150 });
    expect(await spendable(till)).toBe(SMALL_MINOR - 1150);
    expect(await codeOf(till, await completionOf(till, hold, 1))).toBe('12');
    expect(await codeOf(till, await releaseOf(till, hold))).toBe('12');
    expect(await till.state(hold.core)).toBe('approved');
    await other.reverse(completion);
    const less = await completionOf(till, hold, 1);
    expect(await codeOf(till, less, '01')).toBe('00');
    expect(await spendable(till)).toBe(SMALL_MINOR - 1);
    await till.reverse(less);
    await till.reverse(hold.core);
    expect(await spendable(till)).toBe(SMALL_MINOR);
  });

  it('I1 F17 ten tills at the same instant complete it once', async () => {
    const tills = await Promise.all(Array.from({ length: 10 }, () => newTill()));
    const [first] = tills as [SuiteTill];
    const hold = await held(first);
    const asked = await Promise.all(tills.map((till) => completionOf(till, hold)));
    const codes = await Promise.all(asked.map((core, i) => codeOf(tills[i] as SuiteTill, core)));
    expect(codes.sort()).toEqual(['00', ...Array<string>(9).fill('12')]);
  });

  it('I1 what was completed is refunded like any sale; of the hold itself there is nothing to refund', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const hold = await held(till);
    const completion = await completionOf(till, hold, 800);
    const { referenceNumber } = answerOf(await till.authorise(completion));
    const by = { kind: 'reference', referenceNumber } as const;
    const asked = { operatorId: '01', amountMinor: completion.amountMinor, by };
    const found = answerOf(await other.client.findOriginal(asked));
    expect(found).toMatchObject({ found: true, id: completion.id, state: 'standing' });
    expect(await codeOf(other, await other.refundOf(completion, 300))).toBe('00');
    expect(await codeOf(other, await other.refundOf(completion, 501))).toBe('64');
    expect(await codeOf(till, await till.voidOf(completion))).toBe('12');
    expect(await codeOf(other, await other.refundOf(hold.core, 1))).toBe('12');
  });

  it('P14 an issuer that does not answer completes and releases nothing', async () => {
    const till = await newTill();
    const hold = await held(till);
    bank().setIssuerDown(true);
    expect(await codeOf(till, await completionOf(till, hold))).toBe('91');
    expect(await codeOf(till, await releaseOf(till, hold))).toBe('91');
    bank().setIssuerDown(false);
    expect(await stateOf(till, hold)).toBe('standing');
  });
}

function releaseCases({ newTill }: Counter): void {
  it('F38 a release is a supervisor’s, of all of it, at whatever till, once', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const hold = await held(till);
    expect(faultOf(await other.authorise(await releaseOf(other, hold)))).toBe('not-permitted');
    const part = await releaseOf(other, hold, { amountMinor: minor(999) });
    expect(await codeOf(other, part)).toBe('64');
    expect(await codeOf(other, await releaseOf(other, hold))).toBe('00');
    expect(await stateOf(till, hold)).toBe('released');
    expect(await codeOf(till, await releaseOf(till, hold))).toBe('12');
    expect(await codeOf(till, await completionOf(till, hold))).toBe('12');
  });
}

function lookUpCases({ newTill, bank }: Counter): void {
  it('P28 a hold is found by code, amount and number on its slip, at every till, by who sells', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const hold = await held(till);
    const { authorisationCode, referenceNumber } = hold;
    const { id, terminalId, batchNumber, traceNumber, amountMinor } = hold.core;
    const by = { kind: 'reference', referenceNumber } as const;
    const question = { operatorId: '01', amountMinor, authorisationCode, by };
    const found = answerOf(await other.client.findHold(question));
    const numbers = { terminalId, batchNumber, traceNumber, referenceNumber, authorisationCode };
    const whole = { found: true, state: 'standing', id, amountMinor, completedMinor: 0 };
    expect(found).toMatchObject({ ...whole, ...numbers });
    expect(await seen(other, hold)).toEqual(found);
    const otherCode = authorisationCode === '000000' ? '000001' : '000000';
    for (const wrong of [
      { ...question, amountMinor: minor(amountMinor + 1) },
      { ...question, authorisationCode: otherCode },
    ]) {
      expect(answerOf(await other.client.findHold(wrong))).toEqual({ found: false });
    }
    const events = await bank().eventCount('not-permitted');
    for (const operatorId of ['77', '99']) {
      expect(faultOf(await other.client.findHold({ ...question, operatorId }))).toBe(
        'not-permitted',
      );
    }
    expect(await bank().eventCount('not-permitted')).toBe(events + 2);
    expect(
      answerOf(await other.client.findOriginal({ operatorId: '01', amountMinor, by })),
    ).toEqual({
      found: false,
    });
  });
}

function settlementCases({ newTill }: Counter): void {
  it('P22 P3 holds and releases are in no total and in the batch; a completion is a sale', async () => {
    const till = await newTill();
    const [completed, released] = [await held(till), await held(till)];
    const completion = await completionOf(till, completed, 400);
    const release = await releaseOf(till, released);
    for (const core of [completion, release]) expect(await codeOf(till, core)).toBe('00');
    const records = [completed.core, released.core, completion, release].map(
      ({ id, kind, amountMinor, batchNumber }): BatchRecord => ({
        id,
        kind,
        amountMinor,
        batchNumber,
      }),
    );
    const settlementId = uuidV7();
    const settle = async (named: readonly BatchRecord[]) => {
      const totals = settlementTotals(named);
      const wish = { settlementId, batchNumber: 1, ...SUPERVISOR, totals };
      return present(answerOf(await till.client.settle(wish)).groups[0], 'the totals in yuan');
    };
    const money = records.filter(({ kind }) => kind === 'completion');
    expect((await settle(money)).result).toBe('not-balanced');
    const { result, totals } = await settle(records);
    expect(result).toBe('balanced');
    expect(totals).toMatchObject({
      debit: { sumMinor: 400, count: 1 },
      credit: { sumMinor: 0, count: 0 },
    });
  });
}
