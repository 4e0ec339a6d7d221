import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { TillStore } from '../ports.ts';
import type { HistoryPolicy } from '../services/books/history-keeper.ts';
import { openDexieTillStore, type DexieTillStore } from './dexie-till-store.ts';
import { createMemoryTillStore } from './memory-till-store.ts';
import { changes, recordAt, reported, rowAt, saleAt, saleWith } from './till-store-samples.ts';

/** Everything but the last two records is old enough. */
const SMALL: HistoryPolicy = {
  olderThanMs: Infinity,
  keptRecords: 2,
  recordsAVolume: 5,
  recordsAPiece: 2,
};

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function openStore(): DexieTillStore {
  return openDexieTillStore(`history-under-test-${crypto.randomUUID()}`);
}

async function packAll(store: DexieTillStore, policy: HistoryPolicy = SMALL): Promise<void> {
  while (value(await store.packHistory(policy)) === 'more');
}

function recordOf(number: number, sale: Sale): JournalRecord {
  return { ...recordAt(number), body: { kind: 'sale', step: 'completed', sale, outbox: [] } };
}

/** A store with so many sales, a record each. */
async function sold(store: TillStore, count: number): Promise<Sale[]> {
  const sales: Sale[] = [];
  for (let number = 1; number <= count; number += 1) {
    const sale = saleAt(number * 10);
    sales.push(sale);
    value(await store.apply(changes({ record: recordOf(number, sale), putSales: [sale] })));
  }
  return sales;
}

/** How many rows there are besides what is packed. */
async function rowsIn(store: DexieTillStore, name: string): Promise<Record<string, number>> {
  value(await store.head());
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
  const counts: Record<string, number> = {};
  for (const table of ['records', 'sales', 'history']) {
    counts[table] = await new Promise((resolve) => {
      const request = db.transaction(table).objectStore(table).count();
      request.addEventListener('success', () => resolve(request.result));
    });
  }
  db.close();
  return counts;
}

