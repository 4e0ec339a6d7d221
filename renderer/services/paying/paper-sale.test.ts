import { describe, expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { payCash } from './cash-payment.ts';
import { enterPaperSale } from './paper-sale.ts';
import { benchTill, pricedCart } from '../testing/bench-till.ts';
import { uploadItemOf } from '../drain/upload.ts';

type Till = ReturnType<typeof benchTill>;

const HOUR_MS = 3_600_000;

async function enter(till: Till, paperNumber: string, { ageMs = HOUR_MS, saleId = '' } = {}) {
  const cart = pricedCart(saleId === '' ? till.fake.random.uuid() : saleId);
  const soldAtMs = till.ports.clock.nowMs() - ageMs;
  const paper = { paperNumber, soldAtMs };
  const place = { ...till.place, businessDay: '2026-11-20' };
  const approval = till.fake.approval();
  const order = { cart, paper, approval, rounding: NO_CASH_ROUNDING };
  return enterPaperSale(till.ports, till.ledger, place, order);
}

async function bodies({ ports }: Till) {
  const read = await ports.host.readJournal({ from: 1, limit: 100 });
  return read.ok ? read.value.map(({ body }) => body) : [];
}

describe('a sale that was sold on paper', () => {
  it('P9 P22 is vouched for first, then one record: cash, of the day it was sold, drawer shut', async () => {
    const till = benchTill();
    const entered = await enter(till, ' A 17 ');
    expect(entered).toMatchObject({
      value: {
        state: 'completed',
        businessDay: '2026-11-20',
        tenders: [{ kind: 'cash', changeMinor: 0 }],
        payments: [],
        paper: { paperNumber: 'A 17', supervisorId: '00' },
      },
    });
    const [act, sale] = (await bodies(till)).slice(-2);
    expect(act).toMatchObject({ kind: 'supervisor-act', act: 'enter-paper', reason: 'A 17' });
    expect(sale).toMatchObject({ kind: 'sale', step: 'completed' });
    expect(sale).not.toHaveProperty('opensDrawer');
    const rows = await till.store.outbox('sale-report');
    const [row] = rows.ok ? rows.value : [];
    if (row === undefined || !entered.ok) throw new Error('a report of it');
    expect(uploadItemOf(row, entered.value, 'CNY')).toMatchObject({
      report: { paper: { paperNumber: 'A 17' } },
    });
  });

  it('P8 A14 the same paper is entered once, however its number is typed', async () => {
    const till = benchTill();
    const first = await enter(till, 'A 17');
    const number = first.ok ? first.value.number : '';
    const written = (await bodies(till)).length;
    expect(await enter(till, 'a17')).toMatchObject({
      error: { code: 'paper-entered', detail: number },
    });
    expect(await bodies(till)).toHaveLength(written);
    expect(await enter(till, 'A 18')).toMatchObject({ ok: true });
  });

  it.each([
    ['', {}, 'number'],
    ['A 17', { ageMs: -1 }, 'ahead'],
    ['A 17', { ageMs: 32 * 24 * HOUR_MS }, 'too-old'],
  ] as const)('P22 number %j, %j: refused, and nothing is written', async (number, age, detail) => {
    const till = benchTill();
    const written = (await bodies(till)).length;
    expect(await enter(till, number, age)).toMatchObject({
      error: { code: 'paper-invalid', detail },
    });
    expect(await bodies(till)).toHaveLength(written);
  });

  it('P8 I2 what was paid here, or is being paid, was not sold on paper', async () => {
    const till = benchTill();
    const saleId = till.fake.random.uuid();
    const order = {
      cart: pricedCart(saleId),
      receivedMinor: minor(100),
      rounding: NO_CASH_ROUNDING,
    };
    await payCash(till.ports, till.ledger, till.place, order);
    expect(await enter(till, 'A 17', { saleId })).toMatchObject({ error: { code: 'sale-busy' } });
  });
});
