import { AUTHORISATIONS } from '../cable.ts';
import { bookedSales, expectSoundBooks, ownerlessMoney, statesOf } from '../books.ts';
import { ElectronTill } from '../electron-till.ts';
import { expect, test as base } from '../fixtures.ts';
import { takeCardAnswerHeld } from '../held-answer.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { isSound, reckon } from '../reckoning.ts';
import { SHELF } from '../shelf.ts';
import { SmallDisk } from '../small-disk.ts';

const WATER = SHELF.water.barcode;
const SIZE_MB = 300;
/** Below what a payment is begun with (shared/domain/disk-space.ts). */
const NEARLY_FULL_MB = 20;
/** Full to the last byte, a small note goes where the last page of its file has room left, or not. */
const ROOM_FOR_NOTES_MB = 0.1;

/** A till that lives on a disk which somebody fills up (F08, P9). */
const test = base.extend<{ disk: SmallDisk }>({
  disk: async ({}, use) => {
    const disk = await SmallDisk.mount(SIZE_MB);
    await use(disk);
    await disk.unmount();
  },
  machine: async ({ cable, terminal, disk }, use) => {
    const { activationCode } = terminal;
    const machine = new ElectronTill({ folder: disk.folder, bankUrl: cable.url, activationCode });
    await use(machine);
    await machine.close();
  },
});

const impossible = SmallDisk.impossible;
test.skip(impossible !== null, impossible ?? '');

test('F08 R9 the disk is nearly full: named in the morning, refused before anybody is charged, and it works once there is room', async ({
  bank,
  cable,
  terminal,
  disk,
  machine,
}) => {
  await disk.fill(NEARLY_FULL_MB);
  const till = await machine.start();
  await till.waitUntilOnline();
  const { readiness, words } = till;
  await readiness.look();
  await expect(readiness.point('disk', 'missing')).toContainText(
    words.say('readiness', 'remedy.disk.none'),
  );
  await expect(readiness.dialog).toContainText(words.say('readiness', 'verdict.stopped'));
  await readiness.done();
  await till.register.scan(WATER);
  await till.register.startPaying();
  await till.payment.present('good-tap');
  await till.payment.seesVerdict('failed');
  await expect(till.payment.verdict).toContainText(till.words.say('errors', 'disk-nearly-full'));
  expect(cable.exchanges.filter(({ path }) => path === AUTHORISATIONS)).toEqual([]);

  await disk.makeRoom();
  await expect(async () => {
    await till.payment.otherCard();
    await till.payment.present('good-tap');
    await expect(till.payment.verdict).toHaveAttribute('data-verdict', 'approved');
  }).toPass();
  await till.payment.seesSlipPrinted();
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
  await expectSoundBooks(bank, terminal);
  await till.payment.nextSale();
  await till.goTo('settings');
  await readiness.examine();
  await expect(readiness.point('disk', 'ready')).toBeVisible();
});

test('F08 P9 the disk fills up while the bank decides: nobody is charged for what is not recorded', async ({
  bank,
  cable,
  terminal,
  disk,
  machine,
  till,
}) => {
  const answer = await takeCardAnswerHeld(cable, till, [WATER]);
  await disk.fill(0);
  answer.passOn();
  await expect(till.payment.verdict).toHaveAttribute('data-verdict', /not-recorded|approved/);

  await disk.makeRoom();
  await till.waitUntilAllSent();
  await till.payment.leave();
  await till.sell([WATER], { by: 'cash' });
  await till.waitUntilAllSent();
  await expectSoundBooks(bank, terminal);
  const booked = await bookedSales(bank, terminal);
  const reckoning = reckon(await machine.slips(), booked, await ownerlessMoney(bank, terminal));
  expect(isSound(reckoning)).toBe(true);
});

test('F08 the disk fills up after a sale: paper and books stand, nothing more is sold, and it works once there is room', async ({
  bank,
  terminal,
  disk,
  machine,
  till,
}) => {
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await disk.fill(ROOM_FOR_NOTES_MB);
  await till.payment.nextSale();
  // What was sold is reported, though there is no room for another sale.
  await expect.poll(() => bookedSales(bank, terminal)).toHaveLength(1);
  await till.register.scan(WATER);
  // A database without room may not even give the goods: then that is said, and nothing is added.
  const unreadable = till.page.getByRole('dialog');
  await expect(unreadable.or(till.register.lines).first()).toBeVisible();
  if (await unreadable.isVisible()) await till.page.keyboard.press('Enter');
  else await expectCashRefused(till);
  expect(await machine.slips()).toHaveLength(1);

  await disk.makeRoom();
  await expect(async () => {
    if ((await till.register.lines.count()) === 0) await till.register.scan(WATER);
    await till.page.keyboard.press('Enter');
    await expect(till.register.total).toHaveText('¥2.00', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await till.register.startPaying();
  // The till asks the system again a moment later; until then it refuses.
  await expect(async () => {
    await till.payment.payCash('exact');
    await expect(till.payment.verdict).toHaveAttribute('data-verdict', 'cash', { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await till.payment.seesSlipPrinted();
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  const booked = await bookedSales(bank, terminal);
  const reckoning = reckon(await machine.slips(), booked, await ownerlessMoney(bank, terminal));
  expect(reckoning).toMatchObject({ sold: 2, atBank: 2 });
  expect(isSound(reckoning)).toBe(true);
  await expectSoundBooks(bank, terminal);
});

async function expectCashRefused({ register, payment, words }: TillPage): Promise<void> {
  await register.startPaying();
  await payment.payCash('exact');
  await payment.seesVerdict('failed');
  // The database may say nothing any more: of a new sale it is known that nothing was tried before.
  await expect(payment.verdict).toContainText(words.say('errors', 'disk-nearly-full'));
  await payment.back();
}
