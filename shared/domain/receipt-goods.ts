import { decimalText, negate } from './money.ts';
import { row, type ReceiptRow } from './receipt-rows.ts';
import type { ReceiptWords } from './receipt-words.ts';
import type { SaleLine } from './sale.ts';

export function lineRows(line: SaleLine, words: ReceiptWords): ReceiptRow[] {
  const price = decimalText(line.unitPriceMinor);
  const rows = [
    row(goodsName(line, words), ''),
    row(`  ${quantityText(line)} × ${price}`, decimalText(line.amountMinor)),
  ];
  if (line.discountMinor > 0) {
    rows.push(row(`  ${words.lineDiscount}`, decimalText(negate(line.discountMinor)), 'small'));
  }
  if (line.note !== '') rows.push(row(`  ${line.note}`, '', 'small'));
  return rows;
}

export function goodsName(
  { nameZh, nameEn }: Pick<SaleLine, 'nameZh' | 'nameEn'>,
  { language }: Pick<ReceiptWords, 'language'>,
): string {
  return language === 'zh-CN' ? nameZh : nameEn;
}

/** `2`, or `0.642 kg`: all three decimals of a scale. */
export function quantityText({
  unit,
  quantityMilli,
}: Pick<SaleLine, 'unit' | 'quantityMilli'>): string {
  const digits = String(quantityMilli).padStart(4, '0');
  const decimal = `${digits.slice(0, -3)}.${digits.slice(-3)}`;
  return unit === 'kg' ? `${decimal} kg` : decimal.replace(/\.?0+$/, '');
}
