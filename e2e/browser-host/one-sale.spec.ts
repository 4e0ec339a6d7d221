import { bookedSales, expectSoundBooks } from './books.ts';
import { Counter } from './counter.ts';
import { expect, test } from './fixture.ts';

const WATER = '农夫山泉 550 ml';
const TAP = '好卡 · 挥卡免密';

test('P1 a card sale online is approved and stands at the bank once', async ({
  page,
  tillUrl,
  bank,
}) => {
  const counter = new Counter(page);
  await counter.open(tillUrl);
  await counter.ringUp(WATER);
  await counter.payByCard(TAP);
  await counter.seesVerdict('approved');
  await counter.seesUnsent(0);
  expect(await bookedSales(bank)).toEqual([
    { saleNumber: '01-000001', dueMinor: 200, tender: 'card', standing: ['approved'] },
  ]);
  await expectSoundBooks(bank);
});

test('A01 A05 cash and card without a line wait, and are sent once when it is back', async ({
  page,
  tillUrl,
  bank,
  line,
}) => {
  const counter = new Counter(page);
  await counter.open(tillUrl);
  await line.cut();
  await counter.seesOnline(false);
  await counter.ringUp(WATER);
  await counter.payExactCash();
  await counter.seesVerdict('cash');
  await counter.nextSale();
  await counter.ringUp(WATER);
  await counter.payByCard(TAP);
  await counter.acceptPromise();
  await counter.seesVerdict('provisional');
  await counter.nextSale();
  expect(await bookedSales(bank)).toEqual([]);

  await line.mend();
  await counter.seesOnline(true);
  await counter.seesUnsent(0);
  expect(await bookedSales(bank)).toEqual([
    { saleNumber: '01-000001', dueMinor: 200, tender: 'cash', standing: [] },
    { saleNumber: '01-000002', dueMinor: 200, tender: 'card', standing: ['posted'] },
  ]);
  await expectSoundBooks(bank);
});

test('A02 A03 what waits survives a reload without a bank, and is sent once', async ({
  page,
  tillUrl,
  bank,
}) => {
  const counter = new Counter(page);
  await counter.open(tillUrl);
  // The little server stays, its bank does not: as a browser that has the page and no way further.
  await page.route('**/bank/**', (route) => route.abort());
  await counter.seesOnline(false);
  await counter.ringUp(WATER);
  await counter.payExactCash();
  await counter.seesVerdict('cash');

  await page.reload();
  await counter.seesOnline(false);
  await counter.ringUp(WATER);
  await counter.payExactCash();
  await counter.seesVerdict('cash');
  expect(await bookedSales(bank)).toEqual([]);

  await page.unroute('**/bank/**');
  await counter.seesUnsent(0);
  expect((await bookedSales(bank)).map(({ saleNumber }) => saleNumber)).toEqual([
    '01-000001',
    '01-000002',
  ]);
  await expectSoundBooks(bank);
});

test('P5 P6 F03 a reload while the bank answers: asked for by id, one posting, one sale', async ({
  page,
  tillUrl,
  bank,
  line,
}) => {
  const counter = new Counter(page);
  await counter.open(tillUrl);
  const { arrived } = await line.swallowNextAnswer('/v1/authorisations');
  await counter.ringUp(WATER);
  await counter.payByCard(TAP);
  await arrived;
  await page.reload();
  await counter.seesOnline(true);
  await counter.seesUnsent(0);
  await expect
    .poll(() => bookedSales(bank))
    .toEqual([{ saleNumber: '01-000001', dueMinor: 200, tender: 'card', standing: ['approved'] }]);
  const asked = await bank.rows('SELECT id FROM transactions');
  expect(asked).toHaveLength(1);
  await expectSoundBooks(bank);
});
