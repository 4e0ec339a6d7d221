import { err, ok, type Result } from '../lib/result.ts';
import { hasGtinLength, hasRightCheckDigit, normalBarcode } from './barcode.ts';
import type { CatalogueColumn, ColumnMapping } from './catalogue-columns.ts';
import { parsePrice, type PriceFault } from './decimal-price.ts';
import type { Minor } from './money.ts';
import { KNOWN_CATEGORIES, OTHER_CATEGORY, type Category, type Product } from './product.ts';

/**
 * The rules of one row of a catalogue file. Every cell is text: nothing is executed (`=1+1` is a
 * name like any other, and no price), nothing is guessed, and every fault of a row is named at
 * once, so that a file of a hundred thousand rows is mended in one go and not in a hundred tries.
 */
export interface CatalogueFault {
  /** As the spreadsheet numbers it, the header being 1; null = the file as a whole. */
  readonly row: number | null;
  readonly column: CatalogueColumn | null;
  readonly code: CatalogueFaultCode;
  /** What the text of the code mentions: the cell as found, the other row. */
  readonly params: Readonly<Record<string, string>>;
}

export type CatalogueFaultCode =
  | PriceFault
  | 'file-empty'
  | 'file-no-rows'
  | 'file-too-large'
  | 'file-encoding'
  | 'column-missing'
  | 'row-short'
  | 'row-long'
  | 'quotes-broken'
  | 'quotes-open'
  | 'text-too-long'
  | 'text-control'
  | 'name-missing'
  | 'code-missing'
  | 'barcode-not-digits'
  | 'barcode-rounded'
  | 'barcode-check-digit'
  | 'barcode-twice'
  | 'sku-twice'
  | 'tax-unclear'
  | 'unit-unknown'
  | 'favourite-unknown';

export interface CatalogueRow {
  readonly product: Product;
  readonly category: Category;
  readonly isFavourite: boolean;
}

/** Shorter than what a sale report may carry: a product that is in can always be sold and sent. */
const MAX_NAME_LENGTH = 120;
const MAX_CODE_LENGTH = 40;
const MAX_SHOWN_CELL_LENGTH = 60;
const DEFAULT_TAX_BASIS_POINTS = 1300;

/** Judges rows one after the other; it remembers only which codes it has seen, and where. */
export function createRowReader(mapping: ColumnMapping, width: number): RowReader {
  const seen: SeenCodes = { barcode: new Map(), sku: new Map() };
  return (cells, row) => {
    const faults: CatalogueFault[] = [];
    const note: Note = (column, code, params = {}) => faults.push({ row, column, code, params });
    // A row that stops early is a torn file or a stray quote: its cells are not to be trusted.
    if (cells.length !== width) {
      const short = cells.length < width;
      const params = { found: String(cells.length), expected: String(width) };
      return err([{ row, column: null, code: short ? 'row-short' : 'row-long', params }]);
    }
    const cell = (column: CatalogueColumn): string => {
      const at = mapping[column];
      return at === undefined ? '' : (cells[at] ?? '').trim();
    };
    const codes = readCodes(cell, row, seen, note);
    const names = readNames(cell, note);
    const priceMinor = readPrice(cell('price'), note);
    const taxBasisPoints = readTax(cell('tax'), note);
    const unit = readUnit(cell('unit'), note);
    const isFavourite = readFavourite(cell('favourite'), note);
    const category = readCategory(readText(cell, 'category', MAX_CODE_LENGTH, note));
    if (faults.length > 0) return err(faults);
    const id = codes.barcode === '' ? `sku-${codes.sku}` : codes.barcode;
    const product: Product = {
      id,
      ...codes,
      ...names,
      category: category.id,
      priceMinor,
      taxBasisPoints,
      unit,
    };
    return ok({ product, category, isFavourite });
  };
}

export type RowReader = (
  cells: readonly string[],
  row: number,
) => Result<CatalogueRow, readonly CatalogueFault[]>;

/** Blank rows are skipped, but they are counted: the spreadsheet counts them too. */
export function isBlankRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

type Cell = (column: CatalogueColumn) => string;
type Note = (
  column: CatalogueColumn,
  code: CatalogueFaultCode,
  params?: Readonly<Record<string, string>>,
) => void;

interface SeenCodes {
  readonly barcode: Map<string, number>;
  readonly sku: Map<string, number>;
}

function readCodes(
  cell: Cell,
  row: number,
  seen: SeenCodes,
  note: Note,
): { readonly barcode: string; readonly sku: string } {
  const barcode = readBarcode(cell('barcode'), note);
  const sku = readText(cell, 'sku', MAX_CODE_LENGTH, note);
  if (barcode === '' && sku === '') note('barcode', 'code-missing');
  for (const [column, code] of [
    ['barcode', barcode],
    ['sku', sku],
  ] as const) {
    if (code === '' || code === null) continue;
    const first = seen[column].get(code);
    if (first === undefined) seen[column].set(code, row);
    else note(column, `${column}-twice`, { found: shown(code), firstRow: String(first) });
  }
  return { barcode: barcode ?? '', sku };
}

