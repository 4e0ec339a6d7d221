import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { setBalance } from '../services/merchants.ts';
import { balanceOf, purchasesPosted } from './postings-of.ts';
import { bankOfThisFile } from './test-bank.ts';

const bank = await bankOfThisFile();

describe('one payment', () => {
  it('P1 F15 the same signed request three times: same bytes, one posting', async () => {
    const till = await bank.newTill();
    const core = await till.newCore({ amountMinor: 5000 });
    const request = till.signed(
      'POST',
      '/v1/authorisations',
      { core, attempt: till.attempt() },
      core.id,
    );
    const before = await balanceOf(bank, 'good-tap');
    const answers = [await till.send(request), await till.send(request), await till.send(request)];
    expect(answers[0]?.json).toMatchObject({ id: core.id, outcome: 'approved', code: '00' });
    expect(answers.every((answer) => answer.signed && answer.status === 200)).toBe(true);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await purchasesPosted(bank, core.id)).toBe(1);
    expect(await balanceOf(bank, 'good-tap')).toBe(before - 5000n);
  });

  it('P1 F12 another attempt of the same core is the same payment', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    const first = await till.authorise(core);
    bank.clock.nowMs += 5000;
    const second = await till.post(
      '/v1/authorisations',
      { core, attempt: { ...till.attempt(), deliveredUpTo: 1 } },
      core.id,
    );
    expect(second.text).toBe(first.text);
    expect(await purchasesPosted(bank, core.id)).toBe(1);
  });

  it('P26 F16 same id, other amount: 422, no posting, security event', async () => {
    const till = await bank.newTill();
    const core = await till.newCore({ amountMinor: 1000 });
    await till.authorise(core);
    const before = await balanceOf(bank, 'good-tap');
    const events = await bank.eventCount('core-differs');
    const answers = [
      await till.authorise({ ...core, amountMinor: minor(1001) }),
      await till.authorise({ ...(await till.newCore({ amountMinor: 1000 })), id: core.id }),
      await till.reverse({ ...core, amountMinor: minor(1001) }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 422,
        signed: true,
        json: { error: { code: 'core-differs' } },
      });
    }
    expect(await bank.eventCount('core-differs')).toBe(events + 3);
    expect(await balanceOf(bank, 'good-tap')).toBe(before);
  });

  it('F17 ten copies at the same instant: one posting, one answer', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    const answers = await Promise.all(Array.from({ length: 10 }, () => till.authorise(core)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    expect(await purchasesPosted(bank, core.id)).toBe(1);
  });

  it('A13 F17 a copy that comes while the first is worked on: "in progress", then the same answer', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    bank.lock.waitMs = 50;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let isLocked = (): void => undefined;
    const locked = new Promise<void>((resolve) => (isLocked = resolve));
    const first = bank.ports.database.transaction().execute(async (db) => {
      const { terminalId } = till.facts;
      const terminal = db.selectFrom('terminals').select('id').where('id', '=', terminalId);
      await terminal.forUpdate().execute();
      isLocked();
      await held;
    });
    await locked;
    expect(await till.authorise(core)).toMatchObject({
      status: 409,
      signed: true,
      json: { error: { code: 'in-progress' } },
    });
    expect((await till.batch([till.stored(core)])).status).toBe(409);
    letGo();
    await first;
    bank.lock.waitMs = 20_000;
    expect((await till.authorise(core)).json).toMatchObject({ outcome: 'approved' });
    expect(await purchasesPosted(bank, core.id)).toBe(1);
  });

  it('P2 I8 a transaction number, or a trace number, is given once', async () => {
    const till = await bank.newTill();
    const first = await till.newCore();
    await till.authorise(first);
    const sameNumber = { ...(await till.newCore()), transactionNumber: first.transactionNumber };
    expect(await till.authorise(sameNumber)).toMatchObject({
      status: 422,
      json: { error: { code: 'number-reused' } },
    });
    const sameTrace = { ...(await till.newCore()), traceNumber: first.traceNumber };
    expect((await till.authorise(sameTrace)).status).toBe(422);
    expect(await till.get(`/v1/transactions/${sameTrace.id}`)).toMatchObject({
      json: { known: false },
    });
  });

  it.each([
    ['stolen', 1000, '43'],
    ['expired', 1000, '54'],
    ['restricted', 1000, '62'],
    ['poor', 101, '51'],
    ['poor', 100, '00'],
    ['limit-tap', 2_000_001, '61'],
    ['good-pin', 1000, '55'],
  ])('the issuer about %s and %i fen: %s, final for the id', async (cardId, amountMinor, code) => {
    const till = await bank.newTill();
    const core = await till.newCore({ cardId, amountMinor });
    const answer = await till.authorise(core);
    expect(answer.json).toMatchObject({
      code,
      outcome: code === '00' ? 'approved' : 'declined',
      approvedMinor: code === '00' ? amountMinor : 0,
    });
    expect((await till.authorise(core)).text).toBe(answer.text);
  });

  it('14 for a number with a wrong check digit and for one that nobody has', async () => {
    const till = await bank.newTill();
    for (const cardNumber of ['6228480000000073', '6228480000009990']) {
      const answer = await till.authorise(await till.newCore({ cardNumber }));
      expect(answer.json).toMatchObject({ outcome: 'declined', code: '14' });
    }
  });

  it('91 while the issuer is down is final for its id; a new payment goes through', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    bank.ports.faults.change({ issuerDown: true });
    expect((await till.authorise(core)).json).toMatchObject({ outcome: 'declined', code: '91' });
    bank.ports.faults.change({ issuerDown: false });
    expect((await till.authorise(core)).json).toMatchObject({ code: '91' });
    expect((await till.authorise(await till.newCore())).json).toMatchObject({ code: '00' });
  });

  it('F27 online PIN: right, wrong, and 75 after three wrong in a row', async () => {
    const till = await bank.newTill();
    const ask = async (pin: string) => {
      const core = await till.newCore({ cardId: 'good-pin' });
      return (await till.authorise(core, { sealedPin: await till.sealPin(core, pin) })).json;
    };
    expect(await ask('123456')).toMatchObject({ code: '00' });
    expect(await ask('000000')).toMatchObject({ code: '55' });
    expect(await ask('123456')).toMatchObject({ code: '00' });
    const codes = [];
    for (const pin of ['1111', '2222', '3333', '123456']) codes.push(await ask(pin));
    expect(codes).toMatchObject([{ code: '55' }, { code: '55' }, { code: '75' }, { code: '75' }]);
    await setBalance(bank.ports, 'good-pin', 100_000n);
    expect(await ask('123456')).toMatchObject({ code: '00' });
  });

  it('P27 card data sealed for another transaction is refused, with a security event', async () => {
    const till = await bank.newTill();
    const one = await till.newCore();
    const two = await till.newCore({ amountMinor: 9999 });
    const answer = await till.authorise({ ...two, sealedCard: one.sealedCard });
    expect(answer.status).toBe(400);
    expect(await bank.eventCount('seal-broken')).toBeGreaterThan(0);
  });

  it('I6 P27 no card number, PIN, PIN block or sealed card is anywhere in the database', async () => {
    const till = await bank.newTill();
    const core = await till.newCore({ cardId: 'good-pin' });
    const sealedPin = await till.sealPin(core, '123456');
    await till.authorise(core, { sealedPin });
    const { database } = bank.ports;
    const tables = await database.introspection.getTables();
    const rows = await Promise.all(
      tables.map(({ name }) => sql`select t::text from ${sql.table(name)} as t`.execute(database)),
    );
    const dump = JSON.stringify(rows.map((one) => one.rows));
    for (const card of TEST_CARDS) expect(dump).not.toContain(card.number);
    expect(dump).not.toContain(core.sealedCard);
    expect(dump).not.toContain(sealedPin);
    expect(dump).not.toMatch(/[(,]123456[,)]/);
    expect(dump).toContain(core.id);
  });

  it.each([0, -1, 1.5, 10 ** 12, '100', null])(
    'an amount of %s is refused: 400',
    async (amount) => {
      const till = await bank.newTill();
      const core = await till.newCore();
      const answer = await till.authorise({ ...core, amountMinor: amount as never });
      expect(answer).toMatchObject({
        status: 400,
        signed: true,
        json: { error: { code: 'request-malformed' } },
      });
      expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ known: false });
    },
  );
});
