/** What the drainer is doing, for people; what is waiting stands in the outbox itself. */
export type QueueStatus =
  | { readonly kind: 'resting' }
  /** These records are on the wire now. */
  | { readonly kind: 'sending'; readonly keys: readonly string[] }
  /** Nothing can go before `untilMs`; `reason` is the last answer or fault. */
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly reason: string }
  /** It does not go on by itself, or only after a sign-on: `reason` says why (A09, A10). */
  | { readonly kind: 'paused'; readonly reason: string };

export const RESTING: QueueStatus = { kind: 'resting' };
