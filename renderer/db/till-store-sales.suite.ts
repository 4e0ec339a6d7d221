import { expect, it } from 'vitest';
import type { Sale } from '../../shared/domain/sale.ts';
import type { TillStore } from '../ports.ts';
import {
  changes,
  recordAt,
  reported,
  rowAt,
  saleAt,
  saleWith,
  value,
} from './till-store-samples.ts';

/** Which sales are found, in what order, and what is read of them. */
export function saleCases(open: () => Promise<TillStore>): void {
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
}

async function told(store: TillStore, ids: readonly string[]): Promise<string[]> {
  const sales = [...value(await store.sales(ids)).values()];
  return sales.flatMap(({ id, report }) => (report?.delivered === true ? [id] : [])).sort();
}
