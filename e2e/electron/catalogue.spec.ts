import { expect, test } from '../fixtures.ts';

const HEADER = '条码,名称,售价,税率';
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