/** Null when it is wrong, so that it is not reported as missing as well. */
function readBarcode(written: string, note: Note): string | null {
  const bare = written.normalize('NFKC').replaceAll(/[\s'-]/gu, '');
  if (bare === '') return '';
  const params = { found: shown(written) };
  // What a spreadsheet makes of thirteen digits: the last ones are gone for good.
  if (/^\d+(?:\.\d+)?e\+?\d+$/iu.test(bare)) note('barcode', 'barcode-rounded', params);
  else if (!/^\d+$/.test(bare)) note('barcode', 'barcode-not-digits', params);
  else if (bare.length > MAX_CODE_LENGTH)
    note('barcode', 'text-too-long', tooLong(MAX_CODE_LENGTH));
  else if (hasGtinLength(bare) && !hasRightCheckDigit(bare)) {
    note('barcode', 'barcode-check-digit', params);
  } else return normalBarcode(bare);
  return null;
}

/** One name is enough: the other language then shows the same. */
function readNames(cell: Cell, note: Note): { readonly nameZh: string; readonly nameEn: string } {
  const nameZh = readText(cell, 'nameZh', MAX_NAME_LENGTH, note);
  const nameEn = readText(cell, 'nameEn', MAX_NAME_LENGTH, note);
  if (nameZh === '' && nameEn === '') note('nameZh', 'name-missing');
  return { nameZh: nameZh === '' ? nameEn : nameZh, nameEn: nameEn === '' ? nameZh : nameEn };
}

function readText(cell: Cell, column: CatalogueColumn, most: number, note: Note): string {
  const text = cell(column).replaceAll(/\s+/gu, ' ');
  if (text.length > most) note(column, 'text-too-long', tooLong(most));
  // PostgreSQL refuses NUL, and a control character is a file read under the wrong encoding.
  else if (/[\p{Cc}\uFFFD]/u.test(text)) note(column, 'text-control', { found: shown(text) });
  return text;
}

function readPrice(written: string, note: Note): Minor {
  const price = parsePrice(written);
  if (price.ok) return price.value;
  note('price', price.error, { found: shown(written) });
  return 0 as Minor;
}

/** `13`, `13%` and `13 %` are thirteen percent; `0.13` may be a fraction, so the file must say. */
function readTax(written: string, note: Note): number {
  const bare = written.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();
  if (bare === '') return DEFAULT_TAX_BASIS_POINTS;
  if (['免税', '免', 'exempt', 'none'].includes(bare)) return 0;
  const parts = /^(\d{1,3})(?:\.(\d{1,2}))?(%?)$/.exec(bare);
  const [, whole = '', fraction = '', sign = ''] = parts ?? [];
  const basisPoints = Number(`${whole}${fraction.padEnd(2, '0')}`);
  const isFraction = sign === '' && basisPoints > 0 && basisPoints < 100;
  if (parts !== null && !isFraction && basisPoints <= 10_000) return basisPoints;
  note('tax', 'tax-unclear', { found: shown(written) });
  return 0;
}

const PIECE_WORDS = new Set([
  '',
  ...'piece pieces pc pcs ea each unit bottle box bag pack can'.split(' '),
  ...'件 个 個 只 支 瓶 袋 包 盒 罐 桶 条 把 张 本 双 套 箱 次 份 块 片 台 粒 杯 卷 提 枚 听 排 串'.split(
    ' ',
  ),
]);
const KILOGRAM_WORDS = ['kg', 'kilogram', 'kilograms', 'kilo', '千克', '公斤'];

/** Half-pounds (斤) and grams are refused, not converted: a wrong factor is a wrong price. */
function readUnit(written: string, note: Note): Product['unit'] {
  const word = written.normalize('NFKC').trim().toLowerCase();
  if (KILOGRAM_WORDS.includes(word)) return 'kg';
  if (!PIECE_WORDS.has(word)) note('unit', 'unit-unknown', { found: shown(written) });
  return 'piece';
}

function readFavourite(written: string, note: Note): boolean {
  const word = written.normalize('NFKC').trim().toLowerCase();
  if (['是', 'yes', 'y', 'true', '1', 'x', '√', '✓'].includes(word)) return true;
  if (!['', '否', 'no', 'n', 'false', '0'].includes(word)) {
    note('favourite', 'favourite-unknown', { found: shown(written) });
  }
  return false;
}

function readCategory(written: string): Category {
  if (written === '') return OTHER_CATEGORY;
  const wanted = written.toLowerCase();
  const known = KNOWN_CATEGORIES.find(
    ({ nameZh, nameEn }) => nameZh === written || nameEn.toLowerCase() === wanted,
  );
  return known ?? { id: `file-${written}`, nameZh: written, nameEn: written };
}

function tooLong(most: number): Readonly<Record<string, string>> {
  return { most: String(most) };
}

/** A fault quotes what it found, but never a page of it. */
function shown(text: string): string {
  return text.length > MAX_SHOWN_CELL_LENGTH ? `${text.slice(0, MAX_SHOWN_CELL_LENGTH)}…` : text;
}
