import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import { FUNCTIONS } from '../../shared/domain/terminal-functions.ts';
import { bookedSales, expectSoundBooks, moneyOf } from '../books.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const SUPERVISOR_PIN = '0000';

test('P14 P18 I9 cut: offline with its cause, functions switch, the promise is hatched; mended: it drains', async ({
  bank,
  terminal,
  till,
}) => {
  await till.goTo('line');
  await expect(till.line.functionsWorth('certain')).toHaveCount(FUNCTIONS.length);
  await expectNoBarrier(till.page);

  await till.line.cut();
  await till.waitUntilOffline();
  await expect(till.statusBar).toContainText(till.words.say('frame', 'cause.own-network'));
  await till.line.seesFunction('cash', 'certain');
  await till.line.seesFunction('tap', 'promised');
  await till.line.seesFunction('reports', 'later');
  await till.line.seesFunction('pin', 'never');
  await till.line.seesFunction('refund', 'never');

  await till.goTo('register');
  await till.sell([WATER], { by: 'promise', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.sell([WATER, WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.seesUnsent(2);
  await expect(till.status.unsent.locator('[data-ink="promised"]')).toContainText('¥2.00');
  await expect(till.status.unsent.locator('[data-ink="certain"]')).toContainText('¥4.00');
  await till.goTo('line');
  await expect(till.line.ink('promised')).toContainText('¥2.00');
  await expect(till.line.ink('certain')).toContainText('¥4.00');
  await till.line.openLesson('cost');
  await expect(till.line.lesson).toContainText('¥2.00');
  await expectNoBarrier(till.page);

  await till.line.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  await expect(till.line.ink('promised')).toContainText('¥0.00');
  await expect(till.line.ink('certain')).toContainText('¥6.00');
  await till.line.seesFunction('pin', 'certain');
  expect((await bookedSales(bank, terminal)).map(({ tender }) => tender)).toEqual(['card', 'cash']);
  await expectSoundBooks(bank, terminal);
});

test('A04 F13 the next answer gets lost: it is asked for by id, and there is one posting', async ({
  bank,
  terminal,
  till,
}) => {
  await till.goTo('line');
  await till.line.loseNextAnswer();
  await till.goTo('register');
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  await till.goTo('line');
  await till.line.seesToBeLost(0);
  expect((await moneyOf(bank, terminal)).map(({ state }) => state)).toEqual(['approved']);
  await expectSoundBooks(bank, terminal);
});

test('P14 P28 force offline: a wrong PIN does nothing; a right one lasts over a restart and is journalled', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  await till.goTo('settings');
  await till.settings.askToForceOffline();
  await till.settings.typePin('9999');
  await expect(till.page.getByText(till.words.say('errors', 'pin-wrong'))).toBeVisible();
  await till.waitUntilOnline();
  await till.settings.typePin(SUPERVISOR_PIN);
  await till.waitUntilOffline();
  await expect(till.statusBar).toContainText(till.words.say('frame', 'cause.forced'));
  await expect(till.settings.forcedOffline).toContainText(till.words.say('settings', 'why.lesson'));
  await expectNoBarrier(till.page);
  await till.goTo('register');
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();

  const again = await machine.restart();
  await again.waitUntilOffline();
  await expect(again.statusBar).toContainText(again.words.say('frame', 'cause.forced'));
  await again.seesUnsent(1);
  expect(await bookedSales(bank, terminal)).toEqual([]);

  await again.goTo('settings');
  await again.settings.askToEndForcedOffline();
  await again.settings.typePin(SUPERVISOR_PIN);
  await again.waitUntilOnline();
  await again.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toHaveLength(1);
  const forced = (await journalOf(machine.folder)).flatMap(({ body }) =>
    body.kind === 'force-offline' ? [{ on: body.on, by: body.supervisorId }] : [],
  );
  expect(forced).toEqual([
    { on: true, by: '00' },
    { on: false, by: '00' },
  ]);
});

test('A25 an explanation in the bar: Escape closes it after a button was pressed, scans land below it', async ({
  till,
}) => {
  await till.status.explain(till.status.connection);
  await expectNoBarrier(till.page);
  await till.status.cutHere();
  await till.page.keyboard.press('Escape');
  await expect(till.status.explanation).toHaveCount(0);

  await till.goTo('queue');
  await till.status.explain(till.status.unsent);
  await till.register.scanAnywhere(WATER, WATER);
  await expect(till.register.total).toHaveText('¥4.00');
});

test('SCREENS the bar keeps its places when the line goes, and help names the inks', async ({
  till,
}) => {
  await till.speak('en');
  const placeOf = async () => (await till.status.unsent.boundingBox())?.x;
  const whileOnline = await placeOf();
  await till.status.explain(till.status.connection);
  await till.status.cutHere();
  await till.waitUntilOffline();
  expect(await placeOf()).toBe(whileOnline);
  const overflow = await till.statusBar.evaluate((bar) => bar.scrollWidth - bar.clientWidth);
  expect(overflow).toBe(0);
  await till.page.keyboard.press('Escape');

  const help = await till.status.help();
  await expect(help.locator('[data-ink]')).toHaveCount(4);
  await expectNoBarrier(till.page);
  for (const key of ['Escape', 'F1']) {
    await till.page.keyboard.press(key);
    await expect(help).toHaveCount(0);
    await till.status.help();
  }
  // Also where the focus has been lost: nothing on the screen may be the only way out.
  await till.page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await till.page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});

async function journalOf(folder: string): Promise<JournalRecord[]> {
  const text = await readFile(join(folder, 'till-journal', 'journal.ndjson'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
}
