import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { ok } from '../../shared/lib/result.ts';
import { sampleSale } from '../../shared/domain/testing/sample-sale.ts';
import { createSalesStore } from './sales-store.ts';
import type { TillState } from './till-store.ts';

const sold = (id: string) => ({ ...sampleSale(), id });

const salesOver = (books: object, checkout: object | null = null) =>
  createSalesStore({
    store: books as unknown as Parameters<typeof createSalesStore>[0]['store'],
    clock: { utcOffsetMinutes: () => 480 },
    till: createStore<TillState>()(() => ({}) as TillState),
    openTill: () => (checkout === null ? null : (openTillWith(checkout) as never)),
  });

const openTillWith = (checkout: object) => ({ checkout, refresh: () => Promise.resolve() });

it('A21 all that was sold can be looked at, a hundred at a time, and it says when there is more', async () => {
  const all = Array.from({ length: 250 }, (_one, i) => sold(`sale-${i}`));
  const books = { recentSales: (limit: number) => Promise.resolve(ok(all.slice(0, limit))) };
  const store = salesOver(books);
  store.getState().watch();
  for (const [length, isMore] of [
    [100, true],
    [200, true],
    [250, false],
  ] as const) {
    await new Promise((resolve) => setTimeout(resolve));
    expect(store.getState()).toMatchObject({ isMore, sales: { length } });
    store.getState().showMore();
  }
});

it('A21 whoever comes back after a sale finds that one chosen; who looked away, the one before', async () => {
  const all = [sold('second'), sold('first')];
  const books = { recentSales: () => Promise.resolve(ok([...all])) };
  const store = salesOver(books);
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

it('A21 I9 what has come out is said of its own sale, and not of the one that is looked at by then', async () => {
  const books = { recentSales: () => Promise.resolve(ok([sold('second'), sold('first')])) };
  let comesOut: () => void = () => undefined;
  const print = () =>
    new Promise((resolve) => {
      comesOut = () => resolve(ok({ slipNumber: 1 }));
    });
  const store = salesOver(books, { slips: { print } });
  store.getState().watch();
  await new Promise((resolve) => setTimeout(resolve));
  for (const [chosen, said] of [
    ['first', 'none'],
    ['second', 'printed'],
  ] as const) {
    store.getState().choose('second');
    const printed = store.getState().print();
    expect(store.getState().slip).toBe('printing');
    store.getState().choose(chosen);
    comesOut();
    await printed;
    expect(store.getState()).toMatchObject({ chosenId: chosen, slip: said });
  }
});
