import { randomBytes } from 'node:crypto';
import type { BankClock, BankRandom } from './ports.ts';

/** The only places where the server meets the real clock and the real chance. */
export const systemClock: BankClock = {
  nowMs: () => Date.now(),
  sleep: (waitMs) => new Promise((done) => setTimeout(done, waitMs)),
};

export const systemRandom: BankRandom = { bytes: (count) => drawn(count) };

/** Drawn in advance: a dozen bytes on their own cost as much as a thousand. */
const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);

/** No byte is handed out twice. */
function drawn(count: number): Uint8Array {
  if (count > POOL_BYTES) return randomBytes(count);
  if (count > pool.length) pool = randomBytes(POOL_BYTES);
  const bytes = pool.subarray(0, count);
  pool = pool.subarray(count);
  return bytes;
}
