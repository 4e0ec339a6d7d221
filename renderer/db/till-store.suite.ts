import { expect, it } from 'vitest';
import type { TillStore } from '../ports.ts';
import { outboxCases } from './till-store-outbox.suite.ts';
import { saleCases } from './till-store-sales.suite.ts';
import { changes, recordAt, rowAt, saleAt, value } from './till-store-samples.ts';

/** What every till store must keep; run over each adapter (one suite per port). */
export function tillStoreSuite(open: () => Promise<TillStore>): void {
  stepCases(open);
  outboxCases(open);
  saleCases(open);
}

/** What one step writes, the records, and what is taken out by hand. */
function stepCases(open: () => Promise<TillStore>): void {
  it('P9 starts empty and keeps record, sale and outbox row together', async () => {
    const store = await open();
    expect(value(await store.head())).toBeNull();
    const [sale, row] = [saleAt(5), rowAt(1)];
    value(
      await store.apply({
        record: recordAt(1),
        putSales: [sale],
        putOutbox: [row],
        deleteOutbox: [],
      }),
    );
    expect(value(await store.head())?.number).toBe(1);
    expect(value(await store.sales([sale.id, 'other']))).toEqual(new Map([[sale.id, sale]]));
    expect(value(await store.outbox())).toEqual([row]);
    expect(value(await store.recordsFrom(1, 10))).toEqual([recordAt(1)]);
  });

  it('P9 a member is kept whatever its name is: a copy without it is not the same record', async () => {
    const store = await open();
    const strange = JSON.parse('{"__proto__":{"constructor":1},"toString":2}') as object;
    const record = { ...recordAt(1), strange };
    value(await store.apply({ record, putSales: [], putOutbox: [], deleteOutbox: [] }));
    const [kept] = value(await store.recordsFrom(1, 10));
    expect(JSON.stringify(kept)).toBe(JSON.stringify(record));
  });

  it('P10 records from a number on can be taken out and written again; the rest stays', async () => {
    const store = await open();
    const [sale, row] = [saleAt(1), rowAt(1)];
    for (const number of [1, 2, 3]) {
      const record = recordAt(number);
      value(await store.apply({ record, putSales: [sale], putOutbox: [row], deleteOutbox: [] }));
    }
    value(await store.dropRecordsFrom(2));
    expect(value(await store.recordsFrom(1, 10)).map(({ number }) => number)).toEqual([1]);
    expect(value(await store.head())?.number).toBe(1);
    expect(value(await store.outbox())).toEqual([row]);
    expect(value(await store.sales([sale.id])).size).toBe(1);
  });

  it('F09 rows that no record tells of can be taken out by their keys', async () => {
    const store = await open();
    const [first, second] = [saleAt(1), saleAt(2)];
    const [kept, foreign] = [rowAt(1), rowAt(2)];
    const record = recordAt(1);
    const [putSales, putOutbox] = [
      [first, second],
      [kept, foreign],
    ];
    value(await store.apply({ record, putSales, putOutbox, deleteOutbox: [] }));
    value(await store.dropRows({ saleIds: [first.id], outboxKeys: [foreign.key] }));
    expect(value(await store.recentSales(9)).map(({ id }) => id)).toEqual([second.id]);
    expect(value(await store.outbox())).toEqual([kept]);
  });

  it('F09 what is taken out by key leaves the records, and a key that is not there does no harm', async () => {
    const store = await open();
    const [sale, row] = [saleAt(1), rowAt(1)];
    value(await store.apply(changes({ putSales: [sale], putOutbox: [row] })));
    value(await store.dropRows({ saleIds: [], outboxKeys: [] }));
    value(await store.dropRows({ saleIds: ['other'], outboxKeys: ['other'] }));
    expect(value(await store.outbox())).toEqual([row]);
    value(await store.dropRows({ saleIds: [sale.id], outboxKeys: [row.key] }));
    expect(value(await store.outbox())).toEqual([]);
    expect(value(await store.sales([sale.id])).size).toBe(0);
    expect(value(await store.head())?.number).toBe(1);
  });

  it('P9 what cannot be written whole is not written at all, and said to have failed', async () => {
    const store = await open();
    const [sale, row] = [saleAt(1), rowAt(1)];
    value(await store.apply(changes({ putSales: [sale], putOutbox: [row] })));
    const unstorable = { ...saleAt(2), note: () => 'no value' } as unknown as typeof sale;
    const failed = await store.apply(
      changes({
        record: recordAt(2),
        putSales: [{ ...sale, note: 'changed' }, unstorable],
        putOutbox: [rowAt(2)],
        deleteOutbox: [row.key],
      }),
    );
    expect(failed).toMatchObject({ ok: false, error: { code: 'store-failed' } });
    expect(value(await store.head())?.number).toBe(1);
    expect(value(await store.recentSales(9))).toEqual([sale]);
    expect(value(await store.outbox())).toEqual([row]);
  });

  it('P9 one step takes rows out, puts others in and replaces what is there', async () => {
    const store = await open();
    const [first, second, third] = [rowAt(1), rowAt(2), rowAt(3)];
    const sale = saleAt(1);
    value(await store.apply(changes({ putSales: [sale], putOutbox: [first, second] })));
    const later = { ...second, attempts: 3 };
    const changed = { ...sale, note: 'changed' };
    value(
      await store.apply(
        changes({
          record: recordAt(2),
          putSales: [changed],
          putOutbox: [later, third],
          deleteOutbox: [first.key, 'other'],
        }),
      ),
    );
    expect(value(await store.outbox())).toEqual([later, third]);
    expect(value(await store.outboxRows([first.key, third.key]))).toEqual(
      new Map([[third.key, third]]),
    );
    expect(value(await store.recentSales(9))).toEqual([changed]);
  });

  it('P10 several steps at once leave what they leave one after the other, or nothing at all', async () => {
    const store = await open();
    const [kept, passing, comesBack] = [rowAt(1), rowAt(2), rowAt(3)];
    const sale = saleAt(1);
    const first = changes({ putSales: [sale], putOutbox: [kept, passing, comesBack] });
    const second = changes({
      record: recordAt(2),
      putSales: [{ ...sale, note: 'changed' }],
      deleteOutbox: [passing.key, comesBack.key],
    });
    const third = changes({ record: recordAt(3), putOutbox: [{ ...comesBack, attempts: 1 }] });
    const unstorable = { ...saleAt(2), note: () => 'no value' } as unknown as typeof sale;
    expect(await store.apply(first, changes({ ...second, putSales: [unstorable] }))).toMatchObject({
      ok: false,
      error: { code: 'store-failed' },
    });
    expect(value(await store.head())).toBeNull();
    value(await store.apply(first, second, third));
    expect(value(await store.recordsFrom(1, 9)).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(value(await store.recentSales(9))).toEqual([{ ...sale, note: 'changed' }]);
    expect(value(await store.outbox())).toEqual([kept, { ...comesBack, attempts: 1 }]);
  });

  it('P10 what a caller does to what is handed out, where that can be changed, is not written', async () => {
    const store = await open();
    const [sale, row, record] = [saleAt(1), { ...rowAt(1) }, recordAt(1)];
    const kept = structuredClone({ sale, row, record });
    value(await store.apply({ record, putSales: [sale], putOutbox: [row], deleteOutbox: [] }));
    const spoil = (thing: object): void => {
      for (const name of ['amountMinor', 'lines', 'number']) Reflect.set(thing, name, 0);
    };
    for (const given of [sale, row, record]) spoil(given);
    for (const got of value(await store.outbox())) spoil(got);
    for (const got of value(await store.recentSales(1))) spoil(got);
    for (const got of value(await store.recordsFrom(1, 1))) spoil(got);
    expect(value(await store.outbox())).toEqual([kept.row]);
    expect(value(await store.recentSales(1))).toEqual([kept.sale]);
    expect(value(await store.recordsFrom(1, 1))).toEqual([kept.record]);
  });

  it('P10 records come in order of their numbers, however they were written, and no more than asked', async () => {
    const store = await open();
    for (const number of [2, 10, 1, 9]) {
      value(await store.apply(changes({ record: recordAt(number) })));
    }
    const numbers = async (from: number, limit: number) =>
      value(await store.recordsFrom(from, limit)).map(({ number }) => number);
    expect(await numbers(1, 3)).toEqual([1, 2, 9]);
    expect(await numbers(3, 9)).toEqual([9, 10]);
    expect(value(await store.head())?.number).toBe(10);
    value(await store.dropRecordsFrom(1));
    expect(value(await store.head())).toBeNull();
    expect(await numbers(1, 9)).toEqual([]);
  });

  it('A03 keeps notes until they are written again, each for itself', async () => {
    const store = await open();
    expect(value(await store.note('draft-cart'))).toBeNull();
    value(await store.writeNote('draft-cart', '{"lines":[]}'));
    value(await store.writeNote('draft-cart', '{}'));
    value(await store.writeNote('anchor', ''));
    value(await store.raiseDrainEpoch());
    value(await store.apply(changes({})));
    expect(value(await store.note('draft-cart'))).toBe('{}');
    expect(value(await store.note('anchor'))).toBe('');
    expect(value(await store.note('held-carts'))).toBeNull();
  });
}
