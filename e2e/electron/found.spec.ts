import { AUTHORISATIONS } from '../cable.ts';
import { statesOf } from '../books.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { takeCardAnswerHeld } from '../held-answer.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

/** Killed with a payment under way, and started again: what the cashier is told (F01–F04). */
test('F03 killed after the bank committed: approved, slip not printed; the slip is a copy', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const answer = await takeCardAnswerHeld(cable, till, [WATER]);
  await machine.kill();
  answer.passOn();

  const again = await machine.start();
  const { found, words } = again;
  await expect(found.strip).toContainText(words.say('frame', 'left.slip-missing'));
  await expect(found.strip.locator('[data-ink]')).toHaveAttribute('data-ink', 'certain');
  await expectNoBarrier(again.page);
  await found.print();
  await expect(found.strip).toBeHidden();
  expect(await machine.slips()).toMatchObject([{ copyNumber: 2, certainty: 'certain' }]);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);
});

test('F02 killed before the bank had it: counts as not paid, and nothing is posted', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-tap');
  await request.reached;
  await machine.kill();

  const again = await machine.start();
  const { found, words } = again;
  await expect(found.strip).toContainText(words.say('frame', 'left.taken-back'));
  const reversed = () =>
    cable.exchanges.some(({ path, answer }) => path === '/v1/reversals' && answer !== null);
  await expect.poll(reversed).toBe(true);
  request.passOn();
  await again.waitUntilAllSent();
  await found.dismiss();
  await expect(found.strip).toBeHidden();
  expect(await machine.slips()).toEqual([]);
  const states = () => statesOf(bank, terminal);
  await expect.poll(states).not.toEqual([]);
  expect(await states()).not.toContain('approved');
});
