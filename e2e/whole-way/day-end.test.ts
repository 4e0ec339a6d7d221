import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import { approveUnbooked, loseReversals, reverseUnbooked } from '../bank-lies.ts';
import { AUTHORISATIONS, Cable, SETTLEMENTS } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** Day end for real (P22): till, host and bank over a cable, counted in the bank's own books. */
describe('settlement, all the way to the ledger', () => {
  let bank: RunningBank;
  let cable: Cable;
  let folder: string;
  let till: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
    cable = await Cable.plug(bank.ready.url);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twintill-day-'));
    const { activationCode } = await bank.newTerminal();
    till = await start(activationCode);
    await till.signOn();
  });
  afterEach(async () => {
    await till.host.close();
    await rm(folder, { recursive: true, force: true });
    expect(await bank.problems()).toEqual([]);
  });
  afterAll(async () => {
    await bank.stop();
    await cable.unplug();
  });

  const start = (demoActivationCode = '') =>
    startHeadlessTill(folder, { url: cable.url, demoActivationCode });

  async function approval(act: 'settle' | 'write-off' = 'settle') {
    const pin = '0000';
    return valueOf(await till.host.approve({ operatorId: '00', pin, act }));
  }
  const close = async () => valueOf(await till.dayEnd.close(await approval()));
  const cureAll = async (ids: readonly string[]) =>
    valueOf(
      await till.dayEnd.cure(
        ids.map((id) => ({ id, reason: `looked into ${id}` })),
        await approval(),
      ),
    );
  async function sell(amountMinor: number): Promise<void> {
    const sold = await till.sellByCard('good-tap', { amountMinor: minor(amountMinor) });
    expect(sold.kind).toBe('approved');
  }
  /** The bank says yes, nobody hears it, and the customer goes. */
  async function giveUp(amountMinor: number): Promise<void> {
    const held = cable.hold(AUTHORISATIONS, 'answer');
    const given = { amountMinor: minor(amountMinor), leavesAfter: held.reached };
    const outcome = await till.sellByCard('good-tap', given);
    held.drop();
    expect(outcome.kind).toBe('taken-back');
  }
  async function paidOut(settlementId: string): Promise<number> {
    const rows = await bank.rows<{ paid: string }>(
      `SELECT coalesce(sum(credit_minor - debit_minor), 0) AS paid FROM ledger_entries
       WHERE posting_id = $1 AND account LIKE '%:paid-out'`,
      [`${settlementId}:settlement`],
    );
    return Number(rows[0]?.paid);
  }

  it('P22 P23 a day that balances: paid out once, and the next sale is in the next batch', async () => {
    await sell(1000);
    await sell(250);
    valueOf(await till.sellForCash(minor(400)));
    const before = till.ledger.head().counters.batch;
    const { settlement, noAnswer } = await close();
    expect([noAnswer, settlement.step, settlement.batchNumber]).toEqual([
      null,
      'confirmed',
      before,
    ]);
    expect(settlement.totals.debit).toEqual({ sumMinor: 1250, count: 2 });
    expect(settlement.bank?.debit).toEqual({ sumMinor: 1250, count: 2 });
    expect(await paidOut(settlement.id)).toBe(1250);
    await sell(70);
    const second = (await close()).settlement;
    expect([second.step, second.batchNumber]).toEqual(['confirmed', before + 1]);
    expect(second.totals.debit).toEqual({ sumMinor: 70, count: 1 });
    expect(await paidOut(second.id)).toBe(70);
  });

  it('F36 closed without a line it is unconfirmed, the unsent sale named and not in the total', async () => {
    await sell(1000);
    await till.line({ cut: true });
    await till.sellByCard('limit-tap', { lineUsable: false, amountMinor: minor(300) });
    const { settlement } = await close();
    expect([settlement.step, settlement.bank]).toEqual(['unconfirmed', null]);
    expect(settlement.totals.debit).toEqual({ sumMinor: 1000, count: 1 });
    expect(settlement.totals.promised).toEqual({ sumMinor: 300, count: 1 });
    expect(settlement.unsent).toMatchObject([{ amountMinor: 300, state: 'promised' }]);
    expect(settlement.unsent[0]?.saleNumber).toMatch(/-0+2$/);
    await till.line({});
    const later = (await close()).settlement;
    expect([later.step, later.batchNumber]).toEqual(['confirmed', settlement.batchNumber]);
    expect(later.totals.debit).toEqual({ sumMinor: 1300, count: 2 });
    expect(await paidOut(later.id)).toBe(1300);
  });

  it('P6 P22 while a reversal has no answer the totals are not asked for: unconfirmed, and settled later', async () => {
    await sell(1000);
    const reversalsPass = loseReversals(cable);
    await giveUp(300);
    const asked = cable.sentTo(SETTLEMENTS).length;
    const { settlement } = await close();
    expect([settlement.step, settlement.bank]).toEqual(['unconfirmed', null]);
    expect(settlement.totals.debit).toEqual({ sumMinor: 1000, count: 1 });
    expect(cable.sentTo(SETTLEMENTS)).toHaveLength(asked);
    reversalsPass();
    const later = (await close()).settlement;
    expect([later.step, later.batchNumber]).toEqual(['confirmed', settlement.batchNumber]);
    expect(later.totals.debit).toEqual({ sumMinor: 1000, count: 1 });
    expect(await paidOut(later.id)).toBe(1000);
  });

  it('P23 a promise that is sent after its batch was settled is settled with the next one', async () => {
    await sell(1000);
    await till.sellByCard('limit-tap', { lineUsable: false, amountMinor: minor(300) });
    // The issuer is down: the bank takes the record later, and the day closes without it.
    await bank.fault({ issuerDown: true });
    const first = (await close()).settlement;
    await bank.heal();
    expect(first.step).toBe('confirmed');
    expect(first.totals.debit).toEqual({ sumMinor: 1000, count: 1 });
    expect(first.unsent).toMatchObject([{ amountMinor: 300 }]);
    const second = (await close()).settlement;
    expect(second.step).toBe('confirmed');
    expect(second.totals.debit).toEqual({ sumMinor: 300, count: 1 });
    expect(await paidOut(second.id)).toBe(300);
  });

  /** The bank's own hand says yes, and its books know nothing of it. */
  async function sellBehindItsBack(amountMinor: number): Promise<void> {
    const theTruthAgain = await approveUnbooked(cable, bank);
    await sell(amountMinor);
    theTruthAgain();
  }

  /** The customer gave up; the bank has the sale, and what says that it was taken back is a lie. */
  async function reverseBehindItsBack(amountMinor: number): Promise<void> {
    const theTruthAgain = await reverseUnbooked(cable, bank);
    await giveUp(amountMinor);
    await till.outbox.drain({ urgent: true });
    theTruthAgain();
  }

  it('F34 the bank misses one sale and has one too many of the same amount: named, cured, each once', async () => {
    await sell(1000);
    await sellBehindItsBack(300);
    await reverseBehindItsBack(300);
    const { settlement } = await close();
    expect(settlement.step).toBe('disagree');
    expect(settlement.differences.map(({ kind, cure }) => [kind, cure])).toEqual([
      ['missing-at-bank', 'upload'],
      ['too-many-at-bank', 'reversal'],
    ]);
    expect(settlement.differences.map(({ saleNumber }) => saleNumber)).not.toContain('');
    const cured = await cureAll(settlement.differences.map(({ id }) => id));
    expect([cured.settlement.step, cured.settlement.id]).toEqual(['confirmed', settlement.id]);
    // Each record with its own reason and its supervisor, for the slip and the journal (F34).
    expect(cured.settlement.decided).toMatchObject(
      settlement.differences.map(({ id, kind, cure, saleNumber }) => {
        return { id, kind, cure, saleNumber, supervisorId: '00', reason: `looked into ${id}` };
      }),
    );
    expect(cured.settlement.totals.debit).toEqual({ sumMinor: 1300, count: 2 });
    expect(await paidOut(settlement.id)).toBe(1300);
  });

  it('F34 a record without a reason is not decided: it stays open, and the others are put right', async () => {
    await sell(1000);
    await sellBehindItsBack(300);
    await sellBehindItsBack(70);
    const { settlement } = await close();
    const [first, second] = settlement.differences;
    const decisions = [
      { id: first?.id ?? '', reason: 'asked the bank' },
      { id: second?.id ?? '', reason: '  ' },
    ];
    const cured = valueOf(await till.dayEnd.cure(decisions, await approval())).settlement;
    expect(cured.step).toBe('disagree');
    expect(cured.differences.map(({ id, tried }) => [id, tried])).toEqual([[second?.id, []]]);
    expect(cured.decided?.map(({ id, reason }) => [id, reason])).toEqual([
      [first?.id, 'asked the bank'],
    ]);
    expect((await cureAll([second?.id ?? ''])).settlement.step).toBe('confirmed');
    expect(await paidOut(settlement.id)).toBe(1370);
  });

  it.each([
    [SETTLEMENTS, 'request'],
    [SETTLEMENTS, 'answer'],
    [`${SETTLEMENTS}/records`, 'request'],
    [`${SETTLEMENTS}/records`, 'answer'],
    [`${SETTLEMENTS}/end`, 'request'],
    [`${SETTLEMENTS}/end`, 'answer'],
  ] as const)(
    'F35 killed at %s, with its %s under way, it goes on with the same number, and nothing is double',
    async (path, way) => {
      await sell(1000);
      await sellBehindItsBack(300);
      const held = cable.hold(path, way);
      const closing = till.dayEnd.close(await approval());
      await held.reached;
      const batch = till.ledger.head().counters.batch;
      // The program is gone: nobody reads the answer. Another one starts on what is on the disk.
      held.drop();
      const broken = valueOf(await closing);
      expect(broken.noAnswer?.code).toBe('line-no-answer');
      await till.host.close();
      till = await start();
      expect(valueOf(await till.host.about()).settlement?.step).toBe('opened');
      await till.dayEnd.resume();
      const open = valueOf(await till.host.about()).settlement;
      expect([open?.id, open?.step]).toEqual([broken.settlement.id, 'disagree']);
      expect(open?.differences.map(({ kind }) => kind)).toEqual(['missing-at-bank']);
      const cured = await cureAll(open?.differences.map(({ id }) => id) ?? []);
      expect([cured.settlement.step, cured.settlement.id]).toEqual([
        'confirmed',
        broken.settlement.id,
      ]);
      expect(till.ledger.head().counters.batch).toBe(batch);
      expect(await paidOut(broken.settlement.id)).toBe(1300);
    },
  );

  it('P22 an answer to the totals that gets lost is asked for again: paid out once', async () => {
    await sell(1000);
    const held = cable.hold(SETTLEMENTS, 'answer');
    const closing = till.dayEnd.close(await approval());
    await held.reached;
    held.drop();
    expect(valueOf(await closing).noAnswer?.code).toBe('line-no-answer');
    await till.dayEnd.resume();
    const settled = valueOf(await till.host.about()).settlement;
    expect(settled?.step).toBe('confirmed');
    expect(await paidOut(settled?.id ?? '')).toBe(1000);
    // It ended with nobody there: its slip is offered until it came out.
    const offered = present(valueOf(await till.dayEnd.withoutSlip()), 'a day end without its slip');
    expect(offered.id).toBe(settled?.id);
    await till.host.setDeskDevices({
      printerConnected: true,
      paperLoaded: false,
      readerConnected: true,
    });
    const noPaper = await till.dayEnd.print(offered, 'Settlement', []);
    expect(noPaper.ok ? '' : noPaper.error.code).toBe('printer-no-paper');
    expect(valueOf(await till.dayEnd.withoutSlip())?.id).toBe(settled?.id);
    await till.host.setDeskDevices({
      printerConnected: true,
      paperLoaded: true,
      readerConnected: true,
    });
    valueOf(await till.dayEnd.print(offered, 'Settlement', []));
    expect(valueOf(await till.dayEnd.withoutSlip())).toBeNull();
    const rows = await bank.rows(`SELECT id FROM settlements WHERE id = $1`, [settled?.id]);
    expect(rows).toHaveLength(1);
  });

  it('P22 P23 settled with an answer that was lost; a promise came in since: named, carried, paid out once', async () => {
    await sell(1000);
    await till.sellByCard('limit-tap', { lineUsable: false, amountMinor: minor(300) });
    await bank.fault({ issuerDown: true });
    const held = cable.hold(SETTLEMENTS, 'answer');
    const closing = till.dayEnd.close(await approval());
    await held.reached;
    held.drop();
    expect(valueOf(await closing).noAnswer?.code).toBe('line-no-answer');
    await bank.heal();
    await till.outbox.drain({ urgent: true });
    await till.dayEnd.resume();
    const open = valueOf(await till.host.about()).settlement;
    expect(open?.step).toBe('disagree');
    expect(open?.differences.map(({ kind, cure }) => [kind, cure])).toEqual([
      ['other-batch', 'batch-correction'],
    ]);
    const cured = (await cureAll(open?.differences.map(({ id }) => id) ?? [])).settlement;
    expect([cured.step, cured.totals.debit]).toEqual(['confirmed', { sumMinor: 1000, count: 1 }]);
    expect(await paidOut(cured.id)).toBe(1000);
    const next = (await close()).settlement;
    expect([next.step, next.totals.debit]).toEqual(['confirmed', { sumMinor: 300, count: 1 }]);
    expect(await paidOut(next.id)).toBe(300);
  });

  it('F38 without a supervisor’s yes nothing is opened, and nothing of it leaves the till', async () => {
    await sell(1000);
    const forged = { approvalId: 'made-up', supervisorId: '00' };
    const refused = await till.dayEnd.close(forged);
    expect(refused.ok ? '' : refused.error.code).toBe('role-missing');
    const other = await till.dayEnd.close(await approval('write-off'));
    expect(other.ok ? '' : other.error.code).toBe('role-missing');
    const totals = {
      debit: { sumMinor: minor(0), count: 0 },
      credit: { sumMinor: minor(0), count: 0 },
      fingerprint: '0'.repeat(32),
    };
    const direct = await till.host.settle({
      settlementId: '01900000-0000-7000-8000-000000000001',
      batchNumber: 1,
      operatorId: '00',
      totals,
    });
    expect(direct.ok ? '' : direct.error.code).toBe('role-missing');
    expect(valueOf(await till.host.about()).settlement).toBeNull();
    expect((await close()).settlement.step).toBe('confirmed');
  });
});
