import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { ok } from '../../shared/lib/result.ts';
import { sampleSale } from '../../shared/domain/testing/sample-sale.ts';
import { createSalesStore } from './sales-store.ts';
import type { TillState } from './till-store.ts';

const sold = (id: string) => ({ ...sampleSale(), id });

it('A21 whoever comes back after a sale finds that one chosen; who looked away, the one before', async () => {
  const all = [sold('second'), sold('first')];
  const books = { recentSales: () => Promise.resolve(ok([...all])) };
  const store = createSalesStore({
    store: books as unknown as Parameters<typeof createSalesStore>[0]['store'],
    clock: { utcOffsetMinutes: () => 480 },
    till: createStore<TillState>()(() => ({}) as TillState),
    openTill: () => null,
  });
  const chosenAfterEntering = async () => {
    const leave = store.getState().watch();
    await new Promise((resolve) => setTimeout(resolve));
    leave();
    return store.getState().chosenId;
  };
  expect(await chosenAfterEntering()).toBe('second');
  store.getState().choose('first');
  expect(await chosenAfterEntering()).toBe('first');
  all.unshift(sold('third'));
  expect(await chosenAfterEntering()).toBe('third');
});
