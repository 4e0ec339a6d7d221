import { expect, it } from 'vitest';
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

/** The queue of what the bank has not heard yet. */
export function outboxCases(open: () => Promise<TillStore>): void {
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

  it('P2 shows head, open sales and queue as they are one by one, in one look', async () => {
    const store = await open();
    expect(value(await store.queue())).toEqual({ head: null, openSales: [], rows: [] });
    const rows = [rowAt(3), rowAt(1), rowAt(2, 'reversal')];
    const [waiting, told] = [rowAt(4), rowAt(5)];
    const open1 = reported(saleWith(1, 'authorizing'), waiting);
    const open2 = reported(saleWith(2, 'unknown'), told);
    const putSales = [open1, open2, saleAt(3)];
    const putOutbox = [...rows, waiting];
    value(await store.apply(changes({ record: recordAt(7), putSales, putOutbox })));
    const queue = value(await store.queue());
    expect(queue.head?.number).toBe(7);
    expect(queue.openSales.map(({ report }) => report?.delivered)).toEqual([false, true]);
    expect(queue).toEqual({
      head: value(await store.head()),
      openSales: value(await store.openSales()),
      rows: value(await store.outbox()),
    });
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
}
