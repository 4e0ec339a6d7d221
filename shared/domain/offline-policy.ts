import type { Minor } from './money.ts';
import type { OfflinePolicy } from './parameters.ts';
import type { CardFacts } from './payment.ts';

/**
 * May this card payment be promised without a line? (PROTOCOL P15, P18, P20)
 *
 * Pure: what is at risk already, the policy and a time that never goes back are handed in. A
 * supervisor may lift the shop's caps up to the bank's hard ones; nobody lifts the rest.
 */
export interface OfflineQuestion {
  readonly policy: OfflinePolicy;
  readonly amountMinor: Minor;
  readonly card: CardFacts;
  readonly cardExpired: boolean;
  readonly cardNotYetValid: boolean;
  readonly cardHot: boolean;
  readonly exposure: Exposure;
  /** The highest of wall clock and persisted heartbeat (P20). */
  readonly offlineNowMs: number;
  /** False when the clock stood behind the heartbeat at start and no bank was reached since. */
  readonly clockTrusted: boolean;
}

/** Promised money that the bank has not yet answered for. */
export interface Exposure {
  readonly count: number;
  readonly totalMinor: Minor;
  readonly ofThisCardMinor: Minor;
  readonly oldestAtMs: number | null;
}

export type OfflineVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'needs-supervisor'; readonly caps: readonly SoftCap[] }
  | { readonly kind: 'refused'; readonly code: OfflineRefusal };

export type SoftCap = 'cap-per-sale' | 'cap-total';
export type OfflineRefusal =
  | 'offline-disabled'
  | 'clock-behind'
  | 'card-hot'
  | 'card-expired'
  | 'card-not-yet-valid'
  | 'pin-needs-line'
  | 'cap-age'
  | 'cap-count'
  | 'cap-per-card'
  | 'cap-per-sale'
  | 'cap-total';

export function judgeOffline(question: OfflineQuestion): OfflineVerdict {
  const { policy, amountMinor, exposure } = question;
  const refusal = refusalOf(question);
  if (refusal !== null) return { kind: 'refused', code: refusal };
  const totalMinor = exposure.totalMinor + amountMinor;
  const caps: SoftCap[] = [];
  if (amountMinor > policy.perSaleMinor) caps.push('cap-per-sale');
  if (totalMinor > policy.totalExposureMinor) caps.push('cap-total');
  return caps.length === 0 ? { kind: 'allowed' } : { kind: 'needs-supervisor', caps };
}

/** In order of precedence: the first that applies is what the cashier is told. */
function refusalOf(question: OfflineQuestion): OfflineRefusal | null {
  const { policy, amountMinor, card, exposure } = question;
  const rules: readonly (readonly [boolean, OfflineRefusal])[] = [
    [!policy.enabled, 'offline-disabled'],
    [question.cardHot, 'card-hot'],
    [question.cardExpired, 'card-expired'],
    [question.cardNotYetValid, 'card-not-yet-valid'],
    [card.verification === 'online-pin', 'pin-needs-line'],
    [!question.clockTrusted, 'clock-behind'],
    [windowUsed(question) >= 1, 'cap-age'],
    [exposure.count + 1 > policy.maxCount, 'cap-count'],
    [exposure.ofThisCardMinor + amountMinor > policy.perCardMinor, 'cap-per-card'],
    [amountMinor > policy.hardPerSaleMinor, 'cap-per-sale'],
    [exposure.totalMinor + amountMinor > policy.hardTotalExposureMinor, 'cap-total'],
  ];
  return rules.find(([applies]) => applies)?.[1] ?? null;
}

/** Share of the offline window that is used up: 0 with nothing stored, 1 and above = stop. */
export function windowUsed(question: {
  readonly policy: OfflinePolicy;
  readonly exposure: Pick<Exposure, 'oldestAtMs'>;
  readonly offlineNowMs: number;
}): number {
  const { oldestAtMs } = question.exposure;
  if (oldestAtMs === null) return 0;
  return Math.max(0, question.offlineNowMs - oldestAtMs) / question.policy.maxAgeMs;
}

/** Share of a cap that is used up; of one that allows nothing, all of it is. */
export function capUsed(now: number, cap: number): number {
  return cap === 0 ? 1 : now / cap;
}

/** The levels at which the till warns (P15); null below the first. */
export function windowWarning(used: number): 50 | 80 | 95 | 100 | null {
  if (used >= 1) return 100;
  if (used >= 0.95) return 95;
  if (used >= 0.8) return 80;
  return used >= 0.5 ? 50 : null;
}

/**
 * The time the offline window runs on (P20): it never goes back, so setting the clock back does
 * not extend the window, and a jump forward uses it up.
 */
export function offlineNow(heartbeatMs: number, wallMs: number): number {
  return Math.max(heartbeatMs, wallMs);
}
