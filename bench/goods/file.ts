import { makeGoods } from './goods.ts';

/** A shop's list as it comes out of another system. */
export function goodsFile(count: number): string {
  const rows = makeGoods(count).map(
    ({ sku, barcode, nameZh, nameEn }) => `${barcode},${sku},${nameZh},${nameEn},4.50,13%`,
  );
  return ['条码,货号,名称,英文名称,售价,税率', ...rows].join('\n');
}
