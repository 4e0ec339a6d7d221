import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { answerOf, faultOf, type CoreWish, type Counter } from './suite-till.ts';

const NO_ACCOUNT = '6228480000000999';
const WRONG_CHECK_DIGIT = '6228480000000801';

/** [what is asked for, what the issuer says] */
const DECLINED: readonly (readonly [CoreWish, string])[] = [
  [{ cardId: 'stolen' }, '43'],
  [{ cardId: 'expired' }, '54'],
  [{ cardId: 'restricted' }, '62'],
  [{ cardId: 'poor', amountMinor: minor(101) }, '51'],
  [{ cardId: 'limit-tap', amountMinor: minor(2_000_001) }, '61'],
  [{ cardNumber: NO_ACCOUNT }, '14'],
  [{ cardNumber: WRONG_CHECK_DIGIT }, '14'],
  [{ currency: 'USD' }, '12'],
];

export function paymentCases(counter: Counter): void {
  answeredCases(counter);
  hurriedCases(counter);
  refusedCases(counter);
  voidCases(counter);
}

function answeredCases({ newTill }: Counter): void {
  it('P5 an approved payment has codes of its own, and the bank remembers them', async () => {
    const till = await newTill();
    const core = await till.core();
    const answer = answerOf(await till.authorise(core));
    expect(answer).toMatchObject({ id: core.id, outcome: 'approved', code: '00' });
    expect(answer.approvedMinor).toBe(core.amountMinor);
    expect(answer.authorisationCode).toMatch(/^\d{6}$/);
    expect(answer.referenceNumber).toMatch(/^\d{12}$/);
    const { outcome, ...facts } = answer;
    expect(answerOf(await till.client.query(core))).toEqual({
      ...facts,
      known: true,
      state: outcome,
    });
  });

  it('P5 what an issuer refuses has its code, and moves nothing', async () => {
    const till = await newTill();
    for (const [wish, code] of DECLINED) {
      const core = await till.core(wish);
      const answer = answerOf(await till.authorise(core));
      const nothing = { outcome: 'declined', approvedMinor: 0, authorisationCode: '' };
      expect(answer).toMatchObject({ id: core.id, code, ...nothing });
      expect(answer.referenceNumber).toMatch(/^\d{12}$/);
      expect(answerOf(await till.client.query(core))).toMatchObject({
        state: 'declined',
        code,
        approvedMinor: 0,
      });
    }
  });

  it('P5 up to the card’s limit and to its last fen, and given back by a reversal', async () => {
    const till = await newTill();
    const asked = async (wish: CoreWish) => {
      const core = await till.core(wish);
      const { code } = answerOf(await till.authorise(core));
      return { core, code };
    };
    const most = await asked({ cardId: 'limit-tap', amountMinor: minor(2_000_000) });
    const all = await asked({ cardId: 'poor', amountMinor: minor(100) });
    const more = await asked({ cardId: 'poor', amountMinor: minor(1) });
    expect([most.code, all.code, more.code]).toEqual(['00', '00', '51']);
    for (const { core } of [most, all]) await till.reverse(core);
    const again = await asked({ cardId: 'poor', amountMinor: minor(100) });
    expect(again.code).toBe('00');
    await till.reverse(again.core);
  });

  it('P5 a PIN is asked for and checked; the third wrong one in a row is the last', async () => {
    const till = await newTill();
    const tried = async (pin: string | null): Promise<string> => {
      const core = await till.core({ cardId: 'good-pin' });
      const sealed = pin === null ? {} : { sealedPin: await till.sealedPin(core, pin) };
      return answerOf(await till.authorise(core, sealed)).code;
    };
    const [right, wrong] = ['123456', '000000'];
    const codes: string[] = [];
    for (const pin of [null, wrong, wrong, null, right, wrong, wrong, wrong, right]) {
      codes.push(await tried(pin));
    }
    expect(codes).toEqual(['55', '55', '55', '55', '00', '55', '55', '75', '75']);
  });

  it('P27 a PIN block of another card, of no key or broken is 99, and no wrong try of anybody', async () => {
    const till = await newTill();
    const answered = async (block: string, serial: string): Promise<string> => {
      const core = await till.core({ cardId: 'good-tap' });
      const sealedPin = await till.sealedBlock(core, { block, serial });
      return answerOf(await till.authorise(core, { sealedPin })).code;
    };
    const keyId = till.atBank.activated.pinKey?.id ?? '';
    const codes = [
      await answered('00'.repeat(16), `${keyId}00000001`),
      await answered('5a'.repeat(16), `${keyId}00000000`),
      await answered('5a'.repeat(16), `${keyId}ffffffff`),
      await answered('5a'.repeat(16), 'ab'.repeat(12)),
    ];
    const tap = await till.core({ cardId: 'limit-tap' });
    const { block, serial } = till.pinBlock(tap, '123456');
    codes.push(await answered(block, serial));
    expect(codes).toEqual(['99', '99', '99', '99', '99']);
    const core = await till.core({ cardId: 'good-tap' });
    const right = await till.sealedPin(core, '135790');
    expect(answerOf(await till.authorise(core, { sealedPin: right })).code).toBe('00');
  });

  it('P1 the same id gets the same answer, whatever else is different about the attempt', async () => {
    const till = await newTill();
    for (const cardId of ['good-tap', 'stolen']) {
      const core = await till.core({ cardId });
      const first = answerOf(await till.authorise(core));
      const sealedPin = await till.sealedPin(core, '000000');
      expect(answerOf(await till.authorise(core, { operatorId: '00', sealedPin }))).toEqual(first);
      expect((await till.results([till.stored(core)]))[0]).toMatchObject({
        id: core.id,
        code: first.code,
        referenceNumber: first.referenceNumber,
      });
      expect(answerOf(await till.authorise(core))).toEqual(first);
    }
  });
}

