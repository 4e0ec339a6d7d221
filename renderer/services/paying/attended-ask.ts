import { failure, type ErrorCode, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Payment } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { conclude, waitForBank, type Concluded } from './attended-run.ts';
import type { AttendedRun } from './payment-run.ts';
import { howToStart } from './payment-start.ts';
import { recordedSale } from '../books/sale-reading.ts';
import { paymentIn } from '../books/sale-writing.ts';

/** How it ended, of what the bank does in whole or not at all; `sale` is what it stands in. */
export type AskedEnd =
  | { readonly kind: 'done'; readonly sale: Sale }
  /** The bank said no, or it is being taken back: in the end nothing was done. */
  | Exclude<Concluded, { kind: 'approved' }>;

/** Given up before anything was sent. */
export interface NothingSent {
  readonly kind: 'stopped';
}

/** Durable, and what the bank is asked for next. */
export interface AskedIntent {
  readonly sale: Sale;
  readonly payment: Payment;
}

/**
 * Asks the bank for what it alone can do, and what a promise cannot stand for (P18, which `needsLine`
 * says): what it is owed goes first (P6).
 */
export async function askBank(
  run: AttendedRun,
  needsLine: ErrorCode,
  storeIntent: () => Promise<Result<AskedIntent, Failure>>,
): Promise<Result<AskedEnd | NothingSent, Failure>> {
  const start = await howToStart(run, run.services.outbox);
  if (start === 'stopped') return ok({ kind: 'stopped' });
  if (start === 'offline') return err(failure(needsLine));
  return askDurably(run, storeIntent, null);
}

/** The intent is durable before anything leaves (P9). */
export async function askDurably(
  run: AttendedRun,
  storeIntent: () => Promise<Result<AskedIntent, Failure>>,
  sealedPin: string | null,
): Promise<Result<AskedEnd, Failure>> {
  const intent = await storeIntent();
  if (!intent.ok) {
    run.tell('intent-stored', 'failed', intent.error.code);
    return intent;
  }
  run.tell('intent-stored', 'done');
  const { sale, payment } = intent.value;
  return waitForWord(run, sale, payment, { sealedPin, heard: 'nothing-asked' });
}

/** The intent as it was written; unread, the payment may be under way all the same. */
export async function writtenIntent(
  { services: { ledger, ports } }: AttendedRun,
  saleId: string,
  paymentId: string,
): Promise<Result<AskedIntent, Failure>> {
  const sale = await recordedSale(ledger, ports, saleId);
  if (!sale.ok) return err(failure('payment-open', sale.error.code));
  const stored = present(sale.value, 'the sale of the intent');
  return ok({ sale: stored, payment: paymentIn(stored, paymentId) });
}

/**
 * Pressed again while its outcome is unknown: the same id, asked about (P8). What a card has said for it
 * is not sent again, nor its PIN: it is taken back where the bank never got it (P1, P6).
 */
export function askAgain(
  run: AttendedRun,
  sale: Sale,
  payment: Payment,
): Promise<Result<AskedEnd, Failure>> {
  return waitForWord(run, sale, payment, { sealedPin: null, heard: 'no-answer' });
}

async function waitForWord(
  run: AttendedRun,
  sale: Sale,
  payment: Payment,
  how: { readonly sealedPin: string | null; readonly heard: 'nothing-asked' | 'no-answer' },
): Promise<Result<AskedEnd, Failure>> {
  const operatorId = payment.supervisorId ?? run.around.place.operatorId;
  const verdict = await waitForBank(run, payment, { operatorId, ...how });
  if (verdict.kind === 'line-dead') run.tell('line-dead', 'failed', verdict.fault.code);
  const ended = await conclude(run, sale, payment.id, verdict);
  return ended.ok ? ok(asAsked(ended.value)) : ended;
}

function asAsked(ended: Concluded): AskedEnd {
  return ended.kind === 'approved' ? { kind: 'done', sale: ended.sale } : ended;
}
