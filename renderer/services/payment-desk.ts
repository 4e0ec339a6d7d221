import type { ErrorCode } from '../../shared/contracts/error-codes.ts';
import type { OfflineVerdict } from '../../shared/domain/offline-policy.ts';
import type { CardFacts } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';

/**
 * The person at the counter as a port: what a running card payment tells and asks (P5, P7).
 * The screen implements it; so do tests, the demo and the simulation.
 */
export interface PaymentDesk {
  readonly tell: (step: PaymentStepNews) => void;
  readonly choose: <Asked extends Question>(question: Asked) => Promise<AnswerTo<Asked>>;
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
  | 'reversals-first'
  | 'intent-stored'
  | 'authorisation'
  | 'asking'
  | 'line-dead'
  | 'offline-decision'
  | 'outcome-stored';

export type Question =
  /** No answer within the attended time: the money's fate is unknown. */
  | { readonly kind: 'unknown'; readonly sinceMs: number }
  /** Nobody at the bank has said yes: does the shop take the risk? */
  | {
      readonly kind: 'promise';
      readonly card: CardFacts;
      readonly chipApproved: boolean;
      readonly verdict: Exclude<OfflineVerdict, { kind: 'refused' }>;
      readonly latestSendingMs: number;
    };

export type AnswerTo<Asked extends Question> = Asked['kind'] extends 'unknown'
  ? 'keep-asking' | 'give-up'
  : PromiseAnswer;

export type PromiseAnswer =
  | { readonly accept: true; readonly customerContact: string; readonly supervisorId: string }
  | { readonly accept: false };

/** How a card payment ended, in the words that the screen may use (I9). */
export type CardOutcome =
  | { readonly kind: 'approved'; readonly sale: Sale }
  | { readonly kind: 'declined'; readonly sale: Sale; readonly code: string }
  | { readonly kind: 'provisional'; readonly sale: Sale; readonly chipApproved: boolean }
  /** Given up: not paid; whatever the bank did is being taken back. */
  | { readonly kind: 'taken-back'; readonly sale: Sale }
  /** No line and no promise: refused by the policy or by the cashier; nothing was charged. */
  | { readonly kind: 'not-offline'; readonly code: string; readonly sale: Sale | null }
  /** Approved at the bank but not recorded here: cards are locked until it is undone (P9). */
  | { readonly kind: 'not-recorded'; readonly sale: Sale; readonly code: ErrorCode };
