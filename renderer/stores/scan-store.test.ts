import { describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { Product } from '../../shared/domain/product.ts';
import { readScaleBarcode } from '../../shared/domain/scale-barcode.ts';
import { benchTill } from '../services/testing/bench-till.ts';
import { createCartStore } from './cart-store.ts';
import type { CatalogueApi } from './catalogue-state.ts';
import { slipCodeText } from '../../shared/domain/slip-code.ts';
import { createScanStore } from './scan-store.ts';

function product(barcode: string, unit: Product['unit'] = 'piece'): Product {
  const names = { nameZh: barcode, nameEn: barcode };
  const facts = { sku: '', category: 'drinks', taxBasisPoints: 0, priceMinor: minor(200) };
  return { id: barcode, barcode, ...names, ...facts, unit };
}

const WATER = product('2000000000015');
const TEA = product('2000000000022');
const APPLES = product('2100001000004', 'kg');

/** A catalogue of three products that answers only when it is let. */
function catalogue() {
  const waiting: (() => void)[] = [];
  let isSlow = false;
  let isNewest = true;
  const known = [WATER, TEA, APPLES];
  const state = {
    failure: null,
    shown: { products: [TEA], hasMore: false },
    find: async () => {
      if (isSlow) await new Promise<void>((answer) => waiting.push(answer));
      return isNewest;
    },
    findScan: async (code: string) => {
      if (isSlow) await new Promise<void>((answer) => waiting.push(answer));
      const exact = known.find(({ barcode }) => barcode === code);
      if (exact !== undefined) return { product: exact, quantityMilli: 1000 };
      const reading = readScaleBarcode(code);
      const weighed = known.find(({ barcode }) => barcode === reading?.barcode);
      if (reading === null || weighed === undefined) return null;
      return { product: weighed, quantityMilli: reading.quantityMilli };
    },
  };
  return {
    api: { getState: () => state } as unknown as CatalogueApi,
    beSlow: () => (isSlow = true),
    answer: () => waiting.shift()?.(),
    /** Another text has been typed since. */
    typeOn: () => (isNewest = false),
  };
}

function register() {
  const { ledger, ports, store } = benchTill();
  const cart = createCartStore({ ...ports, store }, (saleId) => ledger.newSales.begin(saleId));
  const goods = catalogue();
  const till = { isBusy: false, shownTimes: 0 };
  const slips: string[] = [];
  const { store: scan, goOn } = createScanStore({
    catalogue: goods.api,
    cart,
    isBusy: () => till.isBusy,
    added: () => (till.shownTimes += 1),
    slipScanned: (code) => slips.push(code),
  });
  const scanAll = async (...codes: string[]) => {
    for (const code of codes) scan.getState().scanned(code);
    await settled();
  };
  const busy = async (isBusy: boolean) => {
    till.isBusy = isBusy;
    void goOn();
    await settled();
  };
  const lines = () =>
    cart.getState().cart.lines.map((line) => [line.product.id, line.quantityMilli]);
  return { scan, cart, goods, till, slips, scanAll, busy, lines };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

const SLIP = slipCodeText({
  paymentId: '0198c0de-0000-7000-8000-00000000a001',
  amountMinor: minor(5_000),
  proof: '00112233445566778899aabb',
});

describe('where scans go', () => {
  it('P19 the code of a provisional slip is no article: it is asked about, once nobody pays', async () => {
    const { scan, slips, scanAll, busy, lines } = register();
    await busy(true);
    await scanAll(SLIP);
    expect([slips, scan.getState().kept]).toEqual([[], [SLIP]]);
    await busy(false);
    expect([slips, scan.getState().kept, lines()]).toEqual([[SLIP], [], []]);
    // Torn it is seen as what it was, and not looked up as goods.
    await scanAll(SLIP.slice(0, 60));
    expect([slips.length, scan.getState().question]).toEqual([2, null]);
  });

  it('A25 the same code N times is N pieces, in the order of scanning, seen on any screen', async () => {
    const { scanAll, lines, till } = register();
    await scanAll(WATER.barcode, TEA.barcode, WATER.barcode, WATER.barcode);
    expect(lines()).toEqual([
      [WATER.id, 3000],
      [TEA.id, 1000],
    ]);
    expect(till.shownTimes).toBe(4);
  });

  it('A25 F20 during a payment scans are kept, told, and added when it is over', async () => {
    const { scan, scanAll, busy, lines } = register();
    await busy(true);
    await scanAll(WATER.barcode, WATER.barcode);
    expect(lines()).toEqual([]);
    expect(scan.getState()).toMatchObject({
      isWaiting: true,
      kept: [WATER.barcode, WATER.barcode],
    });
    await busy(false);
    expect(lines()).toEqual([[WATER.id, 2000]]);
    expect(scan.getState()).toMatchObject({ isWaiting: false, kept: [] });
  });

  it('A25 a scan that is still looked up when paying begins is the next sale’s', async () => {
    const { goods, scan, busy, lines } = register();
    goods.beSlow();
    scan.getState().scanned(WATER.barcode);
    await busy(true);
    goods.answer();
    await settled();
    expect(lines()).toEqual([]);
    expect(scan.getState().kept).toEqual([WATER.barcode]);
    await busy(false);
    goods.answer();
    await settled();
    expect(lines()).toEqual([[WATER.id, 1000]]);
  });

  it('A25 what was scanned before Pay was pressed is paid with this sale', async () => {
    const { goods, scan, till, lines } = register();
    goods.beSlow();
    scan.getState().scanned(WATER.barcode);
    const presses = [1, 2].map(() =>
      scan.getState().afterScans(() => {
        expect(lines()).toEqual([[WATER.id, 1000]]);
        expect(till.isBusy).toBe(false);
        till.isBusy = true;
      }),
    );
    expect(till.isBusy).toBe(false);
    goods.answer();
    await Promise.all(presses);
    expect(till.isBusy).toBe(true);
  });

  it('A25 a key acts at once where nothing was scanned: what is typed after it finds it done', () => {
    const { scan } = register();
    let isDone = false;
    void scan.getState().afterScans(() => {
      isDone = true;
    });
    expect(isDone).toBe(true);
  });

  it('A25 an unknown code keeps the sale from being paid without it', async () => {
    const { scan } = register();
    scan.getState().scanned('6900000000007');
    await scan.getState().afterScans(() => expect.unreachable('paid'));
    expect(scan.getState().question).toMatchObject({ kind: 'unknown-code' });
  });

  it('A25 while a dialog covers the screen scans wait', async () => {
    const { scan, scanAll, lines } = register();
    scan.getState().setCovered(true);
    await scanAll(WATER.barcode);
    expect([lines(), scan.getState().isWaiting]).toEqual([[], true]);
    scan.getState().setCovered(false);
    await settled();
    expect([lines(), scan.getState().isWaiting]).toEqual([[[WATER.id, 1000]], false]);
  });

  it('A25 an unknown code stops the line until somebody has seen it; what follows is not lost', async () => {
    const { scan, scanAll, lines } = register();
    await scanAll('6900000000007', WATER.barcode);
    expect(scan.getState().question).toMatchObject({ kind: 'unknown-code', code: '6900000000007' });
    expect(lines()).toEqual([]);
    scan.getState().dismiss();
    await settled();
    expect(scan.getState().question).toBeNull();
    expect(lines()).toEqual([[WATER.id, 1000]]);
  });

  it('A25 a dialog that closes in the same breath as it is answered keeps nothing back', async () => {
    const { scan, scanAll, lines } = register();
    await scanAll('6900000000007', WATER.barcode);
    scan.getState().setCovered(true);
    scan.getState().dismiss();
    scan.getState().setCovered(false);
    await settled();
    expect([lines(), scan.getState().isWaiting]).toEqual([[[WATER.id, 1000]], false]);
  });

  it('A25 the label of a scale brings its weight; the bare code of weighed goods asks for it', async () => {
    const { scan, scanAll, lines } = register();
    await scanAll('2100001006426');
    await scanAll(APPLES.barcode);
    expect(scan.getState().question).toMatchObject({ kind: 'weigh' });
    scan.getState().answerWeight(500);
    expect(lines().map(([, quantity]) => quantity)).toEqual([642, 500]);
  });

  it('A25 a code typed by hand is a scan; a name takes the first that is found', async () => {
    const { scan, lines } = register();
    expect(await scan.getState().take(WATER.barcode)).toBe(true);
    expect(await scan.getState().take('tea')).toBe(true);
    await settled();
    expect(lines().map(([id]) => id)).toEqual([WATER.id, TEA.id]);
  });

  it('A25 whoever types on while a name is looked for takes nothing: it was not seen', async () => {
    const { scan, goods, lines } = register();
    goods.beSlow();
    const taken = scan.getState().take('tea');
    goods.typeOn();
    goods.answer();
    expect(await taken).toBe(false);
    expect(lines()).toEqual([]);
  });

  it('A25 Enter twice takes a name once, and a key behind it finds it on the counter', async () => {
    const { scan, goods, lines } = register();
    goods.beSlow();
    const twice = [scan.getState().take('tea'), scan.getState().take('tea')];
    const seen: unknown[] = [];
    const pressed = scan.getState().afterScans(() => seen.push(...lines()));
    await settled();
    expect(seen).toEqual([]);
    goods.answer();
    await pressed;
    expect(await Promise.all(twice)).toEqual([true, true]);
    expect(seen).toEqual([[TEA.id, 1000]]);
  });

  it('A25 what is found once somebody pays does not come onto the counter', async () => {
    const { scan, goods, busy, lines } = register();
    goods.beSlow();
    const taken = scan.getState().take('tea');
    await busy(true);
    goods.answer();
    expect(await taken).toBe(false);
    expect(lines()).toEqual([]);
  });
});
