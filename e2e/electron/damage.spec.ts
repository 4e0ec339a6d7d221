import {
  appendFile,
  cp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { bookedSales, expectSoundBooks, ownerlessMoney } from '../books.ts';
import type { Cable } from '../cable.ts';
import type { ElectronTill } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { isSound, reckon } from '../reckoning.ts';
import { SHELF } from '../shelf.ts';
import type { NewTerminal, RunningBank } from '../whole-way/running-bank.ts';
import { forgetRecords } from '../window-database.ts';

const WATER = SHELF.water.barcode;

/** Damage to a copy behind the till's back, with the real LevelDB and the real file (P10). */
async function sellUnsent(cable: Cable, till: TillPage, count: number): Promise<void> {
  await cable.cut();
  await till.waitUntilOffline();
  for (let i = 0; i < count; i += 1) {
    await till.sell([WATER], { by: 'cash' });
    await till.payment.nextSale();
  }
  await till.seesUnsent(count);
}

test('F07 16 bytes flipped in the database with 12 unsent sales: noticed, rebuilt, 12 delivered', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await sellUnsent(cable, till, 12);
  await machine.close();
  await flipBytes(await databaseLog(machine), 16);

  const again = await startsAnew(machine, 12);
  await again.seesUnsent(12);
  await again.register.scan(WATER);
  await expect(again.register.total).toHaveText('¥2.00');
  await again.register.clear();
  await cable.mend();
  await again.waitUntilAllSent();
  await expectAllAtBank(bank, terminal, machine, 12);
});

test('F07 the whole database is deleted, with 3 unsent sales: noticed, rebuilt, 3 delivered', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await sellUnsent(cable, till, 3);
  await machine.close();
  await rm(join(machine.folder, 'IndexedDB'), { recursive: true });

  const again = await startsAnew(machine, 3);
  await cable.mend();
  await again.waitUntilAllSent();
  await expectAllAtBank(bank, terminal, machine, 3);
});

test('P9 the journal is cut within its last record, at two bytes: completed from the database', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await sellUnsent(cable, till, 2);
  await machine.close();
  let again: TillPage | null = null;
  for (const keptOf of [0.5, 1]) {
    const whole = await readFile(machine.journalPath);
    const lastLine = whole.lastIndexOf('\n', -2) + 1;
    // Half of the line; and all of it but its end.
    const kept = Math.floor((whole.length - 1 - lastLine) * keptOf);
    await truncate(machine.journalPath, lastLine + kept);
    again = await machine.start();
    await again.waitUntilOpen();
    await expect(again.findings).toHaveCount(0);
    await again.status.explain(again.status.journal);
    const { words } = again;
    await expect(again.status.explanation).toContainText(
      words.count('frame', 'found.file-behind', 1),
    );
    await expect(again.status.explanation).not.toContainText(words.say('frame', 'found.torn-line'));
    await machine.close();
    const mended = await readFile(machine.journalPath);
    expect(mended.subarray(0, whole.length)).toEqual(whole);
  }
  await cable.mend();
  await (await machine.start()).waitUntilAllSent();
  await expectAllAtBank(bank, terminal, machine, 2);
});

test('F09 an amount edited in the journal file: named, mended from the database, cards locked, cash goes on', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await sellUnsent(cable, till, 3);
  await machine.close();
  const text = await readFile(machine.journalPath, 'utf8');
  const edited = text.replace('"dueMinor":200', '"dueMinor":1');
  expect(edited).not.toBe(text);
  await writeFile(machine.journalPath, edited);

  const again = await machine.start();
  const damaged = again.words.startsWith('frame', 'found.records-damaged_other');
  await expect(again.findings.getByText(damaged)).toBeVisible();
  await again.dismissFindings();
  await expect(again.statusBar).toContainText(again.words.say('frame', 'readerLocked'));
  await again.goTo('queue');
  await again.queue.seesLocked('copies');
  await again.goTo('register');
  await again.sell([WATER], { by: 'cash' });
  await again.payment.nextSale();
  await cable.mend();
  await again.waitUntilAllSent();
  await expectAllAtBank(bank, terminal, machine, 4);
  const [kept] = (await readdir(join(machine.journalPath, '..'))).filter((name) =>
    name.startsWith('journal-damaged-'),
  );
  expect(await readFile(join(machine.journalPath, '..', kept ?? ''), 'utf8')).toBe(edited);
});

