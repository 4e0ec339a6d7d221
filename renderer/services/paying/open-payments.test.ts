import { describe, expect, it } from 'vitest';
import type { JournalDraft } from '../../../shared/domain/journal.ts';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { payCash } from './cash-payment.ts';
import { resolveOpenPayments } from './open-payments.ts';
import { benchTill, outcomeKind, pricedCart } from '../testing/bench-till.ts';
import { err } from '../../../shared/lib/result.ts';
import { FakeTill, fault, TERMINAL } from '../testing/fake-till.ts';

/** A till whose process died with an intent stored: the bank may or may not have heard of it. */
async function killedAfterIntent(heard: boolean) {
  const till = benchTill();
  const killed = new Error('killed');
  const { authorise } = till.fake.host;
  Object.assign(till.fake.host, {
    authorise: async (request: Parameters<typeof authorise>[0]) => {
      if (heard) await authorise(request);
      throw killed;
    },
  });
  await expect(till.payByCard('good-tap')).rejects.toBe(killed);
  Object.assign(till.fake.host, { authorise });
  const restarted = benchTill(till.fake, till.store);
  await restarted.ledger.catchUp();
  return restarted;
}

const nobody = () => false;

describe('payments found open', () => {
  it('P5 F03 the bank knows it: approved, the slip not yet printed, one posting', async () => {
    const till = await killedAfterIntent(true);
    const settled = await resolveOpenPayments(till.ports, till.ledger, TERMINAL, nobody);
    expect(settled).toMatchObject({
      value: [{ state: 'completed', receipt: { printedCount: 0 } }],
    });
    expect(till.fake.booked.size).toBe(1);
  });

  it('P6 F02 the bank does not know it: reversed, and a late arrival finds the tombstone', async () => {
    const till = await killedAfterIntent(false);
    const settled = await resolveOpenPayments(till.ports, till.ledger, TERMINAL, nobody);
    expect(settled).toMatchObject({ value: [{ state: 'not-paid' }] });
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect([till.fake.booked.size, till.fake.tombstones.size]).toEqual([0, 1]);
  });

  it('P5 settled at the counter while the question was out: what stands is not taken back', async () => {
    const till = await killedAfterIntent(true);
    const { query } = till.fake.host;
    const settle = () => resolveOpenPayments(till.ports, till.ledger, TERMINAL, nobody);
    Object.assign(till.fake.host, {
      query: async () => {
        Object.assign(till.fake.host, { query });
        expect(await settle()).toMatchObject({ value: [{ state: 'completed' }] });
        till.fake.nowMs += TERMINAL.parameters.wait.leftAloneMs;
        return err(fault('line-no-answer', true));
      },
    });
    expect(await settle()).toEqual({ ok: true, value: [] });
    const sales = await till.store.recentSales(1);
    expect(sales).toMatchObject({ value: [{ state: 'completed' }] });
    expect(till.fake.tombstones.size).toBe(0);
  });

  it('P5 without a line the question stays open for ten minutes, then it is reversed', async () => {
    const till = await killedAfterIntent(true);
    till.fake.always = 'cut';
    const early = await resolveOpenPayments(till.ports, till.ledger, TERMINAL, nobody);
    expect(early).toEqual({ ok: true, value: [] });
    till.fake.nowMs += TERMINAL.parameters.wait.leftAloneMs;
    const late = await resolveOpenPayments(till.ports, till.ledger, TERMINAL, nobody);
    expect(late).toMatchObject({
      value: [{ payments: [{ status: { state: 'reversing', reason: 'left-alone' } }] }],
    });
    till.fake.always = 'works';
    await till.outbox.drain({ urgent: true });
    expect(till.fake.booked.size).toBe(0);
  });

  it('P5 a payment that somebody waits for is left to them', async () => {
    const till = await killedAfterIntent(true);
    const settled = await resolveOpenPayments(till.ports, till.ledger, TERMINAL, () => true);
    expect(settled).toEqual({ ok: true, value: [] });
    expect(till.fake.journal).toHaveLength(1);
  });
});

