import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openPayment } from '../services/books/sale-writing.ts';
import { cashOf, type Verdict } from './paying.ts';

interface Records {
  readonly saleOf: (saleId: string) => Promise<Result<Sale | null, Failure>>;
}

/**
 * What the records say about a step that ended in a bug. Nothing has an effect before both copies
 * hold it (P9): a try that no record tells of has moved no money, and what they tell stands. Where
 * they cannot be read, or the bank has not answered, the outcome is unknown and says so (P5).
 *
 * @param records null where the database lacks what the journal may hold.
 * @param before the sale as it was when the step began; null before its first tender.
 */
export async function verdictAfterBug(
  records: Records | null,
  saleId: string,
  before: Sale | null,
): Promise<Verdict> {
  const found = await records?.saleOf(saleId).catch(() => null);
  if (found === undefined || found === null) return UNKNOWN;
  if (!found.ok) {
    const isUnrecorded = found.error.code === 'outcome-not-recorded';
    return isUnrecorded ? { kind: 'failed', failure: found.error } : UNKNOWN;
  }
  const sale = found.value;
  if (sale === null) return UNTOUCHED;
  if (openPayment(sale) !== null) return UNKNOWN;
  if (sale.state === 'not-paid' && before !== null && before.state === 'paying') {
    const cashBackMinor = cashOf(before);
    if (before.tenders.length > 0) return { kind: 'cancelled', sale, cashBackMinor };
  }
  const cashBefore = before?.recoveredInCash?.length ?? 0;
  if ((sale.recoveredInCash?.length ?? 0) > cashBefore) return { kind: 'cash', sale };
  return lastTender(sale, before);
}

function lastTender(sale: Sale, before: Sale | null): Verdict {
  const tender = sale.tenders.at(-1);
  const isNewCash = tender?.kind === 'cash' && tender.id !== before?.tenders.at(-1)?.id;
  if (isNewCash) return { kind: 'cash', sale };
  const payment = sale.payments.at(-1);
  if (payment === undefined || payment.id === before?.payments.at(-1)?.id) return UNTOUCHED;
  const { status } = payment;
  switch (status.state) {
    case 'approved':
    case 'approved-in-part':
    case 'posted':
      return { kind: 'approved', sale };
    case 'stored':
    case 'offline-approved':
      return { kind: 'provisional', sale, chipApproved: status.state === 'offline-approved' };
    case 'declined':
    case 'refused':
      return { kind: 'declined', sale, code: status.code };
    case 'reversing':
    case 'reversed':
      return { kind: 'taken-back', sale };
    default:
      return UNKNOWN;
  }
}

const UNKNOWN: Verdict = { kind: 'failed', failure: failure('till-bug') };
const UNTOUCHED: Verdict = { kind: 'failed', failure: failure('till-bug-before-money') };
