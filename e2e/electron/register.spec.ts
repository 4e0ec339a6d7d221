import type { Page } from '@playwright/test';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { holdDown } from '../held-key.ts';

const WATER = '2000000000015';
const COLA = '2000000000022';
const CUSTOMER = '李女士 138 0000 0000';
const UNKNOWN = '6900000000007';

test('A25 scans land wherever the focus is, whole, in order, the same code N times', async ({
  till,
}) => {
  const { register, page } = till;
  await register.scanAnywhere(WATER, COLA, WATER, WATER);
  await expect(register.total).toHaveText('¥9.00');
  await expect(register.lines).toHaveCount(2);

  await register.find.focus();
  await register.scanAnywhere(COLA);
  await expect(register.total).toHaveText('¥12.00');
  await expect(register.find).toHaveValue('');

  await till.goTo('queue');
  await register.scanAnywhere(COLA);
  await expect(register.total).toHaveText('¥15.00');

  // In the middle of typing: what was typed stays, the code is not among it.
  await register.find.focus();
  await register.typeByHand('nf');
  await page.waitForTimeout(200);
  await register.scanAnywhere(WATER);
  await expect(register.total).toHaveText('¥17.00');
  await expect(register.find).toHaveValue('nf');
});

test('A02 a first start says that all is a sample and how to replace it, until somebody has read it', async ({
  machine,
  till,
}) => {
  const title = till.words.say('register', 'sampleTitle');
  const notice = till.page.getByRole('region', { name: title });
  await expect(notice).toContainText(till.words.say('register', 'sampleReplace'));
  await till.register.scanAnywhere(WATER);
  await expect(notice).toHaveCount(0);
  await till.page.keyboard.press('Delete');
  await notice.getByRole('button', { name: till.words.say('register', 'sampleImport') }).click();
  await expect(till.page.getByText(till.words.say('catalogue', 'sampleNote'))).toBeVisible();
  await till.goTo('register');
  await notice.getByRole('button', { name: till.words.say('register', 'sampleRead') }).click();
  await expect(notice).toHaveCount(0);

  const again = await machine.restart();
  await again.waitUntilOpen();
  const empty = again.words.say('register', 'emptyCart');
  await expect(again.page.getByText(empty)).toBeVisible();
});

