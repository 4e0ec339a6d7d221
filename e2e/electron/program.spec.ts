import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { statesOf } from '../books.ts';
import { machineArguments } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import { takeCardAnswerHeld } from '../held-answer.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const COMES_BACK_MS = 30_000;
const ROOT = resolve(import.meta.dirname, '../..');

/** Starts the program a second time on the same folder; resolves with its exit code. */
function startAgain(folder: string): Promise<number | null> {
  const second = spawn(
    process.env['TWINTILL_ELECTRON_PATH'] ?? '',
    [ROOT, ...machineArguments(), `--user-data-dir=${folder}`],
    { stdio: 'ignore' },
  );
  return new Promise((done) => second.once('exit', done));
}

test('F11 started ten times more: one program, one window, and it can be sold with', async ({
  machine,
  till,
}) => {
  const ends = await Promise.all(Array.from({ length: 10 }, () => startAgain(machine.folder)));
  expect(ends).toEqual(Array.from({ length: 10 }, () => 0));
  expect(machine.app.windows()).toHaveLength(1);
  await till.sell([WATER], { by: 'cash' });
});

test('F05 the window dies: it comes back by itself, with the sale and the goods in it', async ({
  machine,
  till,
}) => {
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.register.scan(WATER);
  const pid = await machine.windowPid();
  await machine.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  const again = await machine.windowCameBack(pid, COMES_BACK_MS);
  await expect(again.register.total).toHaveText('¥2.00');
  expect(await machine.notices()).toContain('window-gone');
});

test('P24 a window that hangs keeps nobody from leaving, and the goods are there again', async ({
  machine,
  till,
}) => {
  await till.register.scan(WATER);
  await till.register.seesItKept();
  const hangs = till.page.evaluate(() => {
    for (;;);
  });
  // It ends with the window, and not before.
  hangs.catch(() => undefined);
  const again = await machine.restart();
  await again.waitUntilOpen();
  await expect(again.register.total).toHaveText('¥2.00');
});

test('P28 the page can go nowhere, open nothing and ask for no device', async ({
  machine,
  till,
}) => {
  const { page } = till;
  await till.sell([WATER], { by: 'cash' });
  expect(await page.evaluate(() => window.open('https://example.org') === null)).toBe(true);
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  // Asked in the main process: the driver of this test waits for a journey that never begins.
  const urls = await machine.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
  );
  expect(urls).toEqual(['app://till/index.html']);
});

test('P24 left in the middle of an authorisation: its outcome is recorded before it goes', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const held = await takeCardAnswerHeld(cable, till, [WATER]);
  const closed = machine.close();
  setTimeout(held.passOn, 500);
  await closed;
  expect(await machine.steps()).toEqual(['intent', 'approved']);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
});
