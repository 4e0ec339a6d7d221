import { describe, expect, it } from 'vitest';
import { checkDigitFor } from '../../../shared/domain/barcode.ts';
import { createMemoryCatalogueStore } from '../../db/catalogue-store-memory.ts';
import { importCatalogue } from './catalogue-import.ts';
import { MAX_FILE_BYTES, previewFile } from './catalogue-file.ts';
import type { ImportOutcome, ImportProgress } from './catalogue-ports.ts';
import { CSV_HEADER, csvFile, faultLines } from '../testing/catalogue-bench.ts';

const GOOD_ROW = '2000000000015,Spring water,2.00';

function gtin(number: number): string {
  const before = `20${String(number).padStart(10, '0')}`;
  return `${before}${checkDigitFor(before)}`;
}

async function importing(file: File, signal = new AbortController().signal) {
  const store = createMemoryCatalogueStore();
  const progress: ImportProgress[] = [];
  const looked = await previewFile(file);
  const outcome: ImportOutcome =
    looked.kind === 'preview'
      ? await importCatalogue({ store, nowMs: () => 7 }, file, looked.preview, {
          signal,
          tell: (news) => progress.push(news),
        })
      : looked.kind === 'refused'
        ? { kind: 'refused', rowCount: 0, faultCount: looked.faults.length, faults: looked.faults }
        : looked;
  const slice = await store.slice(0, 1_000_000);
  const entries = slice.ok ? slice.value : [];
  const readings = entries.map(({ reading }) => reading);
  return { outcome, progress, products: entries.map(({ product }) => product), readings, store };
}

async function faultsOf(file: File): Promise<string[]> {
  const { outcome, products } = await importing(file);
  expect(products).toEqual([]);
  return outcome.kind === 'refused' ? faultLines(outcome.faults) : [outcome.kind];
}

