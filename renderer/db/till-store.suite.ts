import { expect, it } from 'vitest';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import { minor } from '../../shared/domain/money.ts';
import { outboxKey, type OutboxRow } from '../../shared/domain/outbox.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { TillStore } from '../ports.ts';
import { FakeTill } from '../services/testing/fake-till.ts';
import { newSale } from '../services/sale-writing.ts';
import { pricedCart } from '../services/testing/bench-till.ts';

/** What every till store must keep; run over each adapter (one suite per port). */
export function tillStoreSuite(open: () => Promise<TillStore>): void {
  const random = new FakeTill().random;
  const place = {
    terminalId: '01000001',
    merchantId: '898310054110001',
    tillNumber: '01',
    operatorId: '01',
    businessDay: '2026-11-23',
  };

  function saleAt(createdAtMs: number) {
    return newSale(pricedCart(random.uuid()), place, {
      nowMs: createdAtMs,
      takeSale: () => 1,
      takeTransaction: () => ({ transactionNumber: 1, batchNumber: 1, traceNumber: 1 }),
      openBatch: () => undefined,
      goOnAfter: () => undefined,
    });
  }

  function recordAt(number: number): JournalRecord {
    return {
      number,
      epoch: 1,
      atMs: 1_000,
      counters: { transaction: number, batch: 1, trace: number, sale: number },
      body: { kind: 'notice', code: 'test', detail: '' },
      previousHash: '0'.repeat(64),
      hash: 'a'.repeat(64),
      mac: 'b'.repeat(64),
    };
  }

  function rowAt(transactionNumber: number, kind: OutboxRow['kind'] = 'sale-report'): OutboxRow {
    const transactionId = random.uuid();
    return {
      key: outboxKey(kind, transactionId),
      kind,
      transactionId,
      transactionNumber,
      saleId: 'sale',
      amountMinor: minor(100),
      createdAtMs: 1,
      lane: 'ready',
      attempts: 0,
      nextTryAtMs: 0,
      reason: '',
      claimedByEpoch: null,
    };
  }

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

  it('P6 P12 hands the outbox out with reversals first, then oldest first', async () => {
    const store = await open();
    const rows = [rowAt(3), rowAt(1), rowAt(2, 'reversal')];
    const record = recordAt(1);
    value(await store.apply({ record, putSales: [], putOutbox: rows, deleteOutbox: [] }));
    const order = value(await store.outbox()).map((row) => row.transactionNumber);
    expect(order).toEqual([2, 1, 3]);
  });

  it('P11 only the newest drainer may touch rows, and a row that is gone stays gone', async () => {
    const store = await open();
    const [here, gone] = [rowAt(1), rowAt(2)];
    const record = recordAt(1);
    value(await store.apply({ record, putSales: [], putOutbox: [here], deleteOutbox: [] }));
    const older = value(await store.raiseDrainEpoch());
    const newer = value(await store.raiseDrainEpoch());
    const touched = [here, gone].map((row) => ({ ...row, attempts: 7 }));
    expect(value(await store.touchOutbox(touched, older))).toBe('stale');
    expect(value(await store.outbox())).toEqual([here]);
    expect(value(await store.touchOutbox(touched, newer))).toBe('done');
    expect(value(await store.outbox())).toEqual([{ ...here, attempts: 7 }]);
  });

  it('P6 finds sales in which money is open, and no others', async () => {
    const store = await open();
    const sale = saleAt(1);
    const record = recordAt(1);
    const open1 = {
      ...sale,
      payments: [{ id: 'p', status: { state: 'authorizing', sinceMs: 1 } }],
    } as unknown as typeof sale;
    value(
      await store.apply({
        record,
        putSales: [open1, saleAt(2)],
        putOutbox: [],
        deleteOutbox: [],
      }),
    );
    expect(value(await store.openSales()).map(({ id }) => id)).toEqual([sale.id]);
    const done = { record: recordAt(2), putSales: [sale], putOutbox: [], deleteOutbox: [] };
    value(await store.apply(done));
    expect(value(await store.openSales())).toEqual([]);
    expect(value(await store.recentSales(1)).map(({ createdAtMs }) => createdAtMs)).toEqual([2]);
    expect(value(await store.recentSales(9, 1)).map(({ createdAtMs }) => createdAtMs)).toEqual([1]);
    expect(value(await store.recentSales(9, 2))).toEqual([]);
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

  it('A03 keeps notes until they are written again', async () => {
    const store = await open();
    expect(value(await store.note('draft-cart'))).toBeNull();
    value(await store.writeNote('draft-cart', '{"lines":[]}'));
    value(await store.writeNote('draft-cart', '{}'));
    expect(value(await store.note('draft-cart'))).toBe('{}');
  });
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
