import { AUTHORISATIONS } from '../cable.ts';
import { bookedSales, expectSoundBooks, ownerlessMoney, statesOf } from '../books.ts';
import { ElectronTill } from '../electron-till.ts';
import { expect, test as base } from '../fixtures.ts';
import { isSound, reckon } from '../reckoning.ts';
import { SHELF } from '../shelf.ts';
import { SmallDisk } from '../small-disk.ts';

const WATER = SHELF.water.barcode;
const SIZE_MB = 300;
/** Below what a payment is begun with (shared/domain/disk-space.ts). */
const NEARLY_FULL_MB = 20;

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

test('F08 the disk is nearly full: refused before anybody is charged, and it works once there is room', async ({
  bank,
  cable,
  terminal,
  disk,
  machine,
}) => {
  await disk.fill(NEARLY_FULL_MB);
  const till = await machine.start();
  await till.waitUntilOnline();
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
});

test('F08 P9 the disk fills up while the bank decides: nobody is charged for what is not recorded', async ({
  bank,
  cable,
  terminal,
  disk,
  machine,
  till,
}) => {
  const answer = cable.hold(AUTHORISATIONS, 'answer');
  await till.takeCard([WATER], 'good-tap');
  await answer.reached;
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
