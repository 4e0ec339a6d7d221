import type { TroubleCause } from '../../../shared/domain/line-state.ts';
import { useTillState } from '../stores-context.ts';

export interface Connection {
  readonly state: 'online' | 'offline';
  /** Why not; null while online. */
  readonly cause: TroubleCause | 'starting' | null;
  readonly sinceMs: number;
  readonly latencyMs: number | null;
}

/** Until the first question is answered the till is not online, and says that it is asking. */
export function useConnection(): Connection {
  const { reach, trouble, sinceMs, latencyMs } = useTillState('till', (state) => state.reach);
  return reach === 'online'
    ? { state: 'online', cause: null, sinceMs, latencyMs }
    : { state: 'offline', cause: trouble?.cause ?? 'starting', sinceMs, latencyMs };
}
