import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { statesOf } from '../books.ts';
import { expect, test } from '../fixtures.ts';

const SUPERVISOR_PIN = '0000';
const { authorisationCode, referenceNumber, typeHold, heldAmount } = RECEIPT_WORDS['zh-CN'];

test('A21 P18 an amount is held by keys; its slip completes it, and no more than 115 % is taken', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  const { holds, sales, words } = till;
  await till.goTo('sales');
  await holds.open('hold');
  await expectNoBarrier(till.page, 'amount to hold');
  await holds.holdIt('50.00', 'good-pin');
  await holds.seesEnd('done');
  await expectNoBarrier(till.page, 'held');
  await holds.leave();
  const row = sales.rows.filter({ hasText: '-000001' });
  await expect(row).toContainText(words.say('sales', 'state.held'));
  // Nobody's income: it has no ink.
  await expect(row.locator('[data-ink]')).toHaveCount(0);
  await expect.poll(async () => (await machine.slips()).length).toBe(1);
  const slip = ((await machine.slips())[0]?.lines ?? []).join('\n');
  for (const text of [typeHold, heldAmount, '50.00']) expect(slip).toContain(text);
  const read = (word: string): string => new RegExp(`^${word} *(\\d+)$`, 'm').exec(slip)?.[1] ?? '';
  await holds.open('complete');
  const number = read(referenceNumber);
  await holds.find({ number, authorisationCode: read(authorisationCode), amount: '50.00' });
  await holds.completeIt('57.51');
  await expect(holds.dialog).toContainText('57.50');
  await expectNoBarrier(till.page, 'hold to complete');
  await holds.completeIt('45.00');
  await holds.seesEnd('done');
  await holds.leave();
  await sales.seesSale('-000002', 'certain');
  await holds.open('complete');
  await holds.find({ number, authorisationCode: read(authorisationCode), amount: '50.00' });
  await expect(holds.dialog).toContainText(words.say('hold', 'stands.completed'));
  expect(await statesOf(bank, terminal)).toEqual(['approved', 'approved']);
});

test('F38 a hold of this till is released with a supervisor’s PIN, its slip being there already', async ({
  bank,
  terminal,
  till,
}) => {
  const { holds, sales, words } = till;
  await till.goTo('sales');
  await holds.open('hold');
  await holds.holdIt('20.00', 'good-pin');
  await holds.seesEnd('done');
  await holds.leave();
  await expect(sales.rows.first()).toContainText(words.say('sales', 'state.held'));
  await sales.rows.first().click();
  await expect(sales.rows.first()).toHaveAttribute('aria-selected', 'true');
  await expect(sales.voidButton).toContainText(words.say('sales', 'hindrance.held'));
  await holds.open('release');
  await holds.findIt();
  await holds.releaseIt(SUPERVISOR_PIN);
  await holds.seesEnd('done');
  await holds.leave();
  await expect(sales.rows.first()).toContainText(words.say('sales', 'state.released'));
  expect(await statesOf(bank, terminal)).toEqual(['approved', 'approved']);
});