test('A25 a hand types, searches and takes; an unknown code is in the way until it is seen', async ({
  till,
}) => {
  const { register, page, words } = till;
  await register.find.focus();
  await register.typeByHand('nfsq');
  await expect(register.find).toHaveValue('nfsq');
  await expect(register.tile('农夫山泉 550 ml')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(register.total).toHaveText('¥2.00');
  await expect(register.find).toHaveValue('');

  await register.scanAnywhere(UNKNOWN, COLA);
  const dialog = page.getByRole('dialog', { name: words.say('register', 'unknownTitle') });
  await expect(dialog).toContainText(UNKNOWN);
  await expect(register.total).toHaveText('¥2.00');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(register.total).toHaveText('¥5.00');
});

test('A25 F20 scans during a payment are kept and announced, and are the next sale’s', async ({
  till,
}) => {
  const { register, payment, page } = till;
  await register.scanAnywhere(WATER);
  await expect(register.total).toHaveText('¥2.00');
  await page.keyboard.press('F9');
  await expect(register.find).toBeHidden();
  await register.scanAnywhere(COLA, COLA);
  const kept = till.words.say('register', 'scanKept').replace('{{count}}', '2');
  await expect(page.getByText(kept)).toBeVisible();
  // It has a place of its own and lies over no button.
  const notice = await page.getByText(kept).boundingBox();
  const tabs = await page.getByRole('navigation').boundingBox();
  expect(notice?.y).toBeGreaterThan((tabs?.y ?? 0) + (tabs?.height ?? 0));
  await payment.payCash('exact');
  await payment.seesVerdict('cash');
  await expect(page.getByText(kept)).toBeVisible();
  await payment.nextSale();
  await expect(register.total).toHaveText('¥6.00');
  await expect(page.getByText(kept)).toBeHidden();
});

test('A25 during a question scans wait and are never typed into a number', async ({ till }) => {
  const { register, page } = till;
  await register.scanAnywhere(WATER);
  await expect(register.total).toHaveText('¥2.00');
  await register.ask('F6');
  await register.scanAnywhere(COLA);
  await register.typeByHand('12');
  await page.keyboard.press('Enter');
  await expect(register.total).toHaveText('¥27.00');
});

test('A03 a reload and a kill keep the draft; a deleted line stays deleted', async ({
  till,
  machine,
}) => {
  const { register, page } = till;
  await register.scanAnywhere(WATER, COLA);
  await expect(register.total).toHaveText('¥5.00');
  await page.keyboard.press('Delete');
  await register.scanAnywhere(WATER);
  await register.ask('F8');
  await register.typeByHand('50');
  await page.keyboard.press('Enter');
  await expect(register.total).toHaveText('¥2.00');
  await register.seesItKept();
  await page.reload();
  await till.waitUntilOpen();
  await expect(register.total).toHaveText('¥2.00');
  await expect(register.lines).toHaveCount(1);

  await machine.kill();
  const again = await machine.start();
  await again.waitUntilOpen();
  await expect(again.register.total).toHaveText('¥2.00');
  await again.register.startPaying();
  await again.pay({ by: 'cash' });
  await again.page.reload();
  await again.waitUntilOpen();
  await expect(again.register.total).toHaveText('¥0.00');
});

test('A16 hold, serve another, start again, recall; discard asks first', async ({
  till,
  machine,
}) => {
  const { register, page, words } = till;
  await register.scanAnywhere(WATER, WATER);
  await expect(register.total).toHaveText('¥4.00');
  await register.nameCustomer(CUSTOMER);
  await page.keyboard.press('F4');
  await expect(register.total).toHaveText('¥0.00');
  await register.scanAnywhere(COLA);
  await register.startPaying();
  await till.pay({ by: 'cash' });

  await machine.kill();
  const again = await machine.start();
  await again.waitUntilOpen();
  await again.register.scanAnywhere(COLA);
  await expect(again.register.total).toHaveText('¥3.00');
  await again.page.keyboard.press('F5');
  const button = (key: 'takeUp' | 'discard' | 'discardConfirm') =>
    again.page.getByRole('button', { name: words.startsWith('register', key) });
  await expect(button('takeUp')).toBeVisible();
  await expect(again.page.getByRole('dialog')).toContainText(CUSTOMER);
  await again.page.keyboard.press('Enter');
  await expect(again.register.total).toHaveText('¥4.00');
  await expect(again.page.getByRole('complementary')).toContainText(CUSTOMER);
  // The dialog goes a moment after the goods have come; until then it keeps the keys to itself.
  await expect(button('takeUp')).toHaveCount(0);
  await again.page.keyboard.press('F5');
  await button('discard').click();
  await button('discardConfirm').click();
  await expect(again.page.getByText(words.say('register', 'recallEmpty'))).toBeVisible();
  await again.page.keyboard.press('Escape');
  await expect(again.register.total).toHaveText('¥4.00');
});

test('A25 a sale by keyboard alone: quantity, discount, note, lines, paying', async ({ till }) => {
  const { register, page } = till;
  await register.scanAnywhere(WATER, COLA);
  await expect(register.total).toHaveText('¥5.00');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(register.total).toHaveText('¥9.00');
  await page.keyboard.press('-');
  await expect(register.total).toHaveText('¥7.00');
  await register.ask('F6');
  await register.typeByHand('5');
  await page.keyboard.press('Enter');
  await expect(register.total).toHaveText('¥13.00');
  await register.ask('F7');
  await register.typeByHand('cold');
  await page.keyboard.press('Enter');
  await expect(register.lines.first()).toContainText('cold');
  await page.keyboard.press('Control+Delete');
  await expect(page.getByRole('dialog')).toContainText('¥13.00');
  await page.keyboard.press('Escape');
  // A finger that rests on a key has pressed it once.
  await holdDown(page, '+');
  await expect(register.total).toHaveText('¥15.00');
  await holdDown(page, 'Delete');
  await expect(register.total).toHaveText('¥3.00');
  await page.keyboard.press('F9');
  await expect(register.find).toBeHidden();
});

test('A18 a sale of nothing: what is wrong stands there before anybody pays, and no tender is asked for', async ({
  till,
  machine,
}) => {
  const { register, words, page } = till;
  const pay = page.getByRole('button', { name: words.startsWith('register', 'pay') });
  await register.scanAnywhere(WATER);
  await expect(register.total).toHaveText('¥2.00');
  await register.ask('F8');
  await register.typeByHand('100');
  await page.keyboard.press('Enter');
  await expect(register.total).toHaveText('¥0.00');
  await expect(page.getByText(words.say('register', 'forNothing'))).toBeVisible();
  await expect(pay).toBeDisabled();
  await page.keyboard.press('F9');
  await expect(register.find).toBeVisible();
  await expectNoBarrier(page, 'a sale of nothing');
  // One that costs something makes a sale of it.
  await register.scanAnywhere(COLA);
  await expect(register.total).toHaveText('¥3.00');
  await expect(page.getByText(words.say('register', 'forNothing'))).toHaveCount(0);
  await till.register.startPaying();
  await till.pay({ by: 'cash' });
  await till.payment.nextSale();
  expect(await machine.slips()).toMatchObject([{ amountMinor: 300 }]);
});

test('A25 the register and its questions are accessible in both languages and themes', async ({
  till,
}) => {
  const { register, page } = till;
  await register.scanAnywhere(WATER, COLA);
  await expect(register.total).toHaveText('¥5.00');
  for (const language of ['zh-CN', 'en'] as const) {
    await till.goTo('settings');
    await till.settings.speak(language);
    await till.goTo('register');
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expectAccessible(page, `${language} ${theme}`);
    }
  }
});

async function expectAccessible(page: Page, where: string): Promise<void> {
  await expectNoBarrier(page, where);
  for (const key of ['F6', 'F7', 'F8', 'F5', 'Control+Delete']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoBarrier(page, `${where} ${key}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
}
