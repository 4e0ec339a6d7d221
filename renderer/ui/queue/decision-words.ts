import type { ActOutcome } from '../../services/recovery/supervisor-acts.ts';
import type { QueueRow, RowDecision } from '../../services/queue/queue-row.ts';

/** What the dialog says is the matter with this record. */
export function whatIsTheMatter({ reason, decision }: Pick<QueueRow, 'reason' | 'decision'>) {
  if (reason.kind === 'sale-missing') return 'reason.sale-missing';
  if (reason.kind === 'link-open') return 'reason.link-open';
  return decision?.kind === 'refused-payment' ? 'decideRefused' : 'decideUnread';
}

/** What each of the two acts would do, or why it cannot be chosen. */
export function meaningOfActs({ kind, mayTryAgain, mayWriteOff }: RowDecision) {
  const isPayment = kind === 'refused-payment';
  const loss = isPayment ? 'writeOffPayment' : 'writeOffRecord';
  const again = isPayment ? 'tryAgainPayment' : 'tryAgainRecord';
  return {
    writeOff: mayWriteOff ? loss : 'writeOffNever',
    tryAgain: mayTryAgain ? again : 'tryAgainNever',
  } as const;
}

/** What is said of an act that the till has taken. */
export function saidOfAct(done: ActOutcome) {
  return done === 'done' ? 'decided' : 'alreadyDecided';
}
