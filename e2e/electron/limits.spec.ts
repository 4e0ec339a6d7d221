import { numberOfItem } from '../../shared/contracts/upload-items.ts';
import { BATCHES, itemsIn } from '../batches.ts';
import { bookedSales, expectSoundBooks } from '../books.ts';
import { expect, testAt } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

/** Its limits are changed here: a merchant of its own, so that nobody else obeys them. */
const MERCHANT = {
  merchantId: '898310054110002',
  name: '限额商户',
  shopName: '限额商户 Limits',
  mode: 'demo',
} as const;

const test = testAt(MERCHANT, (bank) =>
  bank.admin('largest-batch', { merchantId: MERCHANT.merchantId, mostRecords: 1000 }),
);

test('A06 P21 25 waiting, and the bank takes ten at once from now on: three batches, oldest first', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const { merchantId } = MERCHANT;
  await bank.admin('largest-batch', { merchantId, mostRecords: 10 });
  await cable.cut();
  await till.waitUntilOffline();
  for (let i = 0; i < 25; i += 1) {
    await till.sell([SHELF.water.barcode], { by: 'cash' });
    await till.payment.nextSale();
  }

  // The till learns of the limit when it signs on, before it sends anything (P21).
  const again = await machine.restart();
  await again.waitUntilOpen();
  await again.seesUnsent(25);
  await cable.mend();
  await again.waitUntilAllSent();
  const batches = cable.sentTo(BATCHES).map((batch) => itemsIn(batch).map(numberOfItem));
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(batches.flat()).toEqual(Array.from({ length: 25 }, (_one, i) => i + 1));
  expect(await bookedSales(bank, terminal)).toMatchObject(Array(25).fill({ reports: 1 }));
  await expectSoundBooks(bank, terminal);
});

test('A06 a bank that takes fewer than it said: batches shrink by its answers, nothing is lost', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const { merchantId } = MERCHANT;
  await cable.cut();
  await till.waitUntilOffline();
  for (let i = 0; i < 7; i += 1) {
    await till.sell([SHELF.water.barcode], { by: 'cash' });
    await till.payment.nextSale();
  }
  await bank.admin('largest-batch', { merchantId, mostRecords: 2 });
  await cable.mend();
  await till.waitUntilAllSent();
  const [tooLarge, ...taken] = cable.sentTo(BATCHES).map(itemsIn);
  expect(tooLarge).toHaveLength(7);
  expect(taken.length).toBeGreaterThanOrEqual(4);
  const booked = await bookedSales(bank, terminal);
  expect(booked.map(({ sale, reports }) => [sale, reports])).toEqual(
    Array.from({ length: 7 }, (_one, i) => [i + 1, 1]),
  );
  await expectSoundBooks(bank, terminal);
});
