import { expect, it, vi } from 'vitest';
import { present } from '../../shared/lib/assert.ts';
import { SAMPLE_PRODUCTS } from '../catalogue/sample-shop.ts';
import { benchTill } from '../services/testing/bench-till.ts';
import { benchCatalogue } from '../services/testing/catalogue-bench.ts';
import { createAppStores } from './app-stores.ts';
import { createCartStore } from './cart-store.ts';

const [KEPT, SCANNED] = SAMPLE_PRODUCTS.filter(({ unit }) => unit === 'piece');

it('A25 F05 what is scanned while the till starts again comes behind what lay on the counter', async () => {
  const { fake, ledger, ports, store } = benchTill();
  const kept = present(KEPT, 'goods');
  const scanned = present(SCANNED, 'other goods');
  const before = createCartStore({ ...ports, store }, (saleId) => ledger.newSales.begin(saleId));
  before.getState().scan(kept);
  await vi.waitFor(async () => {
    const note = await store.note('draft-cart');
    expect(note.ok && note.value).toContain(kept.id);
  });
  const { openJournal } = fake.host;
  let openNow: (() => void) | undefined;
  const journalOpens = new Promise<void>((done) => (openNow = done));
  Object.assign(fake.host, {
    openJournal: () => journalOpens.then(openJournal),
    // What an open till does by itself is not looked at here.
    signOn: () => new Promise(() => undefined),
  });
  const { database, work } = benchCatalogue();
  const prepareSearch = vi.spyOn(work, 'prepareSearch');
  const { stores, start } = createAppStores(
    { ...ports, store },
    { store: database, work, nowMs: () => fake.nowMs },
  );
  void start();
  const { catalogue, session, scan, till, cart } = stores;
  await vi.waitFor(() => expect(catalogue.getState().phase).toBe('ready'));
  await vi.waitFor(() => expect(session.getState().session).not.toBeNull());
  scan.getState().scanned(scanned.barcode);
  await vi.waitFor(() => expect(scan.getState().isWaiting).toBe(true));
  // Reading all goods for the search would keep the start waiting.
  expect(prepareSearch).not.toHaveBeenCalled();
  openNow?.();
  await vi.waitFor(() => expect(till.getState().phase).toBe('ready'));
  await vi.waitFor(() => expect(catalogue.getState().searchState).toBe('ready'));
  await vi.waitFor(() => expect(scan.getState().kept).toEqual([]));
  const onCounter = cart.getState().cart.lines.map(({ product }) => product.id);
  expect(onCounter).toEqual([kept.id, scanned.id]);
});
