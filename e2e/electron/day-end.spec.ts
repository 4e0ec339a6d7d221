import type { JSHandle, Page } from '@playwright/test';
import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { approveUnbooked } from '../bank-lies.ts';
import type { Cable } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import { typeDigits } from '../page-models/pin-pad.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import type { NewTerminal, RunningBank } from '../whole-way/running-bank.ts';

const WATER = SHELF.water.barcode;
const SUPERVISOR_PIN = '0000';
const TAPPED = { by: 'card', cardId: 'good-tap' } as const;

/** What was paid out to this till's merchant for its own settlements, in the bank's books (I1). */
async function paidOut(bank: RunningBank, { terminalId }: NewTerminal): Promise<readonly number[]> {
  const rows = await bank.rows<{ paid: string }>(
    `SELECT coalesce(sum(e.credit_minor - e.debit_minor), 0) AS paid FROM settlements s
     LEFT JOIN ledger_entries e ON e.posting_id = s.id || ':settlement'
       AND e.account LIKE '%:paid-out'
     WHERE s.terminal_id = $1 AND s.settled_at_ms IS NOT NULL
     GROUP BY s.batch_number ORDER BY s.batch_number`,
    [terminalId],
  );
  const problems = await bank.problems();
  // The bank is shared: another test occupies a number by hand, to see what a till makes of it (I8).
  const own = problems.filter((line) => !/^void-number .* has a number but no record$/.test(line));
  expect(own).toEqual([]);
  return rows.map(({ paid }) => Number(paid));
}

async function openDayEnd(till: TillPage): Promise<void> {
  await till.goTo('queue');
  await till.dayEnd.open();
}

/** The bank's own hand says yes, and its books know nothing of the sale. */
async function sellBehindItsBack(till: TillPage, cable: Cable, bank: RunningBank): Promise<void> {
  const theTruthAgain = await approveUnbooked(cable, bank);
  await till.sell([WATER, WATER], TAPPED);
  await till.payment.nextSale();
  theTruthAgain();
}

test('P22 a day that balances, by keys: both totals, a slip, and the next batch', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  await openDayEnd(till);
  await till.dayEnd.sees('ready');
  await till.dayEnd.seesDebit('¥2.00', null);
  await expectNoBarrier(till.page, 'ready');
  const slips = (await machine.slips()).length;
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await till.dayEnd.seesDebit('¥2.00', '¥2.00');
  await expectNoBarrier(till.page, 'confirmed');
  await expect.poll(async () => (await machine.slips()).length).toBe(slips + 1);
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  expect(paper).toContain(till.words.say('dayEnd', 'phase.confirmed'));
  expect(paper).toContain(RECEIPT_WORDS['zh-CN'].markTraining);
  expect(await paidOut(bank, terminal)).toEqual([200]);

  await till.dayEnd.leave();
  await till.goTo('register');
  await till.sell([WATER, WATER], TAPPED);
  await till.payment.nextSale();
  await openDayEnd(till);
  await till.dayEnd.seesDebit('¥4.00', null);
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  expect(await paidOut(bank, terminal)).toEqual([200, 400]);
});

test('F36 closed without a line: not confirmed, the unsent sale named and not in the total', async ({
  bank,
  cable,
  machine,
  terminal,
  till,
}) => {
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER, WATER], { by: 'promise', cardId: 'good-tap' });
  await till.payment.nextSale();
  await openDayEnd(till);
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('unconfirmed');
  await till.dayEnd.seesDebit('¥2.00', null);
  await expect(till.dayEnd.beside).toContainText('¥4.00');
  await expect(till.dayEnd.beside).toContainText('-000002');
  await expectNoBarrier(till.page, 'unconfirmed');
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('\n');
  expect(paper).toContain(till.words.say('dayEnd', 'phase.unconfirmed'));
  expect(paper).toContain('-000002');
  expect(await paidOut(bank, terminal)).toEqual([]);

  await till.dayEnd.leave();
  await cable.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  await till.dayEnd.open();
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await till.dayEnd.seesDebit('¥6.00', '¥6.00');
  expect(await paidOut(bank, terminal)).toEqual([600]);
});

