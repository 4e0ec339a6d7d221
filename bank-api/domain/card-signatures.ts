import type { PaymentKind } from '../../shared/domain/payment.ts';
import type { SignatureUpload } from '../../shared/contracts/signature-api.ts';
import { holdsUnstorableText } from './admission.ts';

/** A signature as the bank keeps it, beside the payment that it belongs to. */
export interface KeptSignature {
  readonly contentHash: string;
  readonly keptAtMs: number;
}

/** What is on the books about the payment that a signature names. */
export interface SignedPayment {
  readonly kind: PaymentKind;
  readonly terminalId: string;
  readonly saleId: string | null;
}

export type SignatureVerdict =
  /** There already, the same: told once more (P1). */
  | { readonly type: 'kept'; readonly keptAtMs: number }
  | { readonly type: 'keep'; readonly keptAtMs: number }
  | { readonly type: 'refused'; readonly code: 'not-found' | 'core-differs' };

/**
 * May this be kept as the signature of that payment? Whatever became of the money: a customer who
 * disputes a payment that was refused or taken back has signed for it all the same. Payments of other
 * terminals do not exist for this one.
 */
export function judgeSignature(
  request: SignatureUpload & { readonly contentHash: string },
  terminalId: string,
  books: { readonly payment: SignedPayment | null; readonly kept: KeptSignature | null },
  nowMs: number,
): SignatureVerdict {
  const { payment, kept } = books;
  if (payment === null || payment.terminalId !== terminalId) {
    return { type: 'refused', code: 'not-found' };
  }
  // A tombstone is known by its id alone: it may be of any sale.
  const isOfSale = payment.saleId === null || payment.saleId === request.saleId;
  if (payment.kind !== 'purchase' || !isOfSale) return { type: 'refused', code: 'core-differs' };
  if (kept === null) return { type: 'keep', keptAtMs: nowMs };
  return kept.contentHash === request.contentHash
    ? { type: 'kept', keptAtMs: kept.keptAtMs }
    : { type: 'refused', code: 'core-differs' };
}

/** Ids in lower case, named by the key, and text that a database can hold. */
export function isSignatureMalformed(request: SignatureUpload, idempotencyKey: unknown): boolean {
  const { paymentId, saleId } = request;
  const isLowerCase = `${paymentId}${saleId}` === `${paymentId}${saleId}`.toLowerCase();
  return !isLowerCase || idempotencyKey !== paymentId || holdsUnstorableText(request);
}
