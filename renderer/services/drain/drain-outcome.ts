import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';

/** How a round of draining ended, and until when it has to wait. */
export type DrainOutcome =
  | { readonly kind: 'drained' }
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly reason: string }
  /** Every record alone is refused alike, or the bank wants a sign-on (A09, A10). */
  | { readonly kind: 'paused'; readonly reason: string }
  /** Another window drains, or has since this round began (P11). */
  | { readonly kind: 'stale' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Null while the round goes on. */
export type Stop = DrainOutcome | null;

export function waitingFor(open: readonly OutboxRow[]): DrainOutcome {
  const soonest = open.reduce((a, b) => (b.nextTryAtMs < a.nextTryAtMs ? b : a));
  return { kind: 'waiting', untilMs: soonest.nextTryAtMs, reason: soonest.reason };
}

export function waitingOrPaused({
  untilMs,
  reason,
  paused,
}: {
  readonly untilMs: number;
  readonly reason: string;
  readonly paused: boolean;
}): DrainOutcome {
  return paused ? { kind: 'paused', reason } : { kind: 'waiting', untilMs, reason };
}