describe('cash', () => {
  const order = (receivedMinor: number) => ({
    cart: pricedCart('01900000-0000-7000-8000-00000000c0de'),
    receivedMinor: minor(receivedMinor),
    rounding: NO_CASH_ROUNDING,
  });

  it('P9 is one record, certain at once, and gives change', async () => {
    const till = benchTill();
    const paid = await payCash(till.ports, till.ledger, till.place, order(5000));
    expect(paid).toMatchObject({
      value: { state: 'completed', number: '01-000001', tenders: [{ changeMinor: 2383 }] },
    });
    expect(till.fake.journal).toHaveLength(1);
  });

  it('A17 less than the rest leaves the sale open and gives no change', async () => {
    const till = benchTill();
    const paid = await payCash(till.ports, till.ledger, till.place, order(1000));
    expect(paid).toMatchObject({
      value: { state: 'paying', report: null, tenders: [{ changeMinor: 0, amountMinor: 1000 }] },
    });
  });

  it.each([0, 1_000_000_000_000])(
    'P12 takes nothing for a sale of %s: no report could tell it',
    async (due) => {
      const till = benchTill();
      const cart = pricedCart('01900000-0000-7000-8000-00000000c0de', minor(due));
      const paid = await payCash(till.ports, till.ledger, till.place, { ...order(5000), cart });
      expect(paid).toMatchObject({ error: { code: 'amount-invalid' } });
      const { outcome } = await till.payByCard('good-tap', { cart, amountMinor: minor(100) });
      expect(outcome).toMatchObject({ error: { code: 'amount-invalid' } });
      expect(till.fake.journal).toEqual([]);
    },
  );

  it.each([0, -1, 1_000_000_000_000])('refuses %s as money handed over', async (amount) => {
    const till = benchTill();
    const paid = await payCash(till.ports, till.ledger, till.place, order(amount));
    expect(paid).toMatchObject({ error: { code: 'amount-invalid' } });
    expect(till.fake.journal).toEqual([]);
  });
});

describe('the two copies', () => {
  it('P10 a database that lost records is completed from the file, row for row', async () => {
    const till = benchTill();
    await till.payByCard('good-tap');
    await till.payByCard('good-chip', { lineUsable: false });
    await till.outbox.drain();
    await till.payByCard('good-chip', { lineUsable: false });
    const empty = createMemoryTillStore();
    const rebuilt = benchTill(till.fake, empty);
    expect(await rebuilt.ledger.catchUp()).toEqual({ ok: true, value: till.fake.journal.length });
    for (const read of ['outbox', 'openSales', 'head'] as const) {
      const [was, is] = [await till.store[read](), await empty[read]()];
      expect(is).toEqual(was);
    }
    const [was, is] = [await till.store.recentSales(10), await empty.recentSales(10)];
    expect(new Set(is.ok ? is.value : [])).toEqual(new Set(was.ok ? was.value : []));
  });

  it.each(['failed', 'written-but-failed'] as const)(
    'P9 a database that %s is completed before the next record; no number is used twice',
    async (how) => {
      const till = benchTill();
      till.store.failNext(how);
      const first = await payCash(till.ports, till.ledger, till.place, {
        cart: pricedCart(till.fake.random.uuid()),
        receivedMinor: minor(5000),
        rounding: NO_CASH_ROUNDING,
      });
      expect(first.ok).toBe(false);
      const { outcome } = await till.payByCard('good-tap');
      expect(outcomeKind(outcome)).toBe('approved');
      const numbers = till.fake.journal.flatMap(({ body }) =>
        body.kind === 'sale' && body.sale.report ? [body.sale.report.transactionNumber] : [],
      );
      expect(new Set(numbers).size).toBe(numbers.length);
      const head = await till.store.head();
      expect(head.ok && head.value?.number).toBe(till.fake.journal.length);
    },
  );

  it('P9 a record that was written but reported as failed keeps its numbers', async () => {
    const fake = new FakeTill();
    const till = benchTill(fake);
    const { appendJournal } = fake.host;
    Object.assign(fake.host, {
      appendJournal: async (drafts: JournalDraft[]) => {
        await appendJournal(drafts);
        return { ok: false, error: { code: 'journal-write-failed', detail: 'answer lost' } };
      },
    });
    await till.payByCard('good-tap');
    Object.assign(fake.host, { appendJournal });
    await till.payByCard('good-tap');
    const taken = fake.journal.map(({ counters }) => counters.transaction);
    expect(taken).toEqual([1, 2, 3]);
  });

  it('P9 records that the host wrote between ours reach the database too, in order', async () => {
    const till = benchTill();
    await till.payByCard('good-tap');
    const { counters } = till.ledger.head();
    await till.fake.host.appendJournal([
      { atMs: 1, counters, body: { kind: 'operator', act: 'locked', operatorId: '01' } },
    ]);
    await till.payByCard('good-tap');
    const records = await till.store.recordsFrom(1, 100);
    expect(records).toEqual({ ok: true, value: till.fake.journal });
  });
});
