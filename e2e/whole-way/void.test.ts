import { describe, expect, it } from 'vitest';
import type { AuthorisationRequest } from '../../shared/contracts/bank-api.ts';
import { minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import { BATCHES } from '../batches.ts';
import { AUTHORISATIONS } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { dayEndsIn } from './day-ends.ts';
import { shopForTests } from './shop-for-tests.ts';

const SUPERVISOR_PIN = '0000';

/** Void 撤销 for real: till, host and bank over a cable, counted in the bank's own books. */
describe('a void, all the way to the ledger', () => {
  const shop = shopForTests();

  async function sell(amountMinor: number) {
    const sold = await shop.till.sellByCard('good-tap', { amountMinor: minor(amountMinor) });
    expect(sold.kind).toBe('approved');
    return lastSale();
  }
  async function lastSale() {
    return present(valueOf(await shop.till.store.recentSales(1))[0], 'the sale');
  }
  /** What the bank booked for a sale, kind by kind, and what is left of it for the merchant. */
  async function atBank(saleId: string) {
    const payments = await shop.bank.rows<{ kind: string; state: string }>(
      'SELECT kind, state FROM transactions WHERE sale_id = $1 ORDER BY transaction_number',
      [saleId],
    );
    const [left] = await shop.bank.rows<{ left: string }>(
      `SELECT coalesce(sum(credit_minor - debit_minor), 0) AS left FROM ledger_entries
       WHERE account LIKE 'merchant:%:clearing' AND split_part(posting_id, ':', 1) IN
         (SELECT id::text FROM transactions WHERE sale_id = $1)`,
      [saleId],
    );
    return {
      payments: payments.map(({ kind, state }) => `${kind} ${state}`),
      left: Number(left?.left),
    };
  }

  it('I1 P22 taken back in full, fee and all; the day end pays out what is left', async () => {
    const { id } = await sell(1000);
    await sell(250);
    const { kind } = await shop.till.voidTheSale(id, SUPERVISOR_PIN);
    expect(kind).toBe('voided');
    expect(await atBank(id)).toEqual({ payments: ['purchase reversed', 'void approved'], left: 0 });
    expect(await dayEndsIn(shop).close()).toMatchObject({
      step: 'confirmed',
      totals: { debit: { sumMinor: 1250, count: 2 }, credit: { sumMinor: 1000, count: 1 } },
    });
    const later = await shop.till
      .voidTheSale(id, SUPERVISOR_PIN)
      .catch((reason: unknown) => reason);
    expect(String(later)).toContain('void-not-possible');
  });

  /** What lies in the drawer by the bank's books, of one sale. */
  async function drawerAtBank(saleId: string): Promise<number> {
    const [row] = await shop.bank.rows<{ left: string }>(
      `SELECT coalesce(sum(debit_minor - credit_minor), 0) AS left FROM ledger_entries
       WHERE account LIKE 'merchant:%:cash-drawer' AND split_part(posting_id, ':', 1) IN
         (SELECT id::text FROM sale_reports WHERE sale_id = $1
          UNION SELECT id::text FROM cash_returns WHERE sale_id = $1)`,
      [saleId],
    );
    return Number(row?.left);
  }

  it('P2 A24 cash goes back while the line is cut; the books have it once the line is back', async () => {
    const { id } = valueOf(await shop.till.sellForCash(minor(1999)));
    await shop.till.outbox.drain();
    expect(await drawerAtBank(id)).toBe(1999);
    await shop.cable.cut();
    expect((await shop.till.voidTheSale(id, SUPERVISOR_PIN)).kind).toBe('voided');
    expect(valueOf(await shop.till.drawer.look()).expectedMinor).toBe(0);
    expect(await drawerAtBank(id)).toBe(1999);
    await shop.cable.mend();
    await shop.till.outbox.drain({ urgent: true });
    expect(await drawerAtBank(id)).toBe(0);
    expect(valueOf(await shop.till.store.outbox())).toEqual([]);
  });

  it('P2 P11 a promise that was never sent is withdrawn: the bank hears of two unused numbers', async () => {
    await shop.cable.cut();
    const sold = await shop.till.sellByCard('good-tap', {
      amountMinor: minor(800),
      lineUsable: false,
    });
    expect(sold.kind).toBe('provisional');
    const { id, report } = await lastSale();
    expect((await shop.till.voidTheSale(id, SUPERVISOR_PIN)).kind).toBe('voided');
    await shop.cable.mend();
    await shop.till.outbox.drain({ urgent: true });
    expect(valueOf(await shop.till.store.outbox())).toEqual([]);
    expect(await atBank(id)).toEqual({ payments: [], left: 0 });
    const numbers = await shop.bank.rows<{ kind: string }>(
      `SELECT record_kind AS kind FROM series_numbers s JOIN terminals t ON t.id = s.terminal_id
       WHERE t.id = $1 ORDER BY number`,
      [(await lastSale()).terminalId],
    );
    expect(numbers.map(({ kind }) => kind)).toEqual(['void-number', 'void-number']);
    expect(report?.transactionNumber).toBe(2);
  });

  it('P11 I9 what the bank may have is not withdrawn here; answered for, it is voided there', async () => {
    const sold = await shop.till.sellByCard('good-tap', {
      amountMinor: minor(800),
      lineUsable: false,
    });
    expect(sold.kind).toBe('provisional');
    const { id } = await lastSale();
    const answer = shop.cable.hold(BATCHES, 'answer');
    const draining = shop.till.outbox.drain({ urgent: true });
    await answer.reached;
    answer.drop();
    await draining;
    await shop.cable.cut();
    const tried = await shop.till
      .voidTheSale(id, SUPERVISOR_PIN)
      .catch((reason: unknown) => reason);
    expect(String(tried)).toContain('void-on-its-way');
    await shop.cable.mend();
    await shop.till.outbox.drain({ urgent: true });
    expect((await shop.till.voidTheSale(id, SUPERVISOR_PIN)).kind).toBe('voided');
    expect(await atBank(id)).toEqual({ payments: ['purchase reversed', 'void approved'], left: 0 });
  });

  it('P5 F13 the answer is lost: asked by its id, taken back once', async () => {
    const { id } = await sell(1000);
    const answer = shop.cable.hold(AUTHORISATIONS, 'answer');
    const voiding = shop.till.voidTheSale(id, SUPERVISOR_PIN);
    await answer.reached;
    answer.drop();
    expect((await voiding).kind).toBe('voided');
    expect(await atBank(id)).toEqual({ payments: ['purchase reversed', 'void approved'], left: 0 });
  });

  it('P6 F14 given up while the bank has done it: reversed, the purchase stands again', async () => {
    const { id } = await sell(1000);
    const answer = shop.cable.hold(AUTHORISATIONS, 'answer');
    const voiding = shop.till.voidTheSale(id, SUPERVISOR_PIN);
    await answer.reached;
    await shop.cable.cut();
    answer.drop();
    expect((await voiding).kind).toBe('taken-back');
    await shop.cable.mend();
    await shop.till.outbox.drain({ urgent: true });
    expect(await atBank(id)).toEqual({
      payments: ['purchase approved', 'void reversed'],
      left: 1000,
    });
    expect((await lastSale()).state).toBe('completed');
  });

  it('F38 P28 a window asks for a void by itself: nothing leaves, whatever name it writes', async () => {
    const sale = await sell(1000);
    const { core } = present(sale.payments[0], 'the payment');
    const forged: AuthorisationRequest = {
      core: { ...core, id: '01900000-0000-7000-8000-00000000abcd', kind: 'void', sealedCard: '' },
      attempt: { sentAtMs: Date.now(), operatorId: '00', deliveredUpTo: 0 },
    };
    const asked = await shop.till.host.authorise({
      ...forged,
      core: { ...forged.core, originalId: core.id },
    });
    expect(asked).toMatchObject({ error: { code: 'role-missing', mayHaveArrived: false } });
    expect(await atBank(sale.id)).toEqual({ payments: ['purchase approved'], left: 1000 });
  });
});
