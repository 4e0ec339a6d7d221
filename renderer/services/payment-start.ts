import type { WaitParameters } from '../../shared/domain/parameters.ts';
import { nextPaymentStep } from '../../shared/domain/payment-step.ts';
import type { OutboxRunner } from './outbox-runner.ts';
import type { PaymentDesk, PaymentStepName, PaymentStepNews } from './payment-desk.ts';

/**
 * Whether a new payment may be sent. A line that leaves an older reversal unanswered is not good
 * enough to authorise on: the sale then goes the offline way (P6).
 */
export async function goesOnline(
  outbox: Pick<OutboxRunner, 'reversalsFirst'>,
  start: { readonly lineUsable: boolean; readonly wait: WaitParameters },
  desk: PaymentDesk,
  tell: (step: PaymentStepName, progress: PaymentStepNews['progress'], code?: string) => void,
): Promise<boolean> {
  let { lineUsable } = start;
  if (lineUsable) {
    tell('reversals-first', 'running');
    lineUsable = await outbox.reversalsFirst();
    if (!lineUsable) tell('reversals-first', 'failed', 'reversal-first');
  }
  const step = nextPaymentStep('created', {
    attended: true,
    givenUp: desk.giveUp.aborted,
    lineUsable,
    heard: 'nothing-asked',
    pinCarried: false,
    waitedMs: 0,
    ageMs: 0,
    wait: start.wait,
  });
  return step.kind === 'send';
}
