import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expectSoundBooks, statesOf } from '../books.ts';
import { expect, test as base } from '../fixtures.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const appVersion = PROGRAM_VERSION;

interface Fixtures {
  readonly setApproved: (
    approved: boolean,
    files?: { readonly programHash?: string },
  ) => Promise<void>;
}

/** The version is everybody's at this bank: it is approved again whatever becomes of the test. */
const test = base.extend<Fixtures>({
  setApproved: async ({ bank }, use) => {
    await use(
      async (approved, files = {}) =>
        void (await bank.admin('versions', { appVersion, approved, ...files })),
    );
    await bank.admin('versions', { appVersion, approved: true });
  },
});

function stripOf(
  { page, words }: TillPage,
  title: 'versionTitle' | 'notRecognisedTitle' = 'versionTitle',
) {
  return page.getByRole('region', { name: words.say('frame', title) });
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

test('P29 a program of other files than the approved ones: cash goes on, no card is taken, and the till says which', async ({
  bank,
  terminal,
  machine,
  till,
  setApproved,
}) => {
  await till.waitUntilOnline();
  await setApproved(true, { programHash: '0'.repeat(64) });
  const refused = await machine.restart();
  await refused.waitUntilAllSent();
  const strip = stripOf(refused, 'notRecognisedTitle');
  await expect(strip).toContainText(refused.words.say('frame', 'versionNotRecognised'));
  await expectNoBarrier(refused.page);
  await refused.sell([WATER], { by: 'cash' });
  await refused.payment.nextSale();
  await refused.register.scan(WATER);
  await refused.register.startPaying();
  await refused.payment.openDesk('card');
  await refused.payment.present('good-tap');
  await expect(refused.payment.verdict).toContainText(
    refused.words.say('errors', 'version-not-approved'),
  );
  expect(await statesOf(bank, terminal)).toEqual([]);

  // The files that this till has named are approved: it sells.
  const [program] = await bank.rows<{ program_hash: string }>(
    'SELECT program_hash FROM terminals WHERE id = $1',
    [terminal.terminalId],
  );
  await setApproved(true, { programHash: program?.program_hash ?? '' });
  const approved = await machine.restart();
  await approved.waitUntilAllSent();
  await expect(stripOf(approved, 'notRecognisedTitle')).toBeHidden();
  await approved.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await expectSoundBooks(bank, terminal);
});
