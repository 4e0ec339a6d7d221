import type { QueryAnswer } from '../../shared/contracts/bank-api.ts';
import type { SlipAnswer } from '../../shared/contracts/slip-api.ts';
import { minor, ZERO } from '../../shared/domain/money.ts';
import type { HoldAnswer, HoldQuestion } from '../../shared/contracts/hold-api.ts';
import type { PaymentKind } from '../../shared/domain/payment.ts';
import type { OriginalAnswer, OriginalQuestion } from '../../shared/contracts/refund-api.ts';
import { queryAnswerOf } from '../domain/answers.ts';
import { holdAnswer } from '../domain/holds.ts';
import type { StoredPayment } from '../domain/records.ts';
import { isStanding, originalAnswer } from '../domain/refunds.ts';
import { paymentFromRow } from './book-rows.ts';
import type { BankDatabase } from './database.ts';
import type { BankTables } from './schema.ts';
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

/** Of any till of this merchant: another merchant's do not exist for it. */
export async function findSlip(
  db: BankDatabase,
  { merchantId }: KnownTerminal,
  id: string,
): Promise<SlipAnswer> {
  const payment = await db
    .selectFrom('transactions')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (payment === undefined) return { known: false, id };
  const { state, code, amount_minor, sale_id, terminal_id, masked_number } = payment;
  return {
    known: true,
    id,
    state: state === 'tombstone' ? 'reversed' : state,
    code,
    amountMinor: minor(Number(amount_minor)),
    saleId: sale_id,
    terminalId: terminal_id,
    maskedNumber: masked_number,
    isPaidOtherwise: sale_id !== null && (await hasLaterPayment(db, { ...payment, sale_id })),
  };
}

/** What makes up for a promise has a higher number: another card for the same money. */
async function hasLaterPayment(
  db: BankDatabase,
  promise: Pick<BankTables['transactions'], 'merchant_id' | 'terminal_id' | 'amount_minor'> & {
    readonly sale_id: string;
    readonly transaction_number: bigint | null;
  },
): Promise<boolean> {
  const later = await db
    .selectFrom('transactions')
    .select('id')
    .where('merchant_id', '=', promise.merchant_id)
    .where('terminal_id', '=', promise.terminal_id)
    .where('sale_id', '=', promise.sale_id)
    .where('kind', '=', 'purchase')
    .where('amount_minor', '=', promise.amount_minor)
    .where('transaction_number', '>', promise.transaction_number)
    .where('state', 'in', ['approved', 'posted'])
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

/** The finished sale of any till of this merchant that a slip names (TERMINAL 2a: refund). */
export async function findOriginal(
  db: BankDatabase,
  terminal: KnownTerminal,
  question: OriginalQuestion,
): Promise<OriginalAnswer> {
  const sale = await namedBySlip(db, terminal, ['purchase', 'completion'], question);
  if (sale === null) return { found: false };
  const refunds = await naming(db, terminal, sale, ['refund']);
  return originalAnswer(sale, refunds.filter(isStanding), question.amountMinor);
}

/** The hold of any till of this merchant that a slip names (TERMINAL 2a: completion, release). */
export async function findHold(
  db: BankDatabase,
  terminal: KnownTerminal,
  question: HoldQuestion,
  nowMs: number,
): Promise<HoldAnswer> {
  const hold = await namedBySlip(db, terminal, ['pre-authorisation'], question);
  if (hold === null) return { found: false };
  const followers = await naming(db, terminal, hold, ['completion', 'pre-authorisation-void']);
  return holdAnswer(hold, followers, { terminalId: terminal.terminalId, nowMs }, question);
}

async function namedBySlip(
  db: BankDatabase,
  { merchantId }: KnownTerminal,
  kinds: readonly PaymentKind[],
  { by, amountMinor }: Pick<OriginalQuestion, 'by' | 'amountMinor'>,
): Promise<StoredPayment | null> {
  const named = db
    .selectFrom('transactions')
    .selectAll('transactions')
    .where('transactions.merchant_id', '=', merchantId)
    .where('kind', 'in', kinds);
  const found = await (
    by.kind === 'reference'
      ? named.where('reference_number', '=', by.referenceNumber)
      : named
          .innerJoin('series_numbers as number', (join) =>
            join
              .onRef('number.merchant_id', '=', 'transactions.merchant_id')
              .onRef('number.record_id', '=', 'transactions.id'),
          )
          .where('number.terminal_id', '=', by.terminalId)
          .where('number.batch_number', '=', BigInt(by.batchNumber))
          .where('number.trace_number', '=', BigInt(by.traceNumber))
  )
    .where('amount_minor', '=', BigInt(amountMinor))
    .executeTakeFirst();
  return found === undefined ? null : paymentFromRow(found);
}

/** What names this payment as its original, in whatever state. */
async function naming(
  db: BankDatabase,
  { merchantId }: KnownTerminal,
  { id }: StoredPayment,
  kinds: readonly PaymentKind[],
): Promise<StoredPayment[]> {
  const rows = await db
    .selectFrom('transactions')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .where('original_id', '=', id)
    .where('kind', 'in', kinds)
    .execute();
  return rows.map(paymentFromRow);
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
