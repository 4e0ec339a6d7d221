import { v7 } from 'uuid';
import type { TillHost } from '../shared/contracts/host.ts';
import { openDexieTillStore } from './db/dexie-till-store.ts';
import { createTillStore } from './stores/till-store.ts';
import type { TillPorts } from './ports.ts';

/** The only file that knows every adapter (ARCHITECTURE). */
export function composeTill(host: TillHost) {
  const ports: TillPorts = {
    host,
    store: openDexieTillStore(),
    clock: {
      nowMs: () => Date.now(),
      utcOffsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
      sleep: (waitMs, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          signal?.addEventListener(
            'abort',
            () => {
              clearTimeout(timer);
              resolve();
            },
            { once: true },
          );
        }),
    },
    random: { uuid: () => v7(), unit: () => Math.random() },
  };
  return createTillStore(ports);
}
