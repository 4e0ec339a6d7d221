import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillStore } from '../../ports.ts';

/** How many reversals the bank has not answered (P6); one that it refused waits for a person (P13). */
export async function waitingReversals(store: TillStore): Promise<Result<number, Failure>> {
  const reversals = await store.outbox('reversal');
  if (!reversals.ok) return reversals;
  return ok(reversals.value.filter(({ lane }) => lane !== 'exception').length);
}
