import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskDevices, ReadinessPoint } from '../../shared/domain/readiness.ts';
import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { ElectronTill } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 24 * 60 * MINUTE_MS;

/** What Linux would say of a laptop whose plug has been pulled. */
async function unplugged(folder: string, percent: number): Promise<string> {
  const files = { 'AC/type': 'Mains', 'AC/online': '0', 'BAT0/type': 'Battery' } as const;
  for (const [name, value] of Object.entries({ ...files, 'BAT0/capacity': String(percent) })) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), `${value}\n`);
  }
  return folder;
}

test('P21 R9 a day begins: all is ready, nothing is said; asked, each point tells its own', async ({
  machine,
  till,
}) => {
  await till.sell([SHELF.water.barcode], { by: 'cash' });
  await till.payment.nextSale();
  await expect(till.readiness.strip).toHaveCount(0);
  await till.goTo('settings');
  await till.readiness.examine();
  for (const point of ['printer', 'paper', 'reader', 'clock', 'disk', 'storage'] as const) {
    await expect(till.readiness.point(point, 'ready')).toBeVisible();
  }
  for (const point of ['keys', 'parameters', 'bank'] as const) {
    await expect(till.readiness.point(point, 'ready')).toBeVisible();
  }
  await till.readiness.done();
  await till.readiness.set('readerConnected', 'no');
  await till.readiness.examine();
  await expect(till.readiness.point('reader', 'missing')).toBeVisible();
  await till.readiness.print();
  await expect.poll(async () => (await machine.slips()).length).toBe(2);
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('');
  for (const key of [
    'title',
    'point.power',
    'point.reader',
    'remedy.reader.disconnected',
    'point.bank',
    'verdict.cash-goes-on',
  ] as const) {
    expect(paper).toContain(till.words.say('readiness', key));
  }
  expect(paper).toContain(till.words.count('readiness', 'slip.asking', 1));
  expect(paper).toMatch(new RegExp(`${till.words.say('readiness', 'slip.operator')} +01`));
  expect(paper).toContain(RECEIPT_WORDS['zh-CN'].markTraining);
});

const taken: readonly [keyof DeskDevices, ReadinessPoint][] = [
  ['printerConnected', 'printer'],
  ['paperLoaded', 'paper'],
  ['readerConnected', 'reader'],
];
for (const [device, point] of taken) {
  test(`R9 without its ${point} the till says so, says what to do, and takes cash`, async ({
    till,
  }) => {
    await till.goTo('settings');
    await till.readiness.set(device, 'no');
    await till.readiness.examine();
    await expect(till.readiness.point(point, 'missing')).toBeVisible();
    await till.readiness.done();
    await till.goTo('register');
    await till.register.scan(SHELF.water.barcode);
    await till.register.startPaying();
    await till.payment.payCash('exact');
    await till.payment.seesVerdict('cash');
    await till.payment.leave();
    await till.goTo('settings');
    await till.readiness.set(device, 'yes');
    await till.readiness.examine();
    await expect(till.readiness.point(point, 'ready')).toBeVisible();
  });
}

test('R9 the mains fail overnight: the strip names it until it is read, and not again that day', async ({
  cable,
  terminal,
  machine,
}, info) => {
  const powerFolder = await unplugged(info.outputPath('power'), 12);
  const { activationCode } = terminal;
  const { folder } = machine;
  const dim = new ElectronTill({ folder, bankUrl: cable.url, activationCode, powerFolder });
  const till = await dim.start();
  await expect(till.readiness.strip).toContainText(till.words.say('readiness', 'point.power'));
  await till.readiness.look();
  await expect(till.readiness.point('power', 'missing')).toContainText('12%');
  await till.readiness.done();
  await expect(till.readiness.strip).toHaveCount(0);
  await dim.close();
  const again = await dim.start();
  await again.waitUntilOnline();
  await again.sell([SHELF.water.barcode], { by: 'cash' });
  await expect(again.readiness.strip).toHaveCount(0);
  await dim.close();
});

test('R9 P20 a clock five minutes off the bank is named, with what to do', async ({ machine }) => {
  const till = await machine.start({ offsetMs: 5 * MINUTE_MS, stoppedAtMs: null });
  await till.readiness.look();
  await expect(till.readiness.point('clock', 'look')).toContainText(/5/);
});

test('P21 R9 a year without the bank: keys, parameters and the last time online are named; cash goes on', async ({
  cable,
  machine,
  till,
}) => {
  await till.sell([SHELF.water.barcode], { by: 'cash' });
  await till.waitUntilAllSent();
  await cable.cut();
  const later = await machine.restart({ offsetMs: YEAR_MS, stoppedAtMs: null });
  await later.waitUntilOpen();
  if (await later.lock.isLocked()) await later.lock.signIn('01');
  await later.readiness.look();
  await expect(later.readiness.point('keys', 'look')).toBeVisible();
  await expect(later.readiness.point('parameters', 'missing')).toBeVisible();
  await expect(later.readiness.point('bank', 'missing')).toBeVisible();
  await later.readiness.done();
  await later.sell([SHELF.water.barcode], { by: 'cash' });
});

test('R9 a system that may clear the database is named', async ({ till }) => {
  await till.page.evaluate(() => {
    navigator.storage.persisted = () => Promise.resolve(false);
    navigator.storage.persist = () => Promise.resolve(false);
  });
  await till.goTo('settings');
  await till.readiness.examine();
  await expect(till.readiness.point('storage', 'look')).toBeVisible();
});
