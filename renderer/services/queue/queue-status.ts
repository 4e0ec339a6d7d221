import { classOfAnswer } from '../../../shared/contracts/answer-classes.ts';
import { isErrorCode } from '../../../shared/contracts/error-codes.ts';
import { kindOfFault } from '../drain/delivery-judgement.ts';

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

/** Whether signing on may mend it: the till does so by itself (A09). */
export function wantsSignOn(reason: string): boolean {
  return isErrorCode(reason)
    ? kindOfFault(reason) === 'sign-on'
    : classOfAnswer(reason) === 'sign-on-again';
}
