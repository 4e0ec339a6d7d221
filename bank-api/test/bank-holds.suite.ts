import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import type { HoldAnswer } from '../../shared/contracts/hold-api.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { settlementTotals, type BatchRecord } from '../../shared/domain/settlement-records.ts';
import { present } from '../../shared/lib/assert.ts';
import { answerOf, faultOf, type CoreWish, type Counter, type SuiteTill } from './suite-till.ts';

const SUPERVISOR = { operatorId: '00' };
const DAY_MS = 24 * 60 * 60 * 1000;
/** What is on the card `small`: each case that uses it leaves that as it was. */
const SMALL_MINOR = 1500;

interface Held {
  readonly core: PaymentCore;
  readonly authorisationCode: string;
  readonly referenceNumber: string;
}

async function held(till: SuiteTill, wish: CoreWish = {}): Promise<Held> {
  const core = await till.core({ kind: 'pre-authorisation', amountMinor: minor(1000), ...wish });
  const answer = answerOf(await till.authorise(core));
  expect(answer).toMatchObject({ outcome: 'approved', code: '00' });
  return { core, ...answer };
}

const completionOf = (till: SuiteTill, { core }: Pick<Held, 'core'>, amountMinor = 1000) =>
  till.core({
    kind: 'completion',
    originalId: core.id,
    amountMinor: minor(amountMinor),
    sealedCard: '',
  });

const releaseOf = (till: SuiteTill, { core }: Pick<Held, 'core'>, wish: CoreWish = {}) =>
  till.core({
    kind: 'pre-authorisation-void',
    originalId: core.id,
    amountMinor: core.amountMinor,
    sealedCard: '',
    ...wish,
  });

async function codeOf(till: SuiteTill, core: PaymentCore, operatorId = '00'): Promise<string> {
  return answerOf(await till.authorise(core, { operatorId })).code;
}

async function seen(till: SuiteTill, { core, authorisationCode }: Held): Promise<HoldAnswer> {
  const { terminalId, batchNumber, traceNumber, amountMinor } = core;
  const by = { kind: 'voucher', terminalId, batchNumber, traceNumber } as const;
  const question = { operatorId: '01', amountMinor, authorisationCode, by };
  return answerOf(await till.client.findHold(question));
}

async function stateOf(till: SuiteTill, hold: Held): Promise<string> {
  const answer = await seen(till, hold);
  return answer.found ? answer.state : 'not found';
}

/** What can be spent of the card `small`, as its issuer tells whoever asks for more. */
async function spendable(till: SuiteTill): Promise<number> {
  const core = await till.core({ cardId: 'small', amountMinor: minor(SMALL_MINOR + 1) });
  const { approvedMinor } = answerOf(await till.authorise(core));
  await till.reverse(core);
  return approvedMinor;
}

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

function takenBackCases({ newTill }: Counter): void {
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

function refusedCases({ newTill }: Counter): void {
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
