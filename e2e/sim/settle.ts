import type { Settle } from './scheduler.ts';

/** Node's: an immediate comes when all promises have run. */
export const nodeSettle: Settle = () => new Promise((resolve) => setImmediate(resolve));
