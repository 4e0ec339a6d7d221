/**
 * Is the bank there? (PROTOCOL P14) Decided by real requests only, and not by a single one:
 *
 *             1st answer             2nd failure in a row
 *   unknown ─────────────▶ online ─────────────────────────▶ offline
 *      │                     ▲        2nd success in a row       │
 *      │ 1st failure         └───────────────────────────────────┤
 *      └─────────────────────────────────────────────────────────┘
 *
 * A machine that knows itself to be without a network, and a till that a supervisor has taken off
 * the line, are offline at once: there is nothing to be unsure about. Pure; times are handed in.
 */
export interface LineState {
  readonly reach: 'unknown' | 'online' | 'offline';
  /** Why not; kept while a returning line has answered once only. Null while online. */
  readonly trouble: LineTrouble | null;
  /** When `reach` last changed. */
  readonly sinceMs: number;
  /** How long the last answer took; null while there is none. */
  readonly latencyMs: number | null;
  /** Answers in a row that speak against `reach`. */
  readonly against: number;
}

export interface LineTrouble {
  readonly cause: TroubleCause;
  /** Code of the error registry. */
  readonly code: string;
}

export type TroubleCause = 'own-network' | 'internet' | 'hub' | 'bank' | 'portal' | 'forced';

export type LineEvent =
  | { readonly kind: 'answered'; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly trouble: LineTrouble };

/** Failures before the till says "offline", and answers before it says "online" again. */
export const TURNS_NEEDED = 2;

export function lineAtStart(nowMs: number): LineState {
  return { reach: 'unknown', trouble: null, sinceMs: nowMs, latencyMs: null, against: 0 };
}

export function lineAfter(before: LineState, event: LineEvent, nowMs: number): LineState {
  return event.kind === 'answered'
    ? afterAnswer(before, event.tookMs, nowMs)
    : afterFailure(before, event.trouble, nowMs);
}

function afterAnswer(before: LineState, latencyMs: number, nowMs: number): LineState {
  if (before.reach === 'online') return { ...before, latencyMs, against: 0 };
  const against = before.against + 1;
  // What is forced ends by a decision, not by luck: the first answer after it proves the line.
  const enough = before.reach === 'unknown' || before.trouble?.cause === 'forced';
  if (!enough && against < TURNS_NEEDED) return { ...before, latencyMs, against };
  return { reach: 'online', trouble: null, sinceMs: nowMs, latencyMs, against: 0 };
}

function afterFailure(before: LineState, trouble: LineTrouble, nowMs: number): LineState {
  if (before.reach === 'offline') return { ...before, trouble, latencyMs: null, against: 0 };
  const against = before.against + 1;
  const atOnce = before.reach === 'unknown' || isCertain(trouble);
  if (!atOnce && against < TURNS_NEEDED) return { ...before, against };
  return { reach: 'offline', trouble, sinceMs: nowMs, latencyMs: null, against: 0 };
}

function isCertain({ cause, code }: LineTrouble): boolean {
  return cause === 'forced' || code === 'line-own-network';
}