function hurriedCases({ newTill }: Counter): void {
  it('F17 copies at the same instant get one answer, and one booking', async () => {
    const till = await newTill();
    const core = await till.core({ cardId: 'limit-tap', amountMinor: minor(2_000_000) });
    const copies = await Promise.all([1, 2, 3, 4].map(() => till.authorise(core)));
    const answers = copies.map(answerOf);
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(4).fill('approved'));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answerOf(await till.reverse(core)).outcome).toBe('reversed');
    // The card holds three times as much: booked twice and reversed once, one would be missing.
    const spent: PaymentCore[] = [];
    const codes: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const next = await till.core({ cardId: 'limit-tap', amountMinor: minor(2_000_000) });
      spent.push(next);
      codes.push(answerOf(await till.authorise(next)).code);
    }
    expect(codes).toEqual(['00', '00', '00', '51']);
    for (const one of spent) await till.reverse(one);
  });

  it('F17 I8 of two payments with one number at the same instant one is answered', async () => {
    const till = await newTill();
    const first = await till.core();
    const { transactionNumber, traceNumber } = first;
    const second = await till.core({ transactionNumber, traceNumber });
    const replies = await Promise.all([till.authorise(first), till.authorise(second)]);
    expect(replies.map(faultOf).sort()).toEqual(['answered', 'number-reused']);
  });

  it('F17 P6 asked, promised, replaced and reversed at the same instant, it ends taken back', async () => {
    const till = await newTill();
    const core = await till.core();
    const next = await till.core({ supersedes: core.id });
    await Promise.all([
      till.authorise(core),
      till.upload([till.stored(core)]),
      till.reverse(core),
      till.authorise(next),
    ]);
    expect([await till.state(core), await till.state(next)]).toEqual(['reversed', 'approved']);
  });
}

