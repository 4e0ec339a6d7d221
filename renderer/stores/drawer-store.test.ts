import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { DrawerDesk } from '../services/paying/drawer-desk.ts';
import { benchTill } from '../services/testing/bench-till.ts';
import { TERMINAL } from '../services/testing/fake-till.ts';
import { createDrawerStore } from './drawer-store.ts';

function benchDrawer() {
  const till = benchTill();
  return new DrawerDesk(till.ports, till.ledger, {
    terminal: () => TERMINAL,
    businessDay: () => till.place.businessDay,
    operatorId: () => till.place.operatorId,
  });
}

it('A24 Enter twice is one movement of cash, and nobody is told that the drawer has changed', async () => {
  const drawer = benchDrawer();
  const store = createDrawerStore(() => ({ drawer }));
  const payOut = { kind: 'pay-out', amountMinor: minor(500), reason: 'parcel' } as const;
  const { open, move } = store.getState();
  await move({ ...payOut, kind: 'pay-in', amountMinor: minor(9_000) });
  await open();
  expect(await Promise.all([move(payOut), move(payOut)])).toEqual([true, false]);
  expect(store.getState()).toMatchObject({ failure: null, view: { expectedMinor: 8_500 } });
  expect(await move(payOut)).toBe(true);
  expect(store.getState()).toMatchObject({ view: { expectedMinor: 8_000 } });
});

it('A22 what is read once the drawer was left is not shown when it is opened again', async () => {
  const drawer = benchDrawer();
  const store = createDrawerStore(() => ({ drawer }));
  const opened = store.getState().open();
  store.getState().leave();
  await opened;
  expect(store.getState()).toMatchObject({ isOpen: false, view: null });
  await store.getState().open();
  expect(store.getState().view).not.toBeNull();
});
