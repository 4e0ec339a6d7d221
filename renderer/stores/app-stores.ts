import type { StoreApi } from 'zustand/vanilla';
import type { OperatorSession } from '../../shared/contracts/host-facts.ts';
import { maySell } from '../../shared/domain/operators.ts';
import type { TillPorts } from '../ports.ts';
import type { FoundSale } from '../services/paying/found-sales.ts';
import { createCartStore } from './cart-store.ts';
import { createCatalogueStore } from './catalogue-store.ts';
import type { CataloguePorts } from './catalogue-state.ts';
import { createBalanceStore } from './balance-store.ts';
import { createCheckoutStore } from './checkout-store.ts';
import { createDayEndStore } from './day-end-store.ts';
import { createDecisionStore } from './decision-store.ts';
import { createDrawerStore } from './drawer-store.ts';
import { createFoundStore } from './found-store.ts';
import { createHoldStore } from './hold-store.ts';
import { createLineStore } from './line-store.ts';
import { createNavigationStore } from './navigation-store.ts';
import { createQueueStore } from './queue-store.ts';
import { createSampleNoticeStore } from './sample-notice-store.ts';
import { createReadinessStore } from './readiness-store.ts';
import { createRefundStore } from './refund-store.ts';
import { createRightsStore } from './rights-store.ts';
import { createSalesStore } from './sales-store.ts';
import { createScanStore } from './scan-store.ts';
import { createSessionStore } from './session-store.ts';
import { createSettingsStore } from './settings-store.ts';
import { createSlipCheckStore } from './slip-check-store.ts';
import { createTillStore } from './till-store.ts';
import { createWireStore } from './wire-store.ts';

/** What is scanned while nobody may sell is kept, not rung up (P28). */
function sells(session: OperatorSession | null): boolean {
  return session !== null && maySell(session.role);
}

/** One small store a subject; they meet here and in the services, not in each other's insides. */
export function createAppStores(given: TillPorts, cataloguePorts: CataloguePorts) {
  const { store: wire, listenTo } = createWireStore({
    store: given.store,
    nowMs: given.clock.nowMs,
    till: () => till,
  });
  const ports: TillPorts = { ...given, host: listenTo(given.host) };
  const { store: rights, ask } = createRightsStore(() => ({ session, till: openTill() }));
  const cart = createCartStore(ports, (saleId) => openTill()?.checkout.begin(saleId), ask);
  const sampleNotice = createSampleNoticeStore(ports.store);
  const {
    store: till,
    start: startTill,
    openTill,
    lookAtHost,
  } = createTillStore(ports, {
    activated: () => {
      startMoney().catch((error: unknown) => console.error('the till stopped:', error));
    },
    repaired: async () => {
      await Promise.all([cart.getState().restore(), sampleNotice.getState().look()]);
    },
    signedOn: () => session.getState().look(),
    found: (sales) => showFound(sales, found, cart),
  });
  const { store: catalogue, start: startCatalogue } = createCatalogueStore(cataloguePorts);
  const found = createFoundStore(openTill);
  const session = createSessionStore(ports, openTill);
  const settings = createSettingsStore(ports, openTill, () => lookAtHost());
  const checkout = createCheckoutStore({ openTill, cart, ask });
  const navigation = createNavigationStore();
  const decision = createDecisionStore(ports.store);
  const slipCheck = createSlipCheckStore(ports);
  const { store: scan, goOn: lookUpKept } = createScanStore({
    catalogue,
    cart,
    // Until it is open, what was on the counter before comes back and takes the place of all else:
    // a window that came back by itself (F05) has its operator sooner than its goods.
    isBusy: () =>
      till.getState().phase !== 'ready' ||
      checkout.getState().paying !== null ||
      !sells(session.getState().session),
    added: () => navigation.getState().goTo('register'),
    slipScanned: (code) => void slipCheck.getState().check(code),
  });
  /** Open, or shown why not. */
  const hasStarted = new Promise<void>((resolve) => {
    till.subscribe(({ phase }) => phase !== 'starting' && resolve());
  });
  till.subscribe(({ phase }, before) => {
    if (phase !== before.phase) void lookUpKept();
  });
  checkout.subscribe(() => void lookUpKept());
  session.subscribe(({ session: signedIn }) => {
    if (signedIn === null) closeAll(wire, decision, slipCheck, rights);
    void lookUpKept();
  });
  const stores = {
    till,
    catalogue,
    cart,
    balance: createBalanceStore(openTill),
    checkout,
    dayEnd: createDayEndStore({ till, openTill }),
    decision,
    drawer: createDrawerStore(openTill),
    found,
    hold: createHoldStore(openTill),
    line: createLineStore(ports, { till, openTill }),
    navigation,
    queue: createQueueStore({ store: ports.store, till, openTill }),
    readiness: createReadinessStore(ports, { till, openTill }),
    rights,
    refund: createRefundStore({ openTill }),
    sales: createSalesStore({ ...ports, till, openTill }),
    sampleNotice,
    scan,
    session,
    settings,
    slipCheck,
    wire,
  };

  async function start(): Promise<void> {
    // Side by side: a catalogue that fails or is slow keeps no money from being recorded. Its search
    // index takes both cores and the disk for a second, and nobody can search before the till is open.
    await Promise.all([startCatalogue(hasStarted), startMoney()]);
  }

  async function startMoney(): Promise<void> {
    await settings.getState().look();
    await session.getState().look();
    await startTill();
  }

  return { stores, start };
}

export type AppStores = ReturnType<typeof createAppStores>['stores'];

/** What was put aside while its outcome was open (P5) and is sold now, nobody should take up. */
function showFound(
  sales: readonly FoundSale[],
  found: ReturnType<typeof createFoundStore>,
  cart: ReturnType<typeof createCartStore>,
): void {
  found.setState({ found: sales });
  for (const { saleId, fate } of sales) {
    if (fate === 'slip-missing') cart.getState().takeOffShelf(saleId);
  }
}

function closeAll(...stores: readonly StoreApi<{ readonly close: () => void }>[]): void {
  for (const store of stores) store.getState().close();
}
