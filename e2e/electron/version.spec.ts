import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, statesOf } from '../books.ts';
import { expect, test as base } from '../fixtures.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const { version: appVersion } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
) as { readonly version: string };

/** The version is everybody's at this bank: it is approved again whatever becomes of the test. */
const test = base.extend<{ readonly setApproved: (approved: boolean) => Promise<void> }>({
  setApproved: async ({ bank }, use) => {
    await use(async (approved) => void (await bank.admin('versions', { appVersion, approved })));
    await bank.admin('versions', { appVersion, approved: true });
  },
});

function stripOf({ page, words }: TillPage) {
  return page.getByRole('region', { name: words.say('frame', 'versionTitle') });
}

test('P29 a withdrawn version: the queue goes out, cash goes on, no card is taken until it is approved', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
  setApproved,
}) => {
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await setApproved(false);
  await cable.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  const programs = await bank.rows<{ program_hash: string }>(
    'SELECT program_hash FROM terminals WHERE id = $1',
    [terminal.terminalId],
  );
  expect(programs[0]?.program_hash).toMatch(/^[0-9a-f]{64}$/);

  // It still runs under its last sign-on; the bank itself says no, and nothing is charged.
  await till.register.scan(WATER);
  await till.register.startPaying();
  await till.payment.payByCard('good-tap');
  await till.payment.seesVerdict('declined');
  expect(await statesOf(bank, terminal)).toEqual([]);

  const again = await machine.restart();
  await again.waitUntilAllSent();
  await expect(stripOf(again)).toContainText(again.words.say('frame', 'versionWithdrawn'));
  await expectNoBarrier(again.page);
  await again.sell([WATER], { by: 'cash' });
  await again.payment.nextSale();

  // Off the line too: what the bank said last holds.
  await cable.cut();
  const offline = await machine.restart();
  await offline.waitUntilOffline();
  await expect(stripOf(offline)).toBeVisible();
  await offline.register.scan(WATER);
  await offline.register.startPaying();
  await offline.payment.openDesk('card');
  await offline.payment.present('good-tap');
  await expect(offline.payment.verdict).toContainText(
    offline.words.say('errors', 'version-withdrawn'),
  );

  await setApproved(true);
  await cable.mend();
  const approved = await machine.restart();
  await approved.waitUntilAllSent();
  await expect(stripOf(approved)).toBeHidden();
  await expectSoundBooks(bank, terminal);
});
