import { moneyOf } from '../books.ts';
import { expectNoBarrier } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { LineDock } from '../page-models/line-dock.ts';
import { SHELF } from '../shelf.ts';

test('P14 P18 the line is cut beside the register, and the class sees both', async ({
  bank,
  terminal,
  till,
}) => {
  const dock = new LineDock(till);
  await dock.open();
  await expect(till.register.find).toBeVisible();
  await expect(dock.function('pin')).toContainText(till.words.say('line', 'worth.certain'));

  await dock.press('cut');
  await till.waitUntilOffline();
  await expect(dock.function('pin')).toContainText(till.words.say('line', 'worth.never'));
  await expect(dock.function('tap')).toContainText(till.words.say('line', 'worth.promised'));
  await expectNoBarrier(till.page);

  await till.sell([SHELF.water.barcode], { by: 'promise', cardId: 'good-tap' });
  await dock.press('mend');
  await till.waitUntilAllSent();
  expect((await moneyOf(bank, terminal)).map(({ state }) => state)).toEqual(['posted']);

  await till.payment.nextSale();
  await dock.close();
  await expect(dock.sheet).toBeHidden();
});
