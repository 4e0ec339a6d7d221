import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeText } from '../../../shared/domain/business-day.ts';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { voucherText } from '../../../shared/domain/receipt-rows.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { sampleSale } from '../../../shared/domain/testing/sample-sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { ok } from '../../../shared/lib/result.ts';
import { payCash } from '../paying/cash-payment.ts';
import { findSales } from './sale-search.ts';
import { benchTill, pricedCart } from '../testing/bench-till.ts';

const CHINA = { utcOffsetMinutes: () => 480 };
const HOUR_MS = 60 * 60 * 1000;

/** A till of whose sales only the `newest` two are found by a part of their names. */
function oldTill() {
  const till = benchTill();
  const { store } = till;
  let asked = 0;
  const seen = {
    ...store,
    recentSales: (limit: number, skipped?: number, beforeMs?: number) =>
      store.recentSales(beforeMs === undefined ? 2 : limit, skipped, beforeMs),
    recordsFrom: (number: number, limit: number) => {
      asked += 1;
      return store.recordsFrom(number, limit);
    },
  };
  async function find(typed: string): Promise<string[]> {
    const found = await findSales(seen, CHINA, typed);
    if (!found.ok) throw new Error(found.error.code);
    return found.value.map(({ id }) => id);
  }
  async function sellForCash(): Promise<Sale> {
    const cart = pricedCart(till.fake.random.uuid());
    const order = { cart, receivedMinor: minor(3000), rounding: NO_CASH_ROUNDING };
    const sold = await payCash(till.ports, till.ledger, till.place, order);
    if (!sold.ok) throw new Error(sold.error.code);
    return sold.value;
  }
  const note = () => till.ledger.commit(() => ({ kind: 'notice', code: 'test', detail: '' }));
  const openBatch = () =>
    till.ledger.commit((numbers) => {
      const batchNumber = till.ledger.head().counters.batch + 1;
      numbers.openBatch(batchNumber);
      return { kind: 'batch-opened', batchNumber, parametersVersion: 1 };
    });
  const all = async () => {
    const read = await store.recentSales(999);
    return read.ok ? read.value : [];
  };
  return { ...till, find, sellForCash, note, openBatch, all, asked: () => asked };
}

const namesOf = (sale: Sale): string[] => [
  sale.number,
  ...[sale.report, ...sale.payments.map(({ core }) => core)].flatMap((one) =>
    one === null ? [] : [voucherText(one), `${one.batchNumber}/${one.traceNumber}`],
  ),
];

describe('A21 a sale of any age', () => {
  it('I8 is found by its number and each of its vouchers, among whatever records', async () => {
    const anyStep = fc.constantFrom('cash', 'card', 'offline', 'note', 'batch', 'told');
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 25 }), async (steps) => {
        const till = oldTill();
        for (const step of steps) {
          till.fake.nowMs += 1000;
          if (step === 'cash') await till.sellForCash();
          if (step === 'card') await till.payByCard('good-tap');
          if (step === 'offline') await till.payByCard('good-tap', { lineUsable: false });
          if (step === 'note') await till.note();
          if (step === 'batch') await till.openBatch();
          if (step === 'told') await till.outbox.drain();
        }
        for (const sale of await till.all()) {
          for (const name of namesOf(sale)) expect(await till.find(name)).toEqual([sale.id]);
        }
        for (const name of ['01-999999', '01-000000', '02-000001', '9 / 1', '1/999999']) {
          expect(await till.find(name)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('the journal is asked for a few records, however many there are', async () => {
    const till = oldTill();
    const { id, number } = await till.sellForCash();
    for (let i = 0; i < 1000; i += 1) await till.note();
    for (let i = 0; i < 3; i += 1) await till.sellForCash();
    expect(await till.find(number)).toEqual([id]);
    expect(till.asked()).toBeLessThan(12);
  });

  it('with all others of its day, as the shop’s clock has it', async () => {
    const till = oldTill();
    const days = new Map<string, string[]>();
    for (let i = 0; i < 12; i += 1) {
      const { id, createdAtMs } = await till.sellForCash();
      const [day = ''] = localTimeText(createdAtMs, 480).split(' ');
      days.set(day, [id, ...(days.get(day) ?? [])]);
      till.fake.nowMs += 5 * HOUR_MS;
    }
    expect(days.size).toBeGreaterThan(2);
    for (const [day, ids] of days) expect(await till.find(day)).toEqual(ids);
    const [day = ''] = days.keys();
    expect(await till.find(day.replaceAll('-', '/'))).toEqual(days.get(day));
    for (const none of ['2026-02-31', '2026-13-01', '1999-01-01']) {
      expect(await till.find(none)).toEqual([]);
    }
  });

  it('all of a day, however many: what is not found here could not be given back', async () => {
    const noonMs = Date.UTC(2026, 10, 24, 4);
    const sales = Array.from({ length: 4_600 }, (_one, i) => {
      const createdAtMs = i < 4_500 ? noonMs - i : noonMs - 24 * HOUR_MS - i;
      return sampleSale({ id: `sale-${i}`, createdAtMs });
    });
    const { store } = benchTill();
    const recentSales = (limit: number, skipped = 0) =>
      Promise.resolve(ok(sales.slice(skipped, skipped + limit)));
    const found = await findSales({ ...store, recentSales }, CHINA, '2026-11-24');
    expect(found.ok && found.value.map(({ id }) => id)).toEqual(
      sales.slice(0, 4_500).map(({ id }) => id),
    );
  });

  it('by a part of a name only among the newest', async () => {
    const till = oldTill();
    const sold: Sale[] = [];
    for (let i = 0; i < 3; i += 1) {
      till.fake.nowMs += 1000;
      sold.push(await till.sellForCash());
    }
    expect(await till.find('26.17')).toEqual(
      sold
        .slice(1)
        .reverse()
        .map(({ id }) => id),
    );
    expect(await till.find(present(sold[0], 'the first').number.slice(2))).toEqual([]);
  });
});
