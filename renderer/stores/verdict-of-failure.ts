import { factsOf, failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openPayment } from '../services/books/sale-writing.ts';
import type { Verdict } from './paying.ts';

/**
 * A step that failed, with what its failure says about the money. "Nothing was charged" is true of
 * that step alone: where an earlier try of the sale is still open, or to be taken back, or its records
 * cannot be read, the customer may have been charged, and nobody says that nothing was (I9).
 */
export function verdictOfFailure(
  failed: Failure,
  recorded: Result<Sale | null, Failure> | null,
): Verdict {
  const said = (known: Failure): Verdict => ({ kind: 'failed', failure: known });
  const detail = `${failed.code} ${failed.detail}`.trim();
  if (factsOf(failed.code).money !== 'untouched') return said(failed);
  if (recorded?.ok === true) {
    const isOpen = recorded.value !== null && openPayment(recorded.value) !== null;
    return said(isOpen ? failure('sale-busy', detail) : failed);
  }
  if (recorded?.error.code === 'outcome-not-recorded') return said(recorded.error);
  return said(failure('sale-unread', detail));
}
