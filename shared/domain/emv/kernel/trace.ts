import type { VerificationBit } from '../bits.ts';
import type { CryptogramType } from '../issuer-data.ts';

/**
 * Why a terminal decided as it did (P17): one entry a step, in the order in which the steps ran, with
 * what was compared and which bits it set. Plain data with hex text, kept with the payment: the
 * decision explainer draws it today or in a year.
 */
export type TraceStep =
  | DataAuthenticationStep
  | RestrictionsStep
  | ContactlessStep
  | CardholderStep
  | HotListStep
  | FloorLimitStep
  | RandomSelectionStep
  | VelocityStep
  | ActionStep
  | CryptogramStep;

interface Step<Name extends string> {
  readonly step: Name;
  /** Bits of the verification results (TVR) that this step set. */
  readonly sets: readonly VerificationBit[];
}

export interface DataAuthenticationStep extends Step<'data-authentication'> {
  readonly method: 'dynamic' | 'none';
  readonly outcome: 'right' | 'wrong' | 'data-missing' | 'not-done';
}

export interface RestrictionsStep extends Step<'restrictions'> {
  readonly cardVersion: string | null;
  readonly terminalVersion: string;
  readonly isDomestic: boolean;
  readonly usageControl: string | null;
  readonly effectiveDate: string | null;
  readonly expiryDate: string;
  readonly date: string;
}

export interface ContactlessStep extends Step<'contactless-limits'> {
  readonly amountMinor: number;
  /** Up to it no PIN is asked for. */
  readonly noPinLimitMinor: number;
  /** Above it the card must be inserted. */
  readonly transactionLimitMinor: number;
  readonly outcome: 'no-pin' | 'pin' | 'use-chip';
}

export type CardholderMethod =
  | 'fail'
  | 'pin-by-card'
  | 'online-pin'
  | 'signature'
  | 'none'
  | 'unknown';

export interface CardholderRule {
  /** Both bytes of the rule. */
  readonly rule: string;
  readonly method: CardholderMethod;
  /** Why it was left, or that it was the one. */
  readonly outcome: 'condition-not-met' | 'not-supported' | 'unsuccessful' | 'done';
}

export interface CardholderStep extends Step<'cardholder-verification'> {
  readonly rules: readonly CardholderRule[];
  readonly method: CardholderMethod | null;
  /** CVM results, tag 9F34. */
  readonly results: string;
}

export interface HotListStep extends Step<'hot-list'> {
  readonly isHot: boolean;
  readonly isForcedOnline: boolean;
}

export interface FloorLimitStep extends Step<'floor-limit'> {
  readonly amountMinor: number;
  /** Of the same card just before: two small sales count as one large one. */
  readonly lastAmountMinor: number;
  readonly limitMinor: number;
}

export interface RandomSelectionStep extends Step<'random-selection'> {
  /** 1 to 99. */
  readonly draw: number;
  /** Selected at or below it; it rises with the amount. Null at or above the floor limit. */
  readonly sharePercent: number | null;
}

export interface VelocityStep extends Step<'velocity'> {
  readonly transactionCounter: number | null;
  readonly lastOnlineCounter: number | null;
  readonly lowerLimit: number | null;
  readonly upperLimit: number | null;
  readonly outcome: 'skipped' | 'within' | 'exceeded' | 'counters-unusable';
}

export interface ActionMask {
  readonly mask: 'denial' | 'online' | 'default';
  readonly issuer: string;
  readonly terminal: string;
  /** Bits that are set in the results and in either mask. */
  readonly hits: readonly VerificationBit[];
  readonly isHit: boolean;
}

export interface ActionStep extends Step<'action-analysis'> {
  readonly when: 'first' | 'no-line';
  readonly verificationResults: string;
  readonly masks: readonly ActionMask[];
  readonly asks: CryptogramType;
}

export interface CryptogramStep extends Step<'cryptogram'> {
  readonly which: 'first' | 'second';
  readonly asked: CryptogramType;
  /** Null when the card gave nothing that could be understood. */
  readonly given: CryptogramType | null;
  readonly cryptogram: string | null;
  readonly transactionCounter: number | null;
}
