import type { ElectronTill } from '../../../e2e/electron-till.ts';
import type { BenchContext } from '../../frame/row.ts';
import { goodsFile } from '../../goods/file.ts';

/** A shop's whole list comes into the till as people bring it there; then it can be searched. */
export async function importGoods(
  { till }: ElectronTill,
  count: number,
  { say }: BenchContext,
): Promise<void> {
  say(`importing ${count.toLocaleString('en')} goods`);
  await till.waitUntilOnline();
  await till.goTo('catalogue');
  await till.catalogue.importFile('goods.csv', goodsFile(count));
  await till.catalogue.seesImported(count);
  await till.catalogue.seesSearchReady();
}