describe('a catalogue file', () => {
  it('is imported whole, with its shelves and favourites in the order of the file', async () => {
    const { outcome, products, readings } = await importing(
      csvFile(
        '条码,货号,中文名称,英文名称,分类,售价,税率,单位,常用',
        `${gtin(1)},A1,乌龙茶,Oolong tea,饮料,4.50,13%,瓶,是`,
        ',A2,"橡皮, 大",,文具,"1,200.00",9,个,否',
        ',A3,"写着 ""好"" 的本子",,文具,3,,,',
      ),
    );
    expect(outcome).toEqual({
      kind: 'imported',
      header: {
        source: 'file',
        name: 'shop.csv',
        loadedAtMs: 7,
        productCount: 3,
        categories: [
          { id: 'drinks', nameZh: '饮料', nameEn: 'Drinks' },
          { id: 'file-文具', nameZh: '文具', nameEn: '文具' },
        ],
        favouriteIds: [gtin(1)],
      },
    });
    expect(readings).toEqual(['Wu Long Cha', 'Xiang Pi , Da', 'Xie Zhe " Hao " De Ben Zi']);
    expect(products.map(({ nameZh, priceMinor }) => [nameZh, priceMinor])).toEqual([
      ['乌龙茶', 450],
      ['橡皮, 大', 120_000],
      ['写着 "好" 的本子', 300],
    ]);
  });

  const text = `条码,名称,售价\n${gtin(1)},矿泉水,2\n`;
  const fromHex = (hex: string) => hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  const gb18030 = [
    ...fromHex('ccf5c2eb2cc3fbb3c62ccadbbcdb0a'),
    ...new TextEncoder().encode(`${gtin(1)},`),
    ...fromHex('bff3c8aacbae2c320a'),
  ];
  const utf16 = new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (c) => c.charCodeAt(0)).buffer);
  it.each([
    ['UTF-8', new TextEncoder().encode(text)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${text}`)],
    ['GB18030', new Uint8Array(gb18030)],
    ['UTF-16 as spreadsheets write it', utf16],
  ])('is read in %s', async (_, bytes) => {
    const { outcome, products } = await importing(new File([bytes], 'shop.csv'));
    expect(outcome).toMatchObject({ kind: 'imported' });
    expect(products.map(({ nameZh }) => nameZh)).toEqual(['矿泉水']);
  });

  it.each([
    ['semicolons', `barcode;name;price\n${gtin(1)};Tea;2.50`],
    ['tabs', `barcode\tname\tprice\r\n${gtin(1)}\tTea\t2.50\r\n`],
    ['old line ends', `barcode,name,price\r${gtin(1)},Tea,2.50\r`],
    ['mixed line ends', `barcode,name,price\r\n${gtin(1)},"Tea",2.50\n`],
    ['blank lines', `\n\nbarcode,name,price\n\n,,\n${gtin(1)},Tea,2.50\n\n`],
    ['extra columns', `price,stock,name,barcode\n2.50,17,Tea,${gtin(1)}`],
  ])('is read with %s', async (_, content) => {
    const { products } = await importing(new File([content], 'shop.csv'));
    expect(products).toMatchObject([{ nameEn: 'Tea', barcode: gtin(1), priceMinor: 250 }]);
  });

  it('a character that lies across two pieces is not broken', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${gtin(i)},矿泉水${i},2`);
    const { outcome, products, progress } = await importing(csvFile('条码,名称,售价', ...rows));
    expect(outcome).toMatchObject({ kind: 'imported', header: { productCount: 30_000 } });
    expect(products.every(({ nameZh }, i) => nameZh === `矿泉水${i}`)).toBe(true);
    expect(progress.length).toBeGreaterThan(3);
    const last = progress.at(-1);
    expect(last).toMatchObject({ rowCount: 30_000, faultCount: 0 });
    expect(last?.doneBytes).toBe(last?.totalBytes);
  });

  it.each([
    ['no bytes', new File([], 'x'), ['file - file-empty']],
    ['blank lines only', csvFile('', ' ', ''), ['file - file-empty']],
    ['a header only', csvFile(CSV_HEADER), ['file - file-no-rows']],
    [
      'other columns',
      csvFile('colour,size', 'red,3'),
      ['file - column-missing', 'file - column-missing', 'file - column-missing'],
    ],
    ['no price', csvFile('barcode,name', `${gtin(1)},Tea`), ['file - column-missing']],
    [
      'a quote that never ends',
      csvFile(CSV_HEADER, GOOD_ROW, `${gtin(2)},"Tea,3`, `${gtin(3)},Milk,4`),
      ['3 - quotes-open'],
    ],
    [
      'quotes that do not fit',
      csvFile(CSV_HEADER, `${gtin(2)},"Tea" green,3`, GOOD_ROW),
      ['2 - quotes-open'],
    ],
    [
      'the end torn off',
      new File([`${CSV_HEADER}\n${GOOD_ROW}\n20000000`], 'x'),
      ['3 - row-short'],
    ],
    [
      'the end torn off inside quotes',
      new File([`${CSV_HEADER}\n${GOOD_ROW}\n${gtin(2)},"Te`], 'x'),
      ['3 - quotes-open'],
    ],
    [
      'bad rows among good ones, counted as the spreadsheet counts',
      csvFile(CSV_HEADER, GOOD_ROW, '', '2000000000016,Tea,0', GOOD_ROW),
      ['4 barcode barcode-check-digit', '4 price price-zero', '5 barcode barcode-twice'],
    ],
  ])('with %s is refused and changes nothing', async (_, file, expected) => {
    expect(await faultsOf(file)).toEqual(expected);
  });

  it('that is no text in any encoding is refused', async () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(`${CSV_HEADER}\n`),
      0xff,
      0xff,
      0x0a,
    ]);
    expect(await faultsOf(new File([bytes], 'photo.csv'))).toEqual(['file - file-encoding']);
  });

  it('that is absurdly large is refused unread', async () => {
    const file = csvFile(CSV_HEADER, GOOD_ROW);
    Object.defineProperty(file, 'size', { value: MAX_FILE_BYTES + 1 });
    expect(await faultsOf(file)).toEqual(['file - file-too-large']);
  });

  it('with one forgotten quote in front of a hundred thousand rows is refused in the end', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `${gtin(i)},Tea ${i},2`);
    expect(await faultsOf(csvFile(CSV_HEADER, `${gtin(1)},"Tea,2`, ...rows))).toEqual([
      '2 - quotes-open',
    ]);
  });

  it('with a fault in every row counts them all and keeps the first thousand', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => `${gtin(i)},Tea ${i},free`);
    const { outcome } = await importing(csvFile(CSV_HEADER, ...rows));
    expect(outcome).toMatchObject({ kind: 'refused', rowCount: 5_000, faultCount: 5_000 });
    expect(outcome.kind === 'refused' && outcome.faults).toHaveLength(1_000);
  });

  it('A02 that is pulled out half-way, given up, or not written leaves the old catalogue', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${gtin(i)},Tea ${i},2`);
    const file = csvFile(CSV_HEADER, ...rows);
    const pulled = csvFile(CSV_HEADER, ...rows);
    pulled.slice = (from = 0) => {
      if (from > 300_000) throw new DOMException('gone', 'NotReadableError');
      return file.slice(from, from + 256_000);
    };
    // The first look reads it whole: it is pulled after that.
    const looked = await previewFile(file);
    if (looked.kind !== 'preview') throw new Error(looked.kind);
    const store = createMemoryCatalogueStore();
    const ports = { store, nowMs: () => 7 };
    const watch = { signal: new AbortController().signal, tell: () => undefined };
    await importCatalogue(ports, csvFile(CSV_HEADER, GOOD_ROW), looked.preview, watch);
    const before = await store.slice(0, 10);

    const gone = await importCatalogue(ports, pulled, looked.preview, watch);
    expect(gone).toMatchObject({ kind: 'failed', failure: { code: 'file-unreadable' } });
    const stop = new AbortController();
    const givenUp = await importCatalogue(ports, file, looked.preview, {
      signal: stop.signal,
      tell: () => stop.abort(),
    });
    expect(givenUp).toEqual({ kind: 'cancelled' });
    const unwritten = await importCatalogue(ports, file, looked.preview, {
      ...watch,
      tell: () => store.breakDown(true),
    });
    expect(unwritten).toMatchObject({ kind: 'failed', failure: { code: 'store-failed' } });
    store.breakDown(false);
    expect(await store.slice(0, 10)).toEqual(before);
  });
});
