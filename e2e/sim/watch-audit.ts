import { isToBeWatched } from '../../shared/domain/payment.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';

/** A defective success: done, and to be confirmed with the issuer later (TERMINAL 2b). */
const DEFECTIVE: ReadonlySet<string> = new Set(['A2', 'A4', 'A5', 'A6']);

/**
 * Whichever way a till was told of the bank's yes (its answer, a batch's result, a question about its id):
 * it keeps whether somebody has to look after it, exactly where the bank has said so (I9).
 */
export function auditWatched(bank: BankRecords, auditor: Auditor, till: AuditedTill): string[] {
  const payments = [...auditor.journalOf(till).sales.values()].flatMap((sale) => sale.payments);
  return payments.flatMap((payment) => {
    const stored = bank.payments.get(payment.id);
    const { state } = payment.status;
    if (stored === undefined || (state !== 'approved' && state !== 'posted')) return [];
    const said = DEFECTIVE.has(stored.code);
    return isToBeWatched(payment) === said
      ? []
      : [
          `I9 payment ${payment.id} was said yes to with ${stored.code}, and is kept as ${said ? 'a plain yes' : 'to be watched'}`,
        ];
  });
}
