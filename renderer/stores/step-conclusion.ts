import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { OpenTill } from '../services/till.ts';
import { saleOfVerdict, type Verdict } from './paying.ts';
import { verdictOfFailure } from './verdict-of-failure.ts';

export type TillAtTheCounter = Pick<OpenTill, 'checkout' | 'refresh' | 'noteBug'>;

interface EndedStep {
  readonly saleId: string;
  readonly outcome: Verdict | null;
  /** The sale as it was known when the step ended. */
  readonly before: Sale | null;
}

/** What is said of a step that has ended, and of which sale it is said. */
export interface Conclusion {
  readonly verdict: Verdict | null;
  readonly sale: Sale | null;
}

/**
 * From the outcome of a step to the verdict that may be read. What came to nothing may have undone
 * an earlier try on its way, so the records are asked; and the bar is told before anybody reads:
 * it counts what is unsent by this step, or says that it does not know (I9).
 */
export async function concludeStep(
  till: TillAtTheCounter,
  { saleId, outcome, before }: EndedStep,
): Promise<Conclusion> {
  const recorded = saleOfVerdict(outcome) === null ? await recordedSale(till, saleId) : null;
  const verdict =
    outcome?.kind === 'failed' ? verdictOfFailure(outcome.failure, recorded, before) : outcome;
  const known = recorded?.ok === true ? recorded.value : null;
  await till.refresh().catch(till.noteBug.bind(till));
  return { verdict, sale: saleOfVerdict(verdict) ?? known ?? before };
}

async function recordedSale(
  { checkout }: TillAtTheCounter,
  saleId: string,
): Promise<Result<Sale | null, Failure> | null> {
  return checkout.saleOf(saleId).catch(() => null);
}
