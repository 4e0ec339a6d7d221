import type { Settle } from './scheduler.ts';

/**
 * With it a process hears of rejected promises that nobody waits for: some events later is soon
 * enough.
 */
const IMMEDIATE_EVERY = 32;

let settled = 0;

export const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Node's: a tick asked for by a promise comes when all of them have run, at a third of an
 * immediate's cost.
 */
export const nodeSettle: Settle = () => {
  settled += 1;
  if (settled % IMMEDIATE_EVERY === 0) return immediate();
  return new Promise((resolve) => {
    queueMicrotask(() => process.nextTick(resolve));
  });
};
