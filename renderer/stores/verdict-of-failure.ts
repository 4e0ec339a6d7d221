import { factsOf, failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { wasSold, type Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import { whyTooLate } from '../services/books/sale-commit.ts';
import { openPayment } from '../services/books/sale-writing.ts';
import type { Verdict } from './paying.ts';

/**
 * A step that failed, with what its failure says about the money. "Nothing was charged" is true of
 * that step alone: where an earlier try of the sale is still open, or to be taken back, or its records
 * cannot be read, the customer may have been charged, and nobody says that nothing was (I9). Nor where
 * the step before has sold it after all, and its record was in the journal alone.
 *
 * @param before the sale as it was known when the step began: one that was sold then is being recovered.
 */
export function verdictOfFailure(
  failed: Failure,
  recorded: Result<Sale | null, Failure> | null,
  before: Sale | null,
): Verdict {
  const said = (known: Failure): Verdict => ({ kind: 'failed', failure: known });
  const detail = `${failed.code} ${failed.detail}`.trim();
  if (factsOf(failed.code).money !== 'untouched') return said(failed);
  if (recorded?.ok === true) {
    const sale = recorded.value;
    if (sale === null) return said(failed);
    if (wasSold(sale) && !(before !== null && wasSold(before))) {
      return said(failure(whyTooLate(sale), detail));
    }
    return said(openPayment(sale) === null ? failed : failure('sale-busy', detail));
  }
  if (recorded?.error.code === 'outcome-not-recorded') return said(recorded.error);
  return said(failure('sale-unread', detail));
}
