import { v7 } from 'uuid';
import type { TillHost } from '../shared/contracts/host.ts';
import { startCatalogueWorker } from './catalogue/catalogue-worker-client.ts';
import { openDexieCatalogueStore } from './db/catalogue-store-dexie.ts';
import { openDexieTillStore } from './db/dexie-till-store.ts';
import { keepHistorySmall } from './services/books/history-keeper.ts';
import { createAppStores } from './stores/app-stores.ts';
import { platformClock } from './platform-clock.ts';
import { webLock } from './web-lock.ts';
import type { TillPorts } from './ports.ts';

/** The only file that knows every adapter (ARCHITECTURE). */
export function composeTill(host: TillHost) {
  const store = openDexieTillStore();
  // For as long as the window lives.
  void keepHistorySmall(store, platformClock, webLock('twintill-history'));
  const ports: TillPorts = {
    host,
    store,
    clock: platformClock,
    random: { uuid: () => v7(), unit: () => Math.random() },
    network: {
      saysOffline: () => !navigator.onLine,
      onChange: (listener) => {
        window.addEventListener('online', listener);
        window.addEventListener('offline', listener);
        return () => {
          window.removeEventListener('online', listener);
          window.removeEventListener('offline', listener);
        };
      },
    },
    drainLock: webLock('twintill-drain'),
    isStorageDurable: () => navigator.storage.persist(),
  };
  return createAppStores(ports, {
    store: openDexieCatalogueStore(),
    work: startCatalogueWorker(),
    nowMs: platformClock.nowMs,
  });
}