test('P22 another settlement has closed the batch: said on screen and slip, and settled anew by its key', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  // A till that was put back to an older state settled it, and has forgotten.
  await bank.rows(
    `INSERT INTO settlements SELECT merchant_id, gen_random_uuid(), id, batch_number, '00', 1, 2
     FROM terminals WHERE id = $1`,
    [terminal.terminalId],
  );
  await openDayEnd(till);
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('error');
  const why = till.words.say('dayEnd', 'error.batch-closed').split('{{batch}}');
  for (const part of why) await expect(till.dayEnd.dialog).toContainText(part);
  await expectNoBarrier(till.page, 'error');
  const paper = ((await machine.slips()).at(-1)?.lines ?? []).join('');
  expect(paper).toContain(till.words.say('dayEnd', 'error.money.batch-closed'));
  expect(await paidOut(bank, terminal)).toEqual([0]);
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  expect(await paidOut(bank, terminal)).toEqual([0, 200]);
});

test('F34 F35 the bank misses a sale; SIGKILL in the upload: it goes on, names it, and it is put right', async ({
  bank,
  cable,
  machine,
  terminal,
  till,
}) => {
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await sellBehindItsBack(till, cable, bank);
  await till.waitUntilAllSent();
  const upload = cable.hold('/v1/settlements/records', 'answer');
  await openDayEnd(till);
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await upload.reached;
  await machine.kill();
  upload.drop();

  const again = await machine.start();
  await again.waitUntilOnline();
  await openDayEnd(again);
  await again.dayEnd.sees('disagree');
  await again.dayEnd.seesDebit('¥6.00', '¥2.00');
  await expect(again.dayEnd.difference('missing-at-bank', 'upload')).toContainText('-000002');
  await expectNoBarrier(again.page, 'disagree');
  await again.dayEnd.cureAll('asked the bank', SUPERVISOR_PIN);
  await again.dayEnd.sees('confirmed');
  await again.dayEnd.seesDebit('¥6.00', '¥6.00');
  expect(await paidOut(bank, terminal)).toEqual([600]);
  const settlements = await bank.rows(`SELECT id FROM settlements WHERE terminal_id = $1`, [
    terminal.terminalId,
  ]);
  expect(settlements).toHaveLength(1);
});

test('P22 a day end that cannot be read says so in its place, and is read again by its button', async ({
  till,
}) => {
  const { page, words } = till;
  await till.goTo('queue');
  const mend = await breakDatabase(page);
  await page.keyboard.press('F3');
  const unread = page.getByRole('dialog', { name: words.say('dayEnd', 'openDayEnd') });
  await expect(unread.getByRole('alert')).toContainText(words.say('queue', 'notRead'));
  await expectNoBarrier(page, 'a day end that cannot be read');
  await mend.evaluate((repair) => repair());
  await unread.getByRole('button', { name: words.say('frame', 'tryAgain') }).click();
  await till.dayEnd.sees('ready');
});

test('F38 P22 a PIN that is cancelled while it is looked at approves nothing', async ({
  bank,
  terminal,
  till,
}) => {
  const { page } = till;
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await openDayEnd(till);
  await page.keyboard.press('F9');
  await typeDigits(page, SUPERVISOR_PIN);
  await page.evaluate(pressBothAtOnce);
  // The next PIN is looked at after it.
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  expect(await paidOut(bank, terminal)).toHaveLength(1);
});

/** Runs in the window: no answer of the program comes between the two. */
function pressBothAtOnce(): void {
  for (const key of ['Enter', 'Escape']) {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }
}

/** From now on nothing can be read or written, until it is mended. */
function breakDatabase(page: Page): Promise<JSHandle<() => boolean>> {
  return page.evaluateHandle(() => {
    const sound = Reflect.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction') ?? {};
    const broken = (): never => {
      throw new DOMException('planted', 'UnknownError');
    };
    Reflect.defineProperty(IDBDatabase.prototype, 'transaction', { ...sound, value: broken });
    return () => Reflect.defineProperty(IDBDatabase.prototype, 'transaction', sound);
  });
}
