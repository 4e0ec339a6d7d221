import type { OutboxRunner } from '../drain/outbox-runner.ts';
import type { PaymentRun } from './payment-run.ts';

/**
 * Whether a new payment may be sent. A line that leaves an older reversal unanswered is not good
 * enough to authorise on: the sale then goes the offline way (P6). Stopped while it is being found
 * out, nothing was sent at all.
 */
export async function howToStart(
  run: Pick<PaymentRun, 'desk' | 'tell'> & { readonly around: { readonly lineUsable: boolean } },
  outbox: Pick<OutboxRunner, 'reversalsFirst'>,
): Promise<'online' | 'offline' | 'stopped'> {
  const { desk, around } = run;
  if (!around.lineUsable) return desk.giveUp.aborted ? 'stopped' : 'offline';
  run.tell('reversals-first', 'running');
  const reversed = await Promise.race([outbox.reversalsFirst(), aborted(desk.giveUp)]);
  if (reversed === 'aborted' || desk.giveUp.aborted) return 'stopped';
  run.tell('reversals-first', reversed ? 'done' : 'failed', reversed ? '' : 'reversal-first');
  return reversed ? 'online' : 'offline';
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  if (signal.aborted) return Promise.resolve('aborted');
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
