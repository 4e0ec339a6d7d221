import { randomBytes } from 'node:crypto';
import type { BankClock, BankRandom } from './ports.ts';

/** The only places where the server meets the real clock and the real chance. */
export const systemClock: BankClock = {
  nowMs: () => Date.now(),
  sleep: (waitMs) => new Promise((done) => setTimeout(done, waitMs)),
};

export const systemRandom: BankRandom = { bytes: (count) => randomBytes(count) };
