import { expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { minor } from '../../../shared/domain/money.ts';
import { present } from '../../../shared/lib/assert.ts';
import { ok } from '../../../shared/lib/result.ts';
import { payCash } from '../paying/cash-payment.ts';
import { DayBook } from './day-book.ts';
import { createSupervisorActs } from '../recovery/supervisor-acts.ts';
import { benchTill, pricedCart } from '../testing/bench-till.ts';
import { NO_LINKS } from '../testing/no-links.ts';

/** A till and its day's book; `sell` completes a cash sale, whose report then waits. */
function tillWithBook() {
  const till = benchTill();
  let salesRead = 0;
  const { sales } = till.store;
  const counted: typeof sales = (ids) => {
    salesRead += ids.length;
    return sales(ids);
  };
  Object.assign(till.store, { sales: counted });
  const book = new DayBook(till.store);
  const sell = async (): Promise<void> => {
    const cart = pricedCart(till.fake.random.uuid());
    const order = { cart, receivedMinor: minor(5000), rounding: NO_CASH_ROUNDING };
    expect((await payCash(till.ports, till.ledger, till.place, order)).ok).toBe(true);
  };
  const told = async (): Promise<(boolean | undefined)[]> => {
    const looked = await book.look(till.place.businessDay, new Set());
    return looked.ok ? looked.value.map(({ report }) => report?.delivered) : [];
  };
  return { ...till, sell, told, salesRead: () => salesRead };
}

it('A21 what a drain has told is in the book as told, and no sale is read again for it', async () => {
  const till = tillWithBook();
  await till.sell();
  await till.sell();
  expect(await till.told()).toEqual([false, false]);
  expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
  const before = till.salesRead();
  expect(await till.told()).toEqual([true, true]);
  expect(till.salesRead()).toBe(before);
});

it('A21 a book that is opened afterwards says the same', async () => {
  const till = tillWithBook();
  await till.sell();
  await till.outbox.drain();
  await till.sell();
  expect(await till.told()).toEqual([false, true]);
});

it('P13 I9 a report that was written off never reads as told, whatever else gets through', async () => {
  const till = tillWithBook();
  await till.sell();
  till.fake.uploadAnswer = (items) =>
    ok(
      items.map((item) => ({
        id: item.kind === 'sale-report' ? item.report.id : '',
        code: '30',
        authorisationCode: '',
        referenceNumber: '',
        message: '',
      })),
    );
  await till.outbox.drain();
  const rows = await till.store.outbox();
  const parked = present(rows.ok ? rows.value[0] : undefined, 'the parked report');
  const acts = createSupervisorActs(till.ports, till.ledger, NO_LINKS);
  const approval = { ...till.fake.approval(), reason: 'unreadable' };
  expect(await acts.writeOff(parked.key, approval)).toEqual(ok('done'));
  expect(await till.told()).toEqual([false]);
  till.fake.uploadAnswer = null;
  expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
  expect(await till.told()).toEqual([false]);
});
