import type { Minor } from '../domain/money.ts';
import type { Result } from '../lib/result.ts';
import type { ErrorCode } from './error-codes.ts';

/** What became of this payment? With what was asked for it, or an answer could not be held against it. */
export interface PaymentQuestion {
  readonly id: string;
  readonly amountMinor: Minor;
}

/** One attempt at the bank: answered (and the answer's signature checked), or a fault of the line. */
export type Ask<Asked, Answer> = (asked: Asked) => Promise<Result<Answered<Answer>, LineFault>>;

export interface Answered<Answer> {
  readonly answer: Answer;
  /** The bank's signed clock at the answer (P20). */
  readonly bankTimeMs: number;
  readonly tookMs: number;
}

/**
 * No usable answer. `mayHaveArrived` is what decides between "not sent" and "unknown" (P5): when
 * in doubt it is true. `retryAfterMs` only where the bank asked for it.
 */
export interface LineFault {
  readonly code: ErrorCode;
  readonly mayHaveArrived: boolean;
  readonly cause: LineCause;
  readonly retryAfterMs: number | null;
  readonly detail: string;
}

export type LineCause = 'own-network' | 'internet' | 'hub' | 'bank' | 'portal' | 'forced';
