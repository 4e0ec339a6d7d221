import { AUTHORISATIONS } from '../cable.ts';
import { statesOf } from '../books.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import {
  filesWith,
  formsOf,
  formsOfCards,
  isMemoryReadable,
  programsWith,
  withDescendants,
} from '../canary.ts';
import { ElectronTill } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

/** The PIN pad: a process of its own for each entry, and a card that counts wrong tries (P27, F27). */
async function laysOn(till: TillPage, cardId: 'chip-pin' | 'good-pin'): Promise<void> {
  await till.payment.present(cardId);
  await till.payment.seesPinPad();
}

test('F27 wrong three times: blocked, after a restart too, and nothing was charged', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await till.register.scan(WATER);
  await till.register.startPaying();
  await laysOn(till, 'chip-pin');
  for (const left of [2, 1]) {
    await till.payment.typePin('13579');
    const said = till.words.count('payment', 'pin.wrong', left);
    await expect(till.page.getByText(said)).toBeVisible();
  }
  await till.payment.typePin('13579');
  const seesBlocked = async ({ payment, words }: TillPage): Promise<void> => {
    await payment.seesVerdict('not-offline');
    await expect(payment.verdict).toContainText(words.say('payment', 'pinBlocked'));
    await expect(payment.verdict).toContainText(words.say('codes', 'pin-blocked'));
    await expect(payment.verdict).toContainText(words.say('payment', 'money.untouched'));
  };
  await seesBlocked(till);
  await machine.close();

  const again = await machine.start();
  await again.waitUntilOnline();
  await again.register.startPaying();
  // No PIN is asked for any more: the verdict comes at once.
  await again.payment.present('chip-pin');
  await seesBlocked(again);
  expect(cable.exchanges.filter(({ path }) => path === AUTHORISATIONS)).toEqual([]);
  expect(await statesOf(bank, terminal)).toEqual([]);
});

/** Twelve digits that are in no table, key or time. */
const CANARY = '807162534918';
/** And twelve that the till was made to keep. */
const HELD = '640917352869';

const dumpingTest = test.extend({
  machine: async ({ cable, terminal }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-dumps-'));
    const { activationCode } = terminal;
    const machine = new ElectronTill({
      folder,
      bankUrl: cable.url,
      activationCode,
      leavesDumps: true,
    });
    await use(machine);
    await machine.close();
    await rm(folder, { recursive: true, force: true });
  },
});

dumpingTest(
  'P27 F40 a PIN is in no file and in no other process: typed wrong, cancelled, sent to the bank',
  async ({ bank, terminal, machine, till }) => {
    const pid = machine.app.process().pid ?? 0;
    test.skip(!isMemoryReadable(pid), 'this system lets nobody look into the memory of a program');
    await till.register.scan(WATER);
    await till.register.startPaying();
    await laysOn(till, 'chip-pin');
    await expect.poll(() => pinPads(machine)).toBe(1);
    await till.payment.typePin(CANARY);
    await expect(till.page.getByText(till.words.count('payment', 'pin.wrong', 2))).toBeVisible();
    await till.page.keyboard.type(CANARY.slice(0, 3), { delay: 60 });
    await till.page.keyboard.press('Escape');
    await till.payment.seesVerdict('stopped');
    await expect(till.payment.verdict).toContainText(till.words.say('payment', 'money.untouched'));
    await expect.poll(() => pinPads(machine)).toBe(0);
    expect(await machine.steps()).toEqual([]);

    await till.payment.otherCard();
    await till.payment.payByCard('good-pin', CANARY);
    await till.payment.seesVerdict('declined');
    expect(await statesOf(bank, terminal)).toEqual(['declined']);
    await expect.poll(() => pinPads(machine)).toBe(0);

    // What the window and the main process hold for certain is found there, so that a PIN would be.
    await till.page.evaluate((seen) => Object.assign(globalThis, { seen: `${seen}` }), HELD);
    await machine.app.evaluate((_electron, seen) => void Object.assign(globalThis, { seen }), HELD);
    const [reader, window] = [await machine.readerPid(), await machine.windowPid()];
    const programs = withDescendants(pid);
    expect(programsWith(programs, HELD)).toEqual(expect.arrayContaining([pid, window]));
    expect(programsWith(programs, CANARY)).toEqual([]);

    // And so in what a crash leaves of each; where this system keeps no core files, that was all.
    const dumps = await machine.crash();
    const kept = (...pids: readonly number[]): string[] =>
      dumps.flatMap(({ pid: of, file }) => (file !== null && pids.includes(of) ? [file] : []));
    if (dumps.some(({ file }) => file !== null)) expect(kept(pid)).toHaveLength(1);
    for (const { pid: of, whyNone } of dumps.filter(({ file }) => file === null)) {
      const description = `${of} left no core file, its memory alone was read: ${whyNone}`;
      test.info().annotations.push({ type: 'F40', description });
      console.log(`F40: ${description}`);
    }
    expect(await filesWith(machine.folder, formsOf(HELD))).toEqual(
      expect.arrayContaining(kept(pid, window)),
    );
    expect(await filesWith(machine.folder, formsOf(CANARY))).toEqual([]);
    // The reader alone holds card numbers: the test cards lie in it.
    const cards = formsOfCards(TEST_CARDS.map(({ number }) => number));
    expect(await filesWith(machine.folder, cards)).toEqual(kept(reader));
  },
);

test('P1 killed while a PIN was on its way: asked about and taken back, never sent again', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-pin');
  const { body } = await request.reached;
  const { sealedPin } = (JSON.parse(body) as { attempt: { sealedPin: string } }).attempt;
  await machine.kill();
  request.drop();
  expect(await filesWith(machine.folder, [Buffer.from(sealedPin)])).toEqual([]);

  const again = await machine.start();
  await again.waitUntilOnline();
  await expect.poll(() => statesOf(bank, terminal)).toEqual(['tombstone']);
  await again.waitUntilAllSent();
  const withPin = cable.exchanges.filter((one) => one.body.includes('sealedPin'));
  expect(withPin.map(({ path }) => path)).toEqual([AUTHORISATIONS]);
  expect(await machine.steps()).toEqual(['intent', 'reversal-decided']);
});

function pinPads(machine: ElectronTill): Promise<number> {
  return machine.app.evaluate(
    ({ app }) => app.getAppMetrics().filter(({ name }) => name === 'TwinTill PIN pad').length,
  );
}