test('P2 P10 an old copy of the whole folder put back: the bank remembers, it is said, no number is used twice', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  await machine.close();
  const backup = `${machine.folder}-backup`;
  await cp(machine.folder, backup, { recursive: true });
  const later = await machine.start();
  await later.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await later.payment.nextSale();
  await later.sell([WATER], { by: 'cash' });
  await later.payment.nextSale();
  await later.waitUntilAllSent();
  await machine.close();
  const paper = await machine.slips();
  await rm(machine.folder, { recursive: true });
  await rename(backup, machine.folder);

  const restored = await machine.start();
  // Its two copies agree: only the bank can know better.
  await restored.waitUntilOnline();
  await expect(restored.findings).toHaveCount(0);
  await expect(restored.statusBar).toContainText(restored.words.say('frame', 'readerLocked'));
  await restored.goTo('queue');
  await restored.queue.seesLocked('rollback');
  await restored.queue.unlockCards('an old copy was put back', '0000');
  await restored.goTo('register');
  // The tray of test cards was put back with it: the one that was used since counts as a copy (P17).
  await restored.sell([WATER], { by: 'card', cardId: 'good-chip' });
  await restored.payment.nextSale();
  await restored.waitUntilAllSent();
  const booked = await bookedSales(bank, terminal);
  expect(new Set(booked.map(({ saleNumber }) => saleNumber)).size).toBe(4);
  const slips = [...paper, ...(await machine.slips()).slice(1)];
  const reckoning = reckon(slips, booked, await ownerlessMoney(bank, terminal));
  expect(reckoning).toMatchObject({ sold: 4, atBank: 4 });
  expect(isSound(reckoning)).toBe(true);
});

test('P10 what a cut of the power leaves behind is mended, and can be read in the status bar', async ({
  machine,
  till,
}) => {
  await till.status.explain(till.status.journal);
  await expect(till.status.explanation).toContainText(till.words.say('frame', 'found.checked'));
  await expect(till.status.explanation).toContainText(till.words.say('frame', 'found.nothing'));
  await machine.close();
  await appendFile(machine.journalPath, '{"number":7,"epoch"');

  const again = await machine.start();
  await again.waitUntilOpen();
  await expect(again.findings).toHaveCount(0);
  await again.speak('en');
  await again.status.explain(again.status.journal);
  await expect(again.status.explanation).toContainText(/Checked at the start.*\d\d:\d\d/);
  await expect(again.status.explanation).toContainText(again.words.say('frame', 'found.torn-line'));
});

test('F10 the last five records gone from both copies: five named, no card until somebody looked', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await sellUnsent(cable, till, 4);
  const before = await machine.journal();
  const kept = before.slice(0, -5);
  await forgetRecords(till, kept.length);
  await machine.kill();
  const lines = (await readFile(machine.journalPath, 'utf8')).split('\n');
  await writeFile(machine.journalPath, `${lines.slice(0, kept.length).join('\n')}\n`);

  const again = await machine.start();
  await again.seesFound('records-missing', 5);
  await again.dismissFindings();
  await expect(again.statusBar).toContainText(again.words.say('frame', 'readerLocked'));
  await again.goTo('queue');
  await again.queue.unlockCards('looked at', '0000');
  await again.goTo('register');
  await again.sell([WATER], { by: 'cash' });
  const [first] = (await machine.journal()).slice(kept.length);
  expect(first?.number).toBeGreaterThan(before.length);
  await cable.mend();
  await again.waitUntilAllSent();
  const numbers = (await bookedSales(bank, terminal)).map(({ saleNumber }) => saleNumber);
  expect(new Set(numbers).size).toBe(numbers.length);
});

/** Without its database, which comes back out of the journal. */
async function startsAnew(machine: ElectronTill, unsent: number): Promise<TillPage> {
  const till = await machine.start();
  await till.seesFound('database-empty', unsent);
  await till.dismissFindings();
  return till;
}

/** Each slip has its sale at the bank, once and at its amount. */
async function expectAllAtBank(
  bank: RunningBank,
  terminal: NewTerminal,
  machine: ElectronTill,
  count: number,
): Promise<void> {
  const booked = await bookedSales(bank, terminal);
  const reckoning = reckon(await machine.slips(), booked, await ownerlessMoney(bank, terminal));
  expect(reckoning).toMatchObject({ sold: count, atBank: count });
  expect(isSound(reckoning)).toBe(true);
  await expectSoundBooks(bank, terminal);
}

/** The log of the database that the window keeps: Chromium's own file, behind its back. */
async function databaseLog({ folder }: ElectronTill): Promise<string> {
  const database = join(folder, 'IndexedDB', 'app_till_0.indexeddb.leveldb');
  const [log] = (await readdir(database)).filter((name) => name.endsWith('.log'));
  return join(database, log ?? '');
}

async function flipBytes(path: string, count: number): Promise<void> {
  const bytes = await readFile(path);
  const from = Math.floor(bytes.length / 2);
  for (let i = from; i < from + count; i += 1) bytes[i] = 0xff - (bytes[i] ?? 0);
  await writeFile(path, bytes);
}
