import type { Clock } from './ports.ts';

/** The only place where the till's services meet the real clock; `composition.ts` hands it in. */
export const platformClock: Clock = {
  nowMs: () => Date.now(),
  passedMs: () => performance.now(),
  utcOffsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
  sleep: (waitMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, waitMs);
      signal?.addEventListener('abort', finish);
    }),
};
