import { expect, it } from 'vitest';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { TillStore } from '../ports.ts';
import { changes, recordAt, reported, rowAt, saleAt, saleWith } from './till-store-samples.ts';

/** What every till store must keep; run over each adapter (one suite per port). */
export function tillStoreSuite(open: () => Promise<TillStore>): void {
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

  it('P6 P15 hands out those of one kind and no others, in the same order', async () => {
    const store = await open();
    const kinds = ['reversal', 'stored-payment', 'sale-report', 'void-number'] as const;
    const rows = [9, 4, 7].flatMap((number) => kinds.map((kind, at) => rowAt(number + at, kind)));
    value(await store.apply(changes({ putOutbox: rows })));
    for (const kind of kinds) {
      const all = value(await store.outbox());
      const some = value(await store.outbox(kind));
      expect(some).toHaveLength(3);
      expect(some).toEqual(all.filter((row) => row.kind === kind));
    }
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

  it('P6 money is open while one payment of a sale has no outcome, and in no other state', async () => {
    const store = await open();
    const unanswered = [saleWith(1, 'authorizing'), saleWith(2, 'unknown')];
    const mixed = saleWith(3, 'declined', 'unknown', 'approved');
    const closed = [
      saleWith(4, 'created', 'declined', 'approved', 'reversed'),
      saleWith(5, 'reversing', 'stored', 'posted', 'refused', 'needs-attention'),
      saleWith(6),
    ];
    value(await store.apply(changes({ putSales: [...closed, ...unanswered, mixed] })));
    const found = value(await store.openSales()).map(({ id }) => id);
    expect(found.sort()).toEqual([...unanswered, mixed].map(({ id }) => id).sort());
  });

  it('P13 finds sales of which a promise was refused, whatever became of it, open or not', async () => {
    const store = await open();
    const late = [saleWith(1, 'refused'), saleWith(2, 'recovered', 'approved')];
    const both = saleWith(3, 'refused', 'authorizing');
    const others = [saleWith(4, 'authorizing'), saleWith(5, 'declined', 'posted'), saleWith(6)];
    value(await store.apply(changes({ putSales: [...others, ...late, both] })));
    const ids = async (): Promise<string[]> =>
      value(await store.lateDeclines())
        .map(({ id }) => id)
        .sort();
    expect(await ids()).toEqual([...late, both].map(({ id }) => id).sort());
    value(await store.apply(changes({ putSales: [{ ...both, payments: [] }] })));
    expect(await ids()).toEqual(late.map(({ id }) => id).sort());
  });

  it('P10 finds every signature that the bank has not taken, whatever else is the matter', async () => {
    const store = await open();
    const signed = (sale: Sale, told?: 'sent' | 'refused', isDrawn = true): Sale => {
      const strokes = isDrawn ? [[1, 2]] : null;
      const answer = told === undefined ? {} : { told: { outcome: told, atMs: 1, code: '' } };
      return {
        ...sale,
        signatures: [{ paymentId: 'p', atMs: 1, operatorId: '01', strokes, ...answer }],
      };
    };
    const wanted = [
      signed(saleWith(1, 'approved')),
      signed(saleWith(2, 'authorizing')),
      signed(saleWith(3, 'refused')),
      signed(saleWith(4, 'approved'), 'refused'),
    ];
    const others = [
      signed(saleWith(5, 'approved'), 'sent'),
      signed(saleWith(6, 'approved'), undefined, false),
      saleWith(7, 'authorizing'),
    ];
    const putSales = [...others, ...[...wanted].reverse()];
    value(await store.apply(changes({ putSales })));
    const ids = async (): Promise<string[]> =>
      value(await store.openSignatures()).map(({ id }) => id);
    expect(await ids()).toEqual(wanted.map(({ id }) => id));
    const [first, ...rest] = wanted;
    value(
      await store.apply(changes({ putSales: first === undefined ? [] : [signed(first, 'sent')] })),
    );
    expect(await ids()).toEqual(rest.map(({ id }) => id));
  });

  it('A21 the newest sales first, of one moment the later one, page by page', async () => {
    const store = await open();
    const [old, twin, laterTwin, young] = [saleAt(1), saleAt(2), saleAt(2), saleAt(3)];
    value(await store.apply(changes({ putSales: [young, twin, laterTwin, old] })));
    const newestFirst = [young, laterTwin, twin, old].map(({ id }) => id);
    const pages: string[][] = [];
    for (const skipped of [0, 2, 4]) {
      pages.push(value(await store.recentSales(2, skipped)).map(({ id }) => id));
    }
    expect(pages).toEqual([newestFirst.slice(0, 2), newestFirst.slice(2), []]);
    expect(value(await store.recentSales(9)).map(({ id }) => id)).toEqual(newestFirst);
    const before = value(await store.recentSales(2, 1, 3)).map(({ id }) => id);
    expect(before).toEqual([twin.id, old.id]);
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

  it('P11 before anybody drains nobody may touch; several are touched together', async () => {
    const store = await open();
    const rows = [rowAt(1), rowAt(2)];
    value(await store.apply(changes({ putOutbox: rows })));
    const touched = rows.map((row) => ({ ...row, attempts: 1 }));
    expect(value(await store.touchOutbox(touched, 1))).toBe('stale');
    const epoch = value(await store.raiseDrainEpoch());
    expect(value(await store.touchOutbox([], epoch))).toBe('done');
    expect(value(await store.touchOutbox(touched, epoch))).toBe('done');
    expect(value(await store.outbox())).toEqual(touched);
    expect(value(await store.raiseDrainEpoch())).toBe(epoch + 1);
  });

  it('P11 only the newest drainer may claim, and what was claimed once stays so', async () => {
    const store = await open();
    expect(value(await store.claimUpTo(7, 1))).toBe('stale');
    expect(value(await store.note('drain-claim'))).toBeNull();
    const older = value(await store.raiseDrainEpoch());
    expect(value(await store.claimUpTo(7, older))).toBe('done');
    const newer = value(await store.raiseDrainEpoch());
    expect(value(await store.claimUpTo(9, older))).toBe('stale');
    expect(value(await store.note('drain-claim'))).toBe('7');
    expect(value(await store.claimUpTo(5, newer))).toBe('done');
    expect(value(await store.note('drain-claim'))).toBe('7');
    expect(value(await store.claimUpTo(12, newer))).toBe('done');
    expect(value(await store.note('drain-claim'))).toBe('12');
  });

  it.each([3, 40])(
    'P12 takes exactly the %i rows of a batch out, whatever lies between and far from them',
    async (size) => {
      const store = await open();
      const rows = Array.from({ length: 3 * size }, (_, i) => rowAt(i + 1));
      const far = [rowAt(500, 'stored-payment'), rowAt(501, 'void-number')];
      value(await store.apply(changes({ putOutbox: [...rows, ...far] })));
      const leaves = (i: number): boolean => i === 0 || (i > size && i % 5 !== 0);
      const leaving = [...rows.filter((_, i) => leaves(i)), ...far];
      const deleteOutbox = leaving.map(({ key }) => key).reverse();
      value(await store.apply(changes({ record: recordAt(2), deleteOutbox })));
      expect(value(await store.outbox())).toEqual(rows.filter((_, i) => !leaves(i)));
    },
  );

  it.each([3, 40])('P12 finds exactly the %i rows that are asked for', async (size) => {
    const store = await open();
    const rows = Array.from({ length: 6 * size }, (_, i) => rowAt(i + 1));
    const sales = rows.map((_, i) => saleAt(i));
    value(await store.apply(changes({ putOutbox: rows, putSales: sales })));
    const isWanted = (i: number): boolean => i === 0 || i > 5 * size;
    const wantedRows = rows.filter((_, i) => isWanted(i));
    const wantedSales = sales.filter((_, i) => isWanted(i));
    const keys = ['0', ...wantedRows.map(({ key }) => key).reverse(), 'sale-report:none', 'z'];
    const ids = ['0', ...wantedSales.map(({ id }) => id).reverse(), 'z'];
    expect(value(await store.outboxRows(keys))).toEqual(
      new Map(wantedRows.map((row) => [row.key, row])),
    );
    expect(value(await store.sales(ids))).toEqual(new Map(wantedSales.map((one) => [one.id, one])));
    expect(value(await store.sales([])).size).toBe(0);
  });

  it('P6 P12 hands out a long queue whole, and the few of one kind', async () => {
    const store = await open();
    // More than come at once, and exactly twice as many of one kind.
    const reports = Array.from({ length: 500 }, (_, i) => rowAt(i + 1));
    const reversals = [rowAt(900, 'reversal'), rowAt(901, 'reversal')];
    value(await store.apply(changes({ putOutbox: [...reports, ...reversals] })));
    expect(value(await store.outbox())).toEqual([...reversals, ...reports]);
    expect(value(await store.outbox('sale-report'))).toEqual(reports);
    expect(value(await store.outbox('reversal'))).toEqual(reversals);
    const keys = reports.map(({ key }) => key);
    expect(value(await store.outboxRows(keys)).size).toBe(500);
    expect(value(await store.outboxRows(keys.slice(0, 250))).size).toBe(250);
  });

  it.each([1, 40])(
    'A21 I9 of %i sales each reads as told when the row of its report has left the queue, not before',
    async (size) => {
      const store = await open();
      const rows = Array.from({ length: 2 * size + 1 }, (_, i) => rowAt(i + 1));
      const sales = rows.map((row, i) => reported(saleAt(i), row));
      const unreported = saleAt(100);
      const writtenOff = reported(saleAt(101), rowAt(101), { writtenOff: true });
      const putSales = [...sales, unreported, writtenOff];
      value(await store.apply(changes({ putOutbox: rows, putSales })));
      const ids = putSales.map(({ id }) => id);
      expect(await told(store, ids)).toEqual([]);
      const leaving = rows.filter((_, i) => i % 2 === 1);
      const deleteOutbox = leaving.map(({ key }) => key);
      const written = value(await store.writtenSales(ids));
      value(await store.apply(changes({ record: recordAt(2), deleteOutbox })));
      expect(value(await store.writtenSales([...ids, 'other']))).toEqual(written);
      const left = sales.filter((_, i) => i % 2 === 1).map(({ id }) => id);
      expect(await told(store, ids)).toEqual(left);
      const recent = value(await store.recentSales(500)).filter((one) => one.report?.delivered);
      expect(recent.map(({ id }) => id).sort()).toEqual(left);
      value(await store.apply(changes({ record: recordAt(3), putOutbox: leaving })));
      expect(await told(store, ids)).toEqual([]);
    },
  );

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

async function told(store: TillStore, ids: readonly string[]): Promise<string[]> {
  const sales = [...value(await store.sales(ids)).values()];
  return sales.flatMap(({ id, report }) => (report?.delivered === true ? [id] : [])).sort();
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