describe('what is old is packed, and reads as before', () => {
  it('P10 whole volumes at a time; the newest stay in rows', async () => {
    const name = `history-under-test-${crypto.randomUUID()}`;
    const store = openDexieTillStore(name);
    const sales = await sold(store, 13);
    await packAll(store);
    expect(await rowsIn(store, name)).toEqual({ records: 3, sales: 3, history: 2 });
    expect(value(await store.recordsFrom(1, 99)).map(({ number }) => number)).toEqual(
      sales.map((_, i) => i + 1),
    );
    expect(value(await store.head())?.number).toBe(13);
    const ids = sales.map(({ id }) => id);
    expect(value(await store.sales(ids))).toEqual(new Map(sales.map((one) => [one.id, one])));
    expect(value(await store.recentSales(99))).toEqual([...sales].reverse());
    expect(value(await store.recentSales(4, 5))).toEqual([...sales].reverse().slice(5, 9));
    for (const { createdAtMs: beforeMs } of sales) {
      const older = sales.filter(({ createdAtMs }) => createdAtMs < beforeMs).reverse();
      expect(value(await store.recentSales(99, 0, beforeMs))).toEqual(older);
      expect(value(await store.recentSales(4, 3, beforeMs))).toEqual(older.slice(3, 7));
    }
    store.close();
  });

  it('P10 nothing is packed that is too young, or among the last records', async () => {
    const name = `history-under-test-${crypto.randomUUID()}`;
    const store = openDexieTillStore(name);
    await sold(store, 6);
    for (const policy of [{ keptRecords: 2 }, { keptRecords: 0, olderThanMs: 1_000 }]) {
      await packAll(store, { ...SMALL, ...policy });
    }
    expect(await rowsIn(store, name)).toEqual({ records: 6, sales: 6, history: 0 });
    store.close();
  });

  it('P6 P13 a sale that is looked for by what is open of it keeps its row', async () => {
    const store = openStore();
    const open = [saleWith(10, 'unknown'), saleWith(20, 'refused')];
    for (const [at, sale] of open.entries()) {
      value(await store.apply(changes({ record: recordOf(at + 1, sale), putSales: [sale] })));
    }
    for (let number = 3; number < 9; number += 1) {
      value(await store.apply(changes({ record: recordAt(number) })));
    }
    await packAll(store);
    expect(value(await store.openSales()).map(({ id }) => id)).toEqual([open[0]?.id]);
    expect(value(await store.lateDeclines()).map(({ id }) => id)).toEqual([open[1]?.id]);
    expect(value(await store.recentSales(9))).toHaveLength(2);
    store.close();
  });

  it('P9 what is written again counts, whether its row had been taken out or not', async () => {
    const store = openStore();
    const sales = await sold(store, 9);
    const [first, second] = [present(sales[0], 'a sale'), present(sales[1], 'a sale')];
    const again = (sale: Sale): Sale => ({ ...sale, note: 'again' });
    // Three pieces and the volume itself: packed, and no row is gone yet.
    for (let step = 0; step < 4; step += 1) value(await store.packHistory(SMALL));
    const record = { record: recordAt(10) };
    value(await store.apply(changes({ ...record, putSales: [again(first)] })));
    await packAll(store);
    value(await store.apply(changes({ ...record, putSales: [again(second)] })));
    const wanted = [again(first), again(second), ...sales.slice(2)];
    const ids = wanted.map(({ id }) => id);
    expect([...value(await store.writtenSales(ids)).values()].sort(byId)).toEqual(wanted);
    expect(value(await store.recentSales(99))).toEqual([...wanted].reverse());
    store.close();
  });

  it('A21 I9 a packed sale reads as told when its row leaves the queue, not before', async () => {
    const store = openStore();
    const row = rowAt(1);
    const sale = reported(saleAt(1), row);
    const first = { record: recordOf(1, sale), putSales: [sale], putOutbox: [row] };
    value(await store.apply(changes(first)));
    for (let number = 2; number < 9; number += 1) {
      value(await store.apply(changes({ record: recordAt(number) })));
    }
    await packAll(store);
    const isTold = async () => value(await store.sales([sale.id])).get(sale.id)?.report?.delivered;
    expect(await isTold()).toBe(false);
    value(await store.apply(changes({ record: recordAt(9), deleteOutbox: [row.key] })));
    expect(await isTold()).toBe(true);
    store.close();
  });

  it('P10 opened again, a volume whose rows were left half-way is gone on with', async () => {
    const name = `history-under-test-${crypto.randomUUID()}`;
    const first = openDexieTillStore(name);
    const sales = await sold(first, 13);
    for (let step = 0; step < 6; step += 1) value(await first.packHistory(SMALL));
    first.close();
    const second = openDexieTillStore(name);
    expect(value(await second.recentSales(99))).toEqual([...sales].reverse());
    await packAll(second);
    expect(await rowsIn(second, name)).toEqual({ records: 3, sales: 3, history: 2 });
    expect(value(await second.recentSales(99))).toEqual([...sales].reverse());
    second.close();
  });

  it('P10 what was taken back out of volumes is packed anew, and no row is left behind', async () => {
    const name = `history-under-test-${crypto.randomUUID()}`;
    const store = openDexieTillStore(name);
    const sales = await sold(store, 13);
    await packAll(store);
    value(await store.dropRecordsFrom(4));
    expect(value(await store.recordsFrom(1, 99)).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(value(await store.recentSales(99))).toEqual([...sales].reverse());
    for (const [at, sale] of sales.entries()) {
      if (at < 3) continue;
      value(await store.apply(changes({ record: recordOf(at + 1, sale), putSales: [sale] })));
    }
    await packAll(store);
    expect(await rowsIn(store, name)).toEqual({ records: 6, sales: 6, history: 2 });
    expect(value(await store.recentSales(99))).toEqual([...sales].reverse());
    store.close();
  });
});

const byId = (a: Sale, b: Sale): number => (a.id < b.id ? -1 : 1);

type Step =
  | { readonly do: 'sell' | 'note' | 'pack' }
  | { readonly do: 'again' | 'drop-sale' | 'drop-from'; readonly of: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('sell', 'pack') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('note') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('again', 'drop-sale'), of: fc.nat(40) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop-from'), of: fc.nat(40) }) },
);

/** Both stores, through the same steps; only one of them packs. */
async function takeStep(
  step: Step,
  { packing, plain, sales }: { packing: DexieTillStore; plain: TillStore; sales: Sale[] },
): Promise<void> {
  const next = (value(await plain.head())?.number ?? 0) + 1;
  const both = async (work: (store: TillStore) => Promise<Result<null, unknown>>) => {
    for (const store of [plain, packing]) value(await work(store));
  };
  switch (step.do) {
    case 'sell': {
      const sale = saleAt(10 * (sales.length + 1));
      sales.push(sale);
      const sold = changes({ record: recordOf(next, sale), putSales: [sale] });
      return both((store) => store.apply(sold));
    }
    case 'note':
      return both((store) => store.apply(changes({ record: recordAt(next) })));
    case 'pack':
      for (let step1 = 0; step1 < 3; step1 += 1) value(await packing.packHistory(SMALL));
      return;
    case 'again': {
      const sale = sales[step.of % Math.max(1, sales.length)];
      if (sale === undefined) return;
      const changed = { ...sale, note: `as record ${next} says` };
      const written = changes({ record: recordOf(next, changed), putSales: [changed] });
      return both((store) => store.apply(written));
    }
    case 'drop-sale': {
      const id = sales[step.of % Math.max(1, sales.length)]?.id;
      const saleIds = id === undefined ? [] : [id];
      return both((store) => store.dropRows({ saleIds, outboxKeys: [] }));
    }
    case 'drop-from':
      return both((store) => store.dropRecordsFrom(1 + (step.of % next)));
  }
}

async function allOf(store: TillStore, ids: readonly string[]) {
  const recent = value(await store.recentSales(999));
  const pages: Sale[] = [];
  for (let skipped = 0; skipped <= ids.length; skipped += 3) {
    pages.push(...value(await store.recentSales(3, skipped)));
  }
  const before: Sale[][] = [];
  for (const beforeMs of [1, 30, 35, 90]) {
    before.push(value(await store.recentSales(999, 0, beforeMs)));
    before.push(value(await store.recentSales(3, 2, beforeMs)));
  }
  return {
    head: value(await store.head()),
    records: value(await store.recordsFrom(1, 999)),
    some: value(await store.recordsFrom(4, 5)),
    sales: [...value(await store.sales(ids)).values()].sort(byId),
    recent,
    pages,
    before,
  };
}

describe('through any steps', () => {
  it('P10 a store that packs says what one says that does not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
        const [packing, plain] = [openStore(), createMemoryTillStore()];
        const sales: Sale[] = [];
        for (const step of steps) await takeStep(step, { packing, plain, sales });
        const ids = sales.map(({ id }) => id);
        expect(await allOf(packing, ids)).toEqual(await allOf(plain, ids));
        packing.close();
      }),
      { numRuns: 40 },
    );
  });
});
