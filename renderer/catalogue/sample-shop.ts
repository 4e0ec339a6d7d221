import { minor } from '../../shared/domain/money.ts';
import type { Product } from '../../shared/domain/product.ts';

/** The sample shop of the first start: invented goods in the in-store barcode range 20–29. */
const ROWS = [
  ['2000000000015', '农夫山泉 550 ml', 'Spring water 550 ml', 200],
  ['2000000000022', '可口可乐 330 ml', 'Cola 330 ml', 300],
  ['2000000000039', '纯牛奶 250 ml', 'Milk 250 ml', 350],
  ['2000000000046', '红牛 250 ml', 'Energy drink 250 ml', 600],
  ['2000000000053', '柚子绿茶', 'Pomelo green tea', 500],
  ['2000000000060', '红烧牛肉面', 'Beef noodles', 450],
  ['2000000000077', '原味薯片', 'Potato crisps', 750],
  ['2000000000084', '夹心饼干', 'Cream biscuits', 890],
  ['2000000000091', '鸡蛋 10 枚', 'Eggs, 10', 1280],
  ['2000000000107', '五常大米 5 kg', 'Rice 5 kg', 3990],
  ['2000000000114', '抽纸 3 包', 'Tissues, 3 packs', 1190],
  ['2000000000121', '电池 5 号 4 粒', 'AA batteries, 4', 1500],
  ['2000000000138', '雨伞', 'Umbrella', 2500],
  ['2000000000145', '充电线', 'Charging cable', 1990],
  ['2000000000152', '口罩 10 片', 'Face masks, 10', 990],
] as const;

export const SAMPLE_PRODUCTS: readonly Product[] = ROWS.map(([barcode, nameZh, nameEn, price]) => ({
  id: barcode,
  sku: barcode.slice(7, 12),
  barcode,
  nameZh,
  nameEn,
  category: 'sample',
  priceMinor: minor(price),
  taxBasisPoints: 1300,
  unit: 'piece',
}));
