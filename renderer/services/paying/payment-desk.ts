import type { ErrorCode } from '../../../shared/contracts/error-codes.ts';
import type { PinPadShows } from '../../../shared/contracts/card-presentation.ts';
import type { PinPadKey } from '../../../shared/contracts/pin-pad-keys.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import type { Exposure, OfflineVerdict } from '../../../shared/domain/offline-policy.ts';
import type { OfflinePolicy } from '../../../shared/domain/parameters.ts';
import type { CardFacts } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';

/**
 * The person at the counter as a port: what a running card payment tells and asks (P5, P7).
 * The screen implements it; so do tests, the demo and the simulation.
 */
export interface PaymentDesk {
  readonly tell: (step: PaymentStepNews) => void;
  readonly choose: <Asked extends Question>(question: Asked) => Promise<AnswerTo<Asked>>;
  /** The visible clock of the attended wait runs from here; again after "keep asking" (P5). */
  readonly waitingSince: (sinceMs: number) => void;
  /** Aborted when the cashier stops waiting: the same as answering "give up" (P5). */
  readonly giveUp: AbortSignal;
}

export interface PaymentStepNews {
  readonly step: PaymentStepName;
  readonly progress: 'running' | 'done' | 'failed' | 'warning';
  readonly atMs: number;
  /** An error or response code that explains it; empty when the step speaks for itself. */
  readonly code: string;
}

export type PaymentStepName =
  | 'card-read'
  | 'pin'
  | 'reversals-first'
  | 'intent-stored'
  | 'authorisation'
  | 'asking'
  | 'card-end'
  | 'line-dead'
  | 'reversal-stored'
  | 'offline-decision'
  | 'supervisor'
  | 'outcome-stored';

export type Question = PinQuestion | UnknownQuestion | PromiseQuestion;

/** The reader wants the card holder's PIN. It is typed into the pad, key by key, and stays there. */
export interface PinQuestion {
  readonly kind: 'pin';
  readonly cardId: string;
  readonly amountMinor: Minor;
  /** Null: there is no pad any more, and nobody knows what was typed. */
  readonly press: (key: PinPadKey) => Promise<PinPadShows | null>;
}

/** No answer within the attended time: the money's fate is unknown. */
export interface UnknownQuestion {
  readonly kind: 'unknown';
  readonly sinceMs: number;
}

/** Nobody at the bank has said yes: does the shop take the risk? (P15, P19) */
export interface PromiseQuestion {
  readonly kind: 'promise';
  readonly card: CardFacts;
  readonly amountMinor: Minor;
  readonly chipApproved: boolean;
  readonly verdict: Exclude<OfflineVerdict, { kind: 'refused' }>;
  /** What was promised before this payment, of this card and of all. */
  readonly exposure: Exposure;
  readonly policy: OfflinePolicy;
  readonly latestSendingMs: number;
}

export interface AnswerBy {
  readonly pin: PinAnswer;
  readonly unknown: 'keep-asking' | 'give-up';
  readonly promise: PromiseAnswer;
}

export type AnswerTo<Asked extends Question> = AnswerBy[Asked['kind']];

/** `cancelled`: the customer does not type it; nothing is sent. */
export type PinAnswer = 'entered' | 'cancelled' | 'pad-failed';

export type PromiseAnswer =
  | {
      readonly accept: true;
      readonly customerContact: string;
      /** Needed where the verdict asks for a supervisor; null elsewhere. */
      readonly supervisor: SupervisorsYes | null;
    }
  | { readonly accept: false };

export interface SupervisorsYes {
  readonly supervisorId: string;
  /** The host's receipt for the PIN (F38). */
  readonly approvalId: string;
  readonly reason: string;
}

/** How a card payment ended, in the words that the screen may use (I9). */
export type CardOutcome =
  | { readonly kind: 'approved'; readonly sale: Sale }
  | { readonly kind: 'declined'; readonly sale: Sale; readonly code: string }
  | { readonly kind: 'provisional'; readonly sale: Sale; readonly chipApproved: boolean }
  /** Given up: not paid; whatever the bank did is being taken back. */
  | { readonly kind: 'taken-back'; readonly sale: Sale }
  /** Stopped before anything was sent; nothing was charged. */
  | { readonly kind: 'stopped'; readonly sale: Sale | null }
  /** No line and no promise: refused by the policy or by the cashier; nothing was charged. */
  | { readonly kind: 'not-offline'; readonly code: string; readonly sale: Sale | null }
  /** Approved at the bank but not recorded here: cards are locked until it is undone (P9). */
  | { readonly kind: 'not-recorded'; readonly sale: Sale; readonly code: ErrorCode };
