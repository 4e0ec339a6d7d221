import { minor, type Minor } from './money.ts';
import type { RefundOf } from './refund-of.ts';

/**
 * Pre-authorisation 预授权 (TERMINAL 2a, decision 14): an amount is held on a card, later taken in part,
 * in full or a little above (completion 完成), or let go (release 撤销). What is held is the bank's to say.
 */
export type HoldAct = 'hold' | 'complete' | 'release';

/** What an aggregate of the till does to a hold; of one that holds there is nothing before it. */
export type HoldStep =
  | { readonly act: 'hold' }
  | { readonly act: 'complete'; readonly of: HoldOf }
  | { readonly act: 'release'; readonly of: HoldOf };

/** A hold as its slip and the bank name it; `amountMinor` is what was held. */
export interface HoldOf extends RefundOf {
  readonly authorisationCode: string;
}

const HOLD_LASTS_MS = 30 * 24 * 60 * 60 * 1000;

/** From this moment on a hold is let go by the issuer: it can neither be completed nor released. */
export function lapsesAtMs(heldAtMs: number): number {
  return heldAtMs + HOLD_LASTS_MS;
}

const MOST_COMPLETED_PERCENT = 115;

/** Most that can be taken of a hold: 115 % of it, rounded down to the minor unit. */
export function mostCompleted(heldMinor: Minor): Minor {
  return minor(Number(mostCompletedOf(BigInt(heldMinor))));
}

/** The same at the bank, whose amounts are bigint. */
export function mostCompletedOf(heldMinor: bigint): bigint {
  return (heldMinor * BigInt(MOST_COMPLETED_PERCENT)) / 100n;
}
