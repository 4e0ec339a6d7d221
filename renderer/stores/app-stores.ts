import type { TillPorts } from '../ports.ts';
import { createCartStore } from './cart-store.ts';
import { createCheckoutStore } from './checkout-store.ts';
import { createLineStore } from './line-store.ts';
import { createNavigationStore } from './navigation-store.ts';
import { createSessionStore } from './session-store.ts';
import { createSettingsStore } from './settings-store.ts';
import { createTillStore } from './till-store.ts';

/** One small store a subject; they meet here and in the services, not in each other's insides. */
export function createAppStores(ports: TillPorts) {
  const {
    store: till,
    start: startTill,
    openTill,
  } = createTillStore(ports, () => {
    start().catch((error: unknown) => console.error('the till stopped:', error));
  });
  const cart = createCartStore(ports);
  const session = createSessionStore(ports, openTill);
  const settings = createSettingsStore(ports);
  const stores = {
    till,
    cart,
    checkout: createCheckoutStore({ openTill, cart }),
    line: createLineStore(ports, openTill),
    navigation: createNavigationStore(),
    session,
    settings,
  };

  async function start(): Promise<void> {
    await settings.getState().look();
    await session.getState().look();
    await startTill();
  }

  return { stores, start };
}

export type AppStores = ReturnType<typeof createAppStores>['stores'];
