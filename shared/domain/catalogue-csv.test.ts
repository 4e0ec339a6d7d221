import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitFor } from './barcode.ts';
import { mapHeader, missingColumns, templateHeader } from './catalogue-columns.ts';
import { createRowReader, isBlankRow, type CatalogueFault } from './catalogue-csv.ts';

const HEADER = templateHeader('en');

/** A good row, with the cells that a test cares about changed. */
function cells(changes: Readonly<Record<string, string>> = {}): string[] {
  const good: Readonly<Record<string, string>> = {
    barcode: '6901234567892',
    sku: 'A-1',
    namezh: '乌龙茶',
    nameen: 'Oolong tea',
    category: '饮料',
    price: '4.50',
    tax: '13%',
    unit: '瓶',
    favourite: 'yes',
  };
  return HEADER.map((name) => changes[name] ?? good[name] ?? '');
}

function read(...rows: string[][]) {
  const reader = createRowReader(mapHeader(HEADER), HEADER.length);
  return rows.map((row, i) => reader(row, i + 2));
}

function faultsOf(...rows: string[][]): CatalogueFault[] {
  return read(...rows).flatMap((outcome) => (outcome.ok ? [] : outcome.error));
}

describe('the header of a catalogue file', () => {
  it.each(['zh', 'en'] as const)('the template in %s is recognised whole', (language) => {
    const mapping = mapHeader(templateHeader(language));
    expect(Object.values(mapping)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(missingColumns(mapping)).toEqual([]);
  });

  it('names are recognised however they are spelled', () => {
    expect(mapHeader(['Bar Code', '商品名称', 'NAME_EN', '零售价(元)', '税率（%）'])).toEqual({
      barcode: 0,
      nameZh: 1,
      nameEn: 2,
      price: 3,
      tax: 4,
    });
  });

  it('what a file cannot do without is named', () => {
    expect(missingColumns(mapHeader(['分类', '备注']))).toEqual(['name', 'code', 'price']);
    expect(missingColumns(mapHeader(['sku', 'name', 'price']))).toEqual([]);
  });
});

describe('a row of a catalogue file', () => {
  it('a good row becomes a product, cell by cell', () => {
    expect(read(cells())).toEqual([
      {
        ok: true,
        value: {
          product: {
            id: '6901234567892',
            barcode: '6901234567892',
            sku: 'A-1',
            nameZh: '乌龙茶',
            nameEn: 'Oolong tea',
            category: 'drinks',
            priceMinor: 450,
            taxBasisPoints: 1300,
            unit: 'piece',
          },
          category: { id: 'drinks', nameZh: '饮料', nameEn: 'Drinks' },
          isFavourite: true,
        },
      },
    ]);
  });

  it.each([
    [{ barcode: '' }, { id: 'sku-A-1', barcode: '' }],
    [{ barcode: '036000291452' }, { id: '0036000291452' }],
    [{ barcode: '１２３４５' }, { barcode: '12345' }],
    [{ sku: '' }, { id: '6901234567892', sku: '' }],
    [{ nameen: '' }, { nameZh: '乌龙茶', nameEn: '乌龙茶' }],
    [{ namezh: '' }, { nameZh: 'Oolong tea', nameEn: 'Oolong tea' }],
    [{ nameen: '=1+1' }, { nameEn: '=1+1' }],
    [{ nameen: '=HYPERLINK("http://x","y")' }, { nameEn: '=HYPERLINK("http://x","y")' }],
    [{ nameen: '  Oolong   tea ' }, { nameEn: 'Oolong tea' }],
    [{ category: '' }, { category: 'other' }],
    [{ category: 'services' }, { category: 'services' }],
    [{ category: '文具' }, { category: 'file-文具' }],
    [{ tax: '' }, { taxBasisPoints: 1300 }],
    [{ tax: '9' }, { taxBasisPoints: 900 }],
    [{ tax: '6.5 %' }, { taxBasisPoints: 650 }],
    [{ tax: '0' }, { taxBasisPoints: 0 }],
    [{ tax: '免税' }, { taxBasisPoints: 0 }],
    [{ unit: 'KG' }, { unit: 'kg' }],
    [{ unit: '公斤' }, { unit: 'kg' }],
    [{ unit: '' }, { unit: 'piece' }],
  ])('%j is read as %j', (changes, expected) => {
    expect(read(cells(changes))[0]).toMatchObject({ ok: true, value: { product: expected } });
  });

  it.each([
    [{ barcode: '6901234567893' }, 'barcode', 'barcode-check-digit'],
    [{ barcode: '6.90123E+12' }, 'barcode', 'barcode-rounded'],
    [{ barcode: 'ABC' }, 'barcode', 'barcode-not-digits'],
    [{ barcode: '=1+1' }, 'barcode', 'barcode-not-digits'],
    [{ barcode: '1'.repeat(41) }, 'barcode', 'text-too-long'],
    [{ barcode: '', sku: '' }, 'barcode', 'code-missing'],
    [{ sku: 'x'.repeat(41) }, 'sku', 'text-too-long'],
    [{ namezh: '', nameen: '' }, 'nameZh', 'name-missing'],
    [{ nameen: 'x'.repeat(121) }, 'nameEn', 'text-too-long'],
    [{ nameen: 'a\u0000b' }, 'nameEn', 'text-control'],
    [{ namezh: '乌\uFFFD茶' }, 'nameZh', 'text-control'],
    [{ price: '' }, 'price', 'price-missing'],
    [{ price: '0' }, 'price', 'price-zero'],
    [{ price: '-1' }, 'price', 'price-negative'],
    [{ price: '1000000000000' }, 'price', 'price-too-large'],
    [{ price: '1e3' }, 'price', 'price-not-decimal'],
    [{ price: '1.005' }, 'price', 'price-too-fine'],
    [{ tax: '0.13' }, 'tax', 'tax-unclear'],
    [{ tax: '101' }, 'tax', 'tax-unclear'],
    [{ tax: 'much' }, 'tax', 'tax-unclear'],
    [{ unit: '斤' }, 'unit', 'unit-unknown'],
    [{ unit: 'g' }, 'unit', 'unit-unknown'],
    [{ favourite: 'maybe' }, 'favourite', 'favourite-unknown'],
  ])('%j is refused at %s as %s', (changes, column, code) => {
    expect(faultsOf(cells(changes))).toMatchObject([{ row: 2, column, code }]);
  });

  it('every fault of a row is named at once', () => {
    const faults = faultsOf(cells({ barcode: '6901234567893', price: '0', unit: '斤' }));
    expect(faults.map(({ code }) => code)).toEqual([
      'barcode-check-digit',
      'price-zero',
      'unit-unknown',
    ]);
  });

  it('a barcode or article number used twice names the row that had it first', () => {
    const other = { barcode: '2000000000015', sku: 'A-2' };
    const faults = faultsOf(
      cells(),
      cells({ ...other, sku: 'A-1' }),
      cells({ ...other, barcode: '6901234567892' }),
    );
    expect(faults).toMatchObject([
      { row: 3, column: 'sku', code: 'sku-twice', params: { found: 'A-1', firstRow: '2' } },
      { row: 4, column: 'barcode', code: 'barcode-twice', params: { firstRow: '2' } },
    ]);
  });

  it('a row of the wrong width is not trusted, as at the end of a torn file', () => {
    expect(faultsOf(cells().slice(0, 6))).toMatchObject([
      { row: 2, column: null, code: 'row-short', params: { found: '6', expected: '9' } },
    ]);
    expect(faultsOf([...cells(), 'more'])).toMatchObject([{ row: 2, code: 'row-long' }]);
  });

  it('a fault quotes the cell, but never a page of it', () => {
    const [fault] = faultsOf(cells({ price: 'x'.repeat(10_000) }));
    expect(fault?.params['found']).toHaveLength(61);
  });

  it('a blank row is told apart from a bad one', () => {
    expect(isBlankRow(['', '  ', '\t'])).toBe(true);
    expect(isBlankRow(['', '0'])).toBe(false);
  });

  it('whatever a row contains, it is a sellable product or a named fault, never an exception', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', '=1', '４', 'kg'));
    const someChanges = fc.dictionary(fc.constantFrom(...HEADER), anyText, { maxKeys: 3 });
    const anyRow = fc.oneof(someChanges.map(cells), fc.array(anyText, { maxLength: 11 }));
    fc.assert(
      fc.property(anyRow, (row) => {
        const [outcome] = read(row);
        if (outcome?.ok === true) {
          const { priceMinor, id, nameZh, nameEn } = outcome.value.product;
          expect(priceMinor).toBeGreaterThan(0);
          expect(id.length).toBeLessThanOrEqual(64);
          expect(Math.min(nameZh.length, nameEn.length)).toBeGreaterThan(0);
        } else expect(outcome?.error.length).toBeGreaterThan(0);
      }),
    );
  });

  it('any EAN-13 with its check digit is taken as it stands', () => {
    const twelve = fc.integer({ min: 100_000_000_000, max: 999_999_999_999 }).map(String);
    fc.assert(
      fc.property(twelve, (before) => {
        const barcode = `${before}${checkDigitFor(before)}`;
        expect(read(cells({ barcode }))[0]).toMatchObject({
          ok: true,
          value: { product: { barcode } },
        });
      }),
    );
  });
});
