import type { QueryAnswer } from '../../shared/contracts/bank-api.ts';
import { ZERO } from '../../shared/domain/money.ts';
import { queryAnswerOf } from '../domain/answers.ts';
import { paymentFromRow } from './book-rows.ts';
import type { BankDatabase } from './database.ts';
import type { KnownTerminal } from './terminal-store.ts';

/** Payments, reports and void numbers of this terminal; anybody else's do not exist for it. */
export async function findRecord(
  db: BankDatabase,
  { merchantId, terminalId }: KnownTerminal,
  id: string,
): Promise<QueryAnswer> {
  const payment = await db
    .selectFrom('transactions')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (payment !== undefined) return queryAnswerOf(paymentFromRow(payment));
  const report = await db
    .selectFrom('sale_reports')
    .select('reference_number')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (report !== undefined) return posted(id, report.reference_number);
  const voided = await db
    .selectFrom('void_numbers')
    .select('id')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('id', '=', id)
    .executeTakeFirst();
  return voided === undefined ? { known: false, id } : posted(id, '');
}

function posted(id: string, referenceNumber: string): QueryAnswer {
  return {
    known: true,
    id,
    state: 'posted',
    code: '00',
    approvedMinor: ZERO,
    authorisationCode: '',
    referenceNumber,
    issuerAuthentication: '',
  };
}
