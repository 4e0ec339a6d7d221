import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { NO_FIGURES } from '../services/queue/figures.ts';
import { benchTill } from '../services/testing/bench-till.ts';
import { createDecisionStore } from './decision-store.ts';
import type { TillState } from './till-store.ts';
import { createWireStore } from './wire-store.ts';

/** A sale whose rows are read only when they are let. */
async function slowTill() {
  const { fake, store, payByCard } = benchTill();
  const paid = await payByCard('good-chip');
  const sale = paid.outcome.ok && 'sale' in paid.outcome.value ? paid.outcome.value.sale : null;
  const waiting: (() => void)[] = [];
  const sales: typeof store.sales = async (ids) => {
    await new Promise<void>((answer) => waiting.push(answer));
    return store.sales(ids);
  };
  return {
    nowMs: () => fake.nowMs,
    saleId: sale?.id ?? '',
    slow: { ...store, sales },
    answer: async () => {
      waiting.shift()?.();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

it('I9 the messages of a sale that has been closed do not open by themselves', async () => {
  const { slow, nowMs, saleId, answer } = await slowTill();
  const till = createStore(() => NO_FIGURES as TillState);
  const { store } = createWireStore({ store: slow, nowMs, till: () => till });
  void store.getState().showSale(saleId);
  store.getState().close();
  await answer();
  expect(store.getState().shown).toBeNull();
  void store.getState().showSale(saleId);
  await answer();
  expect(store.getState().shown?.exchanges).toHaveLength(2);
});

it('I9 nor does why a chip said yes', async () => {
  const { slow, saleId, answer } = await slowTill();
  const store = createDecisionStore(slow);
  void store.getState().show(saleId);
  store.getState().close();
  await answer();
  expect(store.getState().shown).toBeNull();
  void store.getState().show(saleId);
  await answer();
  expect(store.getState().shown).not.toBeNull();
});
