/**
 * Waits between tries (PROTOCOL, "again later"; A08): 1 s doubling to 60 s, with jitter so that
 * the tills of a shop do not come back all at once. What the bank asks for is honoured, but an
 * absurd wish (30 days) is clamped: a till that never asks again has lost the money.
 */
export const FIRST_WAIT_MS = 1_000;
export const LONGEST_WAIT_MS = 60_000;

/** @param attempts failed tries so far, 1 or more. @param unit random number in [0, 1). */
export function waitAfter(attempts: number, unit: number, retryAfterMs: number | null): number {
  const doubled = FIRST_WAIT_MS * 2 ** Math.min(Math.max(attempts, 1) - 1, 30);
  const ceiling = Math.min(doubled, LONGEST_WAIT_MS);
  const jittered = Math.round(ceiling / 2 + (unit * ceiling) / 2);
  if (retryAfterMs === null) return jittered;
  return Math.min(Math.max(jittered, retryAfterMs), LONGEST_WAIT_MS);
}
