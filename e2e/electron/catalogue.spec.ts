import { checkDigitFor } from '../../shared/domain/barcode.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const HEADER = '条码,名称,售价,税率';
/** Two readings of a large file on a busy machine. */
const LARGE_FILE_TEST_MS = 300_000;
const TEA = '6901234567892,红茶,4.50,13%';

test('a list with a wrong row replaces nothing and names the row; mended, it is in place', async ({
  till,
}) => {
  await till.goTo('catalogue');
  await till.catalogue.importFile('goods.csv', `${HEADER}\n${TEA}\n6901234567893,绿茶,=1+1,13%\n`);
  await expect(till.catalogue.faults.filter({ hasText: '6901234567893' })).toContainText('3');
  await expect(till.catalogue.faults.filter({ hasText: '=1+1' })).toContainText('3');

  await till.catalogue.chooseAnotherFile();
  await till.catalogue.importFile('goods.csv', `${HEADER}\n${TEA}\n`);
  await till.catalogue.seesImported(1);
});

test('A18 a quantity that no amount can hold is refused where it is typed, and another one goes on', async ({
  till,
}) => {
  const { catalogue, register, page, words } = till;
  await till.goTo('catalogue');
  await catalogue.importFile('goods.csv', `${HEADER}\n6901234567892,金条,20000000.00,13%\n`);
  await catalogue.seesImported(1);
  await register.scanAnywhere('6901234567892');
  await expect(register.total).toHaveText('¥20,000,000.00');
  await register.ask('F6');
  await register.typeByHand('9999');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(words.say('register', 'fault.total-too-large'));
  for (let digit = 0; digit < 3; digit += 1) await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(register.total).toHaveText('¥180,000,000.00');
});

test('twenty thousand goods: stopped half-way nothing is replaced; in place, each is found', async ({
  till,
}) => {
  test.setTimeout(LARGE_FILE_TEST_MS);
  const { catalogue, register } = till;
  // A hundred thousand are read by the same worker in `catalogue-worker.browser.test.ts`.
  const names = Array.from({ length: 20_000 }, (_, i) => `红茶 ${i} 号`);
  const rows = names.map((name, i) => `${barcodeOf(i)},${name},4.50,13%`);
  const list = [HEADER, ...rows].join('\n');
  await till.goTo('catalogue');
  await catalogue.importFile('goods.csv', list);
  await catalogue.stop();
  await register.scanAnywhere(SHELF.water.barcode);
  await expect(register.total).toHaveText('¥2.00');

  await till.goTo('catalogue');
  await catalogue.chooseAnotherFile();
  await catalogue.importFile('goods.csv', list);
  await catalogue.seesImported(names.length);
  await catalogue.seesSearchReady();
  await register.scanAnywhere(barcodeOf(19_999));
  await expect(register.total).toHaveText('¥6.50');
  // By the initials of its pinyin, and by a part of its name.
  for (const text of ['hc19999h', '茶 19999']) {
    await register.find.fill(text);
    await expect(register.tile('红茶 19999 号')).toBeVisible();
  }
});

function barcodeOf(index: number): string {
  const digits = `69${String(1_000_000_000 + index)}`;
  return `${digits}${checkDigitFor(digits)}`;
}
