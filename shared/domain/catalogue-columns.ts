/**
 * The columns of a catalogue file, and the names under which they are recognised. A file from
 * another till rarely has ours; what is not recognised can be assigned by hand, and what is left
 * over is ignored.
 */
export const CATALOGUE_COLUMNS = [
  'barcode',
  'sku',
  'nameZh',
  'nameEn',
  'category',
  'price',
  'tax',
  'unit',
  'favourite',
] as const;

export type CatalogueColumn = (typeof CATALOGUE_COLUMNS)[number];

/** Which cell of a row belongs to which column; a column that is absent is not in the file. */
export type ColumnMapping = Readonly<Partial<Record<CatalogueColumn, number>>>;

/** Recognised header names, the first of each language is the one in the template. */
const HEADER_NAMES: Readonly<Record<CatalogueColumn, readonly string[]>> = {
  barcode: ['条码', 'barcode', '条形码', '商品条码', '国际条码', 'ean', 'ean13', 'gtin', 'upc'],
  sku: ['货号', 'sku', '商品编码', '商品编号', '编码', '编号', 'code', 'item', 'itemcode', 'plu'],
  nameZh: [
    '中文名称',
    'namezh',
    '名称',
    '商品名称',
    '品名',
    '商品名',
    'name',
    'productname',
    'title',
  ],
  nameEn: ['英文名称', 'nameen', '英文名', '英文品名', 'englishname'],
  category: ['分类', 'category', '类别', '商品分类', '品类', 'group', 'department'],
  price: ['售价', 'price', '价格', '单价', '零售价', '销售价', 'unitprice', 'retailprice'],
  tax: ['税率', 'tax', '税', 'taxrate', 'vat', 'vatrate'],
  unit: ['单位', 'unit', '计量单位', '销售单位', 'uom'],
  favourite: ['常用', 'favourite', '收藏', '快捷', 'favorite', 'quick'],
};

export type HeaderLanguage = 'zh' | 'en';

/** The header line of the template. */
export function templateHeader(language: HeaderLanguage): string[] {
  return CATALOGUE_COLUMNS.map(
    (column) => HEADER_NAMES[column][language === 'zh' ? 0 : 1] ?? column,
  );
}

/** The first cell that carries a column's name wins; a cell serves one column only. */
export function mapHeader(cells: readonly string[]): ColumnMapping {
  const named = cells.map(bareName);
  const mapping: Partial<Record<CatalogueColumn, number>> = {};
  for (const column of CATALOGUE_COLUMNS) {
    const at = named.findIndex((name) => HEADER_NAMES[column].includes(name));
    if (at >= 0) mapping[column] = at;
  }
  return mapping;
}

export type MissingColumn = 'name' | 'code' | 'price';

/** What a file cannot do without: some name, some code to find the product by, and a price. */
export function missingColumns(mapping: ColumnMapping): MissingColumn[] {
  const missing: MissingColumn[] = [];
  if (mapping.nameZh === undefined && mapping.nameEn === undefined) missing.push('name');
  if (mapping.barcode === undefined && mapping.sku === undefined) missing.push('code');
  if (mapping.price === undefined) missing.push('price');
  return missing;
}

/** `Name (zh)`, `name_zh` and `NAME-ZH` are one name; a unit in brackets after it is no part of it. */
function bareName(cell: string): string {
  return cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\((?:元|¥|cny|rmb|%)\)/gu, '')
    .replaceAll(/[\s_\-–().:*]/gu, '');
}
