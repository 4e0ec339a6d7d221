import type { DrainLock } from './ports.ts';

/** A lock that the browser keeps among all windows of one origin, and frees when a window dies. */
export function webLock(name: string): DrainLock {
  return {
    ifFree: async (work) => {
      await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock !== null) await work();
      });
    },
  };
}
