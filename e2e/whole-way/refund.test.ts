import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pricedCart } from '../../renderer/services/testing/bench-till.ts';
import { minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import { AUTHORISATIONS, Cable } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** Refund 退货 for real: two tills, host and bank over a cable, counted in the bank's own books. */
describe('a refund, all the way to the ledger', () => {
  let bank: RunningBank;
  let cable: Cable;
  let folders: readonly [string, string];
  let till: HeadlessTill;
  let other: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
    cable = await Cable.plug(bank.ready.url);
  });
  beforeEach(async () => {
    folders = [await newFolder(), await newFolder()];
    till = await start(folders[0]);
    other = await start(folders[1]);
  });
  afterEach(async () => {
    for (const one of [till, other]) await one.host.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    expect(await bank.problems()).toEqual([]);
  });
  afterAll(async () => {
    await bank.stop();
    await cable.unplug();
  });

  const newFolder = () => mkdtemp(join(tmpdir(), 'twintill-refund-'));
  async function start(folder: string) {
    const { activationCode: demoActivationCode } = await bank.newTerminal();
    const started = await startHeadlessTill(folder, { url: cable.url, demoActivationCode });
    await started.signOn();
    return started;
  }
  async function latest(at: HeadlessTill) {
    return present(valueOf(await at.store.recentSales(1))[0], 'the newest');
  }
  /** A sale by card, and what its slip says. */
  async function sell(amountMinor: number) {
    const sold = await till.sellByCard('good-tap', { amountMinor: minor(amountMinor) });
    expect(sold.kind).toBe('approved');
    const { payments } = await latest(till);
    const payment = present(payments[0], 'the payment');
    const { status } = payment;
    const referenceNumber = status.state === 'approved' ? status.referenceNumber : '';
    return { paymentId: payment.id, referenceNumber, amountMinor };
  }
  async function closeDay(at: HeadlessTill) {
    const pin = { operatorId: '00', pin: '0000', act: 'settle' } as const;
    const granted = valueOf(await at.host.approve(pin));
    const closed = valueOf(await at.dayEnd.close(granted));
    return closed.settlement;
  }
  /** What is left of a purchase for the merchant, its refunds subtracted, and what these are. */
  async function atBank(paymentId: string) {
    const refunds = await bank.rows<{ state: string; amount_minor: string }>(
      `SELECT state, amount_minor FROM transactions WHERE original_id = $1 ORDER BY created_at_ms, id`,
      [paymentId],
    );
    const [left] = await bank.rows<{ left: string }>(
      `SELECT coalesce(sum(credit_minor - debit_minor), 0) AS left FROM ledger_entries
       WHERE account LIKE 'merchant:%:clearing' AND split_part(posting_id, ':', 1) IN
         (SELECT id::text FROM transactions WHERE id = $1 OR original_id = $1)`,
      [paymentId],
    );
    return {
      refunds: refunds.map(({ state, amount_minor }) => `${state} ${amount_minor}`),
      left: Number(left?.left),
    };
  }

  it('A20 P2 I1 cash, in parts while the line is cut, never above what came in; the books follow', async () => {
    const { id, report } = valueOf(await till.sellForCash(minor(1999)));
    await till.outbox.drain();
    await cable.cut();
    expect(await till.refundCash(id, 500)).toBe(500);
    expect(await till.refundCash(id, 1500)).toBe('amount-over-original');
    expect(await till.refundCash(id, 1499)).toBe(1499);
    expect(valueOf(await till.drawer.look()).expectedMinor).toBe(0);
    await cable.mend();
    await till.outbox.drain({ urgent: true });
    expect(valueOf(await till.store.outbox())).toEqual([]);
    const returns = await bank.rows<{ act: string; amount: string; posted: string }>(
      `SELECT c.act, c.amount_minor AS amount, (SELECT sum(e.credit_minor - e.debit_minor)
         FROM ledger_entries e WHERE e.account LIKE 'merchant:%:cash-drawer'
           AND e.posting_id = c.id || ':cash-return') AS posted
       FROM cash_returns c WHERE c.original_id = $1 ORDER BY c.transaction_number`,
      [report?.id],
    );
    expect(returns.map(({ act, amount, posted }) => [act, Number(amount), Number(posted)])).toEqual(
      [
        ['refund', 500, 500],
        ['refund', 1499, 1499],
      ],
    );
  });

  it('A17 P2 I1 the cash of a sale that a card paid in part: told, booked, and no more than came in as cash', async () => {
    const cart = pricedCart(v7(), minor(1999));
    const part = await till.sellByCard('good-tap', { cart, amountMinor: minor(1299) });
    expect(part.kind).toBe('approved');
    const sold = valueOf(await till.sellForCash(minor(700), cart));
    expect(await till.refundCash(cart.saleId, 701)).toBe('amount-over-original');
    expect(await till.refundCash(cart.saleId, 300)).toBe(300);
    expect(await till.refundCash(cart.saleId, 400)).toBe(400);
    await till.outbox.drain();
    expect(valueOf(await till.store.outbox())).toEqual([]);
    const returns = await bank.rows<{ amount: string }>(
      `SELECT amount_minor AS amount FROM cash_returns WHERE original_id = $1 ORDER BY transaction_number`,
      [sold.report?.id],
    );
    expect(returns.map(({ amount }) => Number(amount))).toEqual([300, 400]);
    expect(valueOf(await till.drawer.look()).expectedMinor).toBe(0);
  });

  it('I1 P23 in parts, at another till, also of a settled sale; each day end has its own', async () => {
    const slip = await sell(1000);
    expect(await closeDay(till)).toMatchObject({ step: 'confirmed' });
    expect((await other.refundBySlip(slip, 300)).kind).toBe('refunded');
    expect((await till.refundBySlip(slip, 650)).kind).toBe('refunded');
    const over = await other.refundBySlip(slip, 51).catch((reason: unknown) => reason);
    expect(String(over)).toContain('amount-over-original');
    expect(await atBank(slip.paymentId)).toEqual({
      refunds: ['approved 300', 'approved 650'],
      left: 50,
    });
    const settled = { debit: { count: 0 }, step: 'confirmed' };
    for (const [at, sumMinor] of [
      [till, 650],
      [other, 300],
    ] as const) {
      const { step, totals } = await closeDay(at);
      expect({ step, ...totals }).toMatchObject({ ...settled, credit: { sumMinor, count: 1 } });
    }
  });

  it('P6 F14 given up while the bank has done it: reversed, nothing went back', async () => {
    const slip = await sell(1000);
    const answer = cable.hold(AUTHORISATIONS, 'answer');
    const refunding = till.refundBySlip(slip, 400);
    await answer.reached;
    await cable.cut();
    answer.drop();
    expect((await refunding).kind).toBe('taken-back');
    await cable.mend();
    await till.outbox.drain({ urgent: true });
    expect(await atBank(slip.paymentId)).toEqual({ refunds: ['reversed 400'], left: 1000 });
    expect((await latest(till)).state).toBe('not-paid');
  });

  it('P10 the journal file alone brings it back: the refund, its number, and its settlement', async () => {
    const slip = await sell(1000);
    await till.refundBySlip(slip, 400);
    const before = await latest(till);
    await till.host.close();
    till = await startHeadlessTill(folders[0], { url: cable.url, demoActivationCode: '' });
    expect(await latest(till)).toEqual(before);
    expect(await closeDay(till)).toMatchObject({
      step: 'confirmed',
      totals: { debit: { sumMinor: 1000 }, credit: { sumMinor: 400, count: 1 } },
    });
  });

  it('F38 P28 a window asks for a refund by itself: nothing leaves, whatever name it writes', async () => {
    const slip = await sell(1000);
    const { core } = present((await latest(till)).payments[0], 'the payment');
    const { transactionNumber, batchNumber, traceNumber, currency, terminalId, merchantId } = core;
    const id = '01900000-0000-7000-8000-00000000abcd';
    const numbers = { transactionNumber, batchNumber, traceNumber };
    const asked = await till.host.authorise({
      core: {
        kind: 'refund',
        id,
        saleId: id,
        amountMinor: minor(1000),
        ...numbers,
        currency,
        terminalId,
        merchantId,
        sealedCard: '',
        originalId: core.id,
      },
      attempt: { sentAtMs: Date.now(), operatorId: '00', deliveredUpTo: 0 },
    });
    expect(asked).toMatchObject({ error: { code: 'role-missing', mayHaveArrived: false } });
    expect(await atBank(slip.paymentId)).toEqual({ refunds: [], left: 1000 });
    const records = valueOf(await till.host.readJournal({ from: 1, limit: 100 }));
    expect(records.map(({ body }) => body)).toContainEqual({
      kind: 'notice',
      code: 'call-refused',
      detail: 'authorise: refund: role-missing',
    });
  });
});
