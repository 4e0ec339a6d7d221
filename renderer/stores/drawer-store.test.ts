import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { DrawerDesk } from '../services/paying/drawer-desk.ts';
import { benchTill } from '../services/testing/bench-till.ts';
import { TERMINAL } from '../services/testing/fake-till.ts';
import { createDrawerStore } from './drawer-store.ts';

it('A24 Enter twice is one movement of cash, and nobody is told that the drawer has changed', async () => {
  const till = benchTill();
  const drawer = new DrawerDesk(till.ports, till.ledger, {
    terminal: () => TERMINAL,
    businessDay: () => till.place.businessDay,
    operatorId: () => till.place.operatorId,
  });
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
