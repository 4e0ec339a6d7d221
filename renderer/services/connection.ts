import type { LineCause } from '../../shared/contracts/host.ts';

/** Whether the bank can be asked, by a real request to it and nothing else (P14). */
export interface Connection {
  readonly state: 'online' | 'offline';
  /** Why it is offline; `starting` until the first answer or failure; null when online. */
  readonly cause: LineCause | 'starting' | null;
  /** How long the bank's last answer took. */
  readonly latencyMs: number | null;
  /** When this state began. */
  readonly sinceMs: number;
}

export const NOT_YET_ASKED: Connection = {
  state: 'offline',
  cause: 'starting',
  latencyMs: null,
  sinceMs: 0,
};