function refusedCases({ bank, newTill }: Counter): void {
  it('P26 F16 the same id with another core: 422, no effect, and an event', async () => {
    const till = await newTill();
    const core = await till.core();
    const first = answerOf(await till.authorise(core));
    const events = await bank().eventCount('core-differs');
    const other = { ...core, amountMinor: minor(1) };
    expect(faultOf(await till.authorise(other))).toBe('core-differs');
    const request = await till.signed(
      '/v1/authorisations',
      JSON.stringify({ core: other, attempt: till.attempt() }),
      core.id,
    );
    expect(await till.send(request)).toEqual({ status: 422, code: 'core-differs' });
    expect(await bank().eventCount('core-differs')).toBe(events + 2);
    expect(answerOf(await till.authorise(core))).toEqual(first);
  });

  it('P7 I2 what replaces itself, or takes itself back, is no payment', async () => {
    const till = await newTill();
    const core = await till.core();
    for (const odd of [
      { ...core, supersedes: core.id },
      { ...core, originalId: core.id },
    ]) {
      expect(faultOf(await till.authorise(odd))).toBe('request-malformed');
      expect(await till.results([till.stored(odd)])).toMatchObject([{ id: core.id, code: '30' }]);
    }
    expect(await till.state(core)).toBe('unknown');
    expect(answerOf(await till.authorise(core)).code).toBe('00');
  });

  it('P7 I2 of all that would replace one payment at most one stands, in whatever way it came', async () => {
    const till = await newTill();
    const first = await till.core();
    const next = async () => till.core({ supersedes: first.id });
    const [second, third, fourth, fifth] = [await next(), await next(), await next(), await next()];
    expect(answerOf(await till.authorise(second)).code).toBe('00');
    expect(answerOf(await till.authorise(third)).code).toBe('12');
    expect(await till.results([till.stored(fourth)])).toMatchObject([{ code: '12' }]);
    const taken = await till.voidOf(second);
    expect(answerOf(await till.authorise(taken, { operatorId: '00' })).code).toBe('00');
    // Taken back, it makes room for another one; then it does not come back beside that.
    expect(answerOf(await till.authorise(fifth)).code).toBe('00');
    await till.reverse(taken);
    expect([await till.state(second), await till.state(fifth)]).toEqual(['reversed', 'approved']);
  });

  it('I8 P3 neither number nor trace is used twice; another batch has traces of its own', async () => {
    const till = await newTill();
    const first = await till.core();
    await till.authorise(first);
    const events = await bank().eventCount('number-reused');
    const { transactionNumber, traceNumber } = first;
    const sameNumber = await till.core({ transactionNumber, traceNumber: 77 });
    expect(faultOf(await till.authorise(sameNumber))).toBe('number-reused');
    expect(await till.state(sameNumber)).toBe('unknown');
    const sameTrace = await till.core({ ...till.numbers(), traceNumber });
    expect(faultOf(await till.authorise(sameTrace))).toBe('number-reused');
    expect(await bank().eventCount('number-reused')).toBe(events + 2);
    const nextBatch = await till.core({ ...till.numbers(), batchNumber: 2, traceNumber });
    expect(answerOf(await till.authorise(nextBatch)).code).toBe('00');
  });

  it('P17 I8 what a chip has said before proves nothing: declined, and a security event', async () => {
    const till = await newTill();
    const events = await bank().eventCount('chip-not-genuine');
    const first = answerOf(await till.authorise(await till.core({ chipCount: 7 })));
    expect(first).toMatchObject({ outcome: 'approved' });
    expect(first.issuerAuthentication).toMatch(/^[0-9a-f]{16}$/);
    const again = await till.core({ chipCount: 7 });
    const refusal = { outcome: 'declined', code: '59', issuerAuthentication: '' };
    expect(answerOf(await till.authorise(again))).toMatchObject(refusal);
    expect(answerOf(await till.authorise(again))).toMatchObject(refusal);
    const back = await till.core({ chipCount: 6 });
    expect(answerOf(await till.authorise(back))).toMatchObject(refusal);
    expect(await bank().eventCount('chip-not-genuine')).toBe(events + 2);
    expect(answerOf(await till.authorise(await till.core({ chipCount: 8 })))).toMatchObject({
      outcome: 'approved',
    });
  });

  it('P17 a promise may come after a later question, once', async () => {
    const till = await newTill();
    const promised = await till.core({ chipCount: 3 });
    const recorded = await till.core({ chipCount: 3 });
    await till.authorise(await till.core({ chipCount: 9 }));
    const results = await till.results([till.stored(promised), till.stored(recorded)]);
    expect(results.map(({ code }) => code)).toEqual(['00', '59']);
  });

  it('P17 F16 another amount than the chip was asked about is not its word', async () => {
    const till = await newTill();
    const core = await till.core({ amountMinor: minor(500) });
    const sealed = await till.sealedFor({ ...core, amountMinor: minor(50_000) }, 500);
    const forged = { ...core, amountMinor: minor(50_000), sealedCard: sealed };
    expect(answerOf(await till.authorise(forged))).toMatchObject({
      outcome: 'declined',
      code: '59',
    });
  });

  it('P27 a card or PIN sealed for another payment opens nothing, and takes no number', async () => {
    const till = await newTill();
    const other = await till.core();
    const core = await till.core({ sealedCard: other.sealedCard });
    const events = await bank().eventCount('seal-broken');
    expect(faultOf(await till.authorise(core))).toBe('request-malformed');
    const { transactionNumber, traceNumber } = core;
    const right = await till.core({ transactionNumber, traceNumber });
    const sealedPin = await till.sealedPin(other, '135790');
    expect(faultOf(await till.authorise(right, { sealedPin }))).toBe('request-malformed');
    expect(await bank().eventCount('seal-broken')).toBe(events + 2);
    expect(await till.state(core)).toBe('unknown');
    expect(answerOf(await till.authorise(right)).code).toBe('00');
  });

  it('P28 an operator whom the merchant does not have is refused, and noted', async () => {
    const till = await newTill();
    const core = await till.core();
    const events = await bank().eventCount('not-permitted');
    expect(faultOf(await till.authorise(core, { operatorId: '77' }))).toBe('not-permitted');
    expect(await bank().eventCount('not-permitted')).toBe(events + 1);
    expect(await till.state(core)).toBe('unknown');
  });

  it('P26 a payment of another terminal is refused to whoever signs for it', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const core = await other.core();
    const events = await bank().eventCount('not-permitted');
    expect(faultOf(await till.authorise(core))).toBe('not-permitted');
    expect(faultOf(await till.reverse(core))).toBe('not-permitted');
    expect(await bank().eventCount('not-permitted')).toBe(events + 2);
    expect(await other.state(core)).toBe('unknown');
    const merchantId = '898310054119999';
    expect(faultOf(await till.authorise(await till.core({ merchantId })))).toBe('not-permitted');
  });

  it('P1 the idempotency key is the id of the payment', async () => {
    const till = await newTill();
    const core = await till.core();
    const body = JSON.stringify({ core, attempt: till.attempt() });
    const request = await till.signed('/v1/authorisations', body, uuidV7());
    expect(await till.send(request)).toEqual({ status: 400, code: 'request-malformed' });
    expect(await till.state(core)).toBe('unknown');
  });

  it('P4 what does not fit the contract, or cannot be stored, is refused and does nothing', async () => {
    const till = await newTill();
    const core = await till.core();
    const shouted = { ...core, id: core.id.toUpperCase() };
    const replies = [
      await till.authorise({ ...core, amountMinor: 0 as typeof core.amountMinor }),
      await till.authorise({ ...core, currency: 'YUAN' }),
      await till.authorise(shouted),
      await till.reverse(shouted),
      await till.authorise(core, { operatorId: '01\0' }),
      await till.authorise({ ...core, currency: 'CN\ud800' }),
    ];
    expect(replies.map(faultOf)).toEqual(Array(replies.length).fill('request-malformed'));
    expect(await till.state(core)).toBe('unknown');
  });
}

