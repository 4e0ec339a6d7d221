import { numberOfItem } from '../../shared/contracts/upload-items.ts';
import { BATCHES, itemsIn } from '../batches.ts';
import { bookedSales, expectSoundBooks, statesOf } from '../books.ts';
import { expect, testAt } from '../fixtures.ts';
import type { TillPage } from '../page-models/till-page.ts';
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
  // Put together oldest first; they travel at the same time, and may overtake each other on the way.
  batches.sort(([one = 0], [other = 0]) => one - other);
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

const DAY_AND_AN_HOUR = { offsetMs: 25 * 60 * 60_000, stoppedAtMs: null } as const;

test('F29 P15 more promises, more money or longer than the bank allows: no more, and why; cash and queue go on', async ({
  bank,
  cable,
  terminal,
  machine,
  till: first,
}) => {
  const { merchantId } = MERCHANT;
  const policy = { maxCount: 3, perCardMinor: 500 };
  await bank.admin('offline-policy', { merchantId, policy });
  await first.waitUntilOnline();
  const till = await machine.restart();
  await till.waitUntilOnline();
  await cable.cut();
  await till.waitUntilOffline();
  for (const cardId of ['good-tap', 'good-tap', 'limit-tap'] as const) {
    if (cardId === 'limit-tap') await refusedBy(till, 'good-tap', 'cap-per-card');
    await till.sell([SHELF.water.barcode], { by: 'promise', cardId });
    await till.payment.nextSale();
  }
  const queued = await till.unsent();
  await refusedBy(till, 'limit-tap', 'cap-count');
  await till.seesUnsent(queued + 1);

  const later = await machine.restart(DAY_AND_AN_HOUR);
  await later.waitUntilOpen();
  await later.waitUntilOffline();
  await later.seesUnsent(queued + 1);
  await refusedBy(later, 'limit-tap', 'cap-age');
  await cable.mend();
  await later.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['posted', 'posted', 'posted']);
  await expectSoundBooks(bank, terminal);
});

/** No promise is made by this card, and cash is taken instead. */
async function refusedBy(
  till: TillPage,
  cardId: 'good-tap' | 'limit-tap',
  why: 'cap-per-card' | 'cap-count' | 'cap-age',
): Promise<void> {
  const { payment, register, words } = till;
  await register.scan(SHELF.water.barcode);
  await register.startPaying();
  await payment.payByCard(cardId);
  await payment.seesVerdict('not-offline');
  await expect(payment.verdict).toContainText(words.say('codes', why));
  await expect(payment.verdict).toContainText(words.say('payment', 'money.untouched'));
  await payment.otherCard();
  await till.pay({ by: 'cash' });
  await payment.nextSale();
}