function voidCases({ newTill }: Counter): void {
  const supervisor = { operatorId: '00' };

  it('P28 a void takes a payment back once, for a supervisor, without its card', async () => {
    const till = await newTill();
    const paid = await till.core();
    await till.authorise(paid);
    const byCashier = await till.voidOf(paid);
    expect(faultOf(await till.authorise(byCashier))).toBe('not-permitted');
    expect(await till.state(paid)).toBe('approved');
    const first = await till.voidOf(paid);
    expect(answerOf(await till.authorise(first, supervisor))).toMatchObject({ code: '00' });
    expect(await till.state(paid)).toBe('reversed');
    const second = await till.voidOf(paid);
    expect(answerOf(await till.authorise(second, supervisor)).code).toBe('12');
  });

  it('P5 a void of nothing, of another amount or of a refused payment is declined', async () => {
    const till = await newTill();
    const paid = await till.core();
    const declined = await till.core({ cardId: 'stolen' });
    const absent = await till.core();
    for (const core of [paid, declined]) await till.authorise(core);
    const voids = [
      await till.voidOf(absent),
      await till.voidOf(paid, { amountMinor: minor(1) }),
      await till.voidOf(declined),
    ];
    const codes: string[] = [];
    for (const core of voids) codes.push(answerOf(await till.authorise(core, supervisor)).code);
    expect(codes).toEqual(['25', '64', '12']);
    expect(await till.state(paid)).toBe('approved');
  });

  it('P6 a void that is reversed gives its payment back its force', async () => {
    const till = await newTill();
    const paid = await till.core();
    await till.authorise(paid);
    const taken = await till.voidOf(paid);
    await till.authorise(taken, supervisor);
    expect(answerOf(await till.reverse(taken)).outcome).toBe('reversed');
    expect(await till.state(paid)).toBe('approved');
    expect(answerOf(await till.reverse(paid)).outcome).toBe('reversed');
    expect(await till.state(paid)).toBe('reversed');
  });
}
