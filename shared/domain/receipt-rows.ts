import type { Strokes } from './card-signature.ts';
import { sixDigits } from './field-numbers.ts';
import type { PaymentStatus } from './payment.ts';
import type { ReceiptWords } from './receipt-words.ts';

export interface ReceiptMark {
  readonly kind:
    | 'training'
    | 'duplicate'
    | 'fault'
    | 'paper'
    | 'provisional'
    | 'refused'
    | 'unknown'
    | 'voided';
  readonly text: string;
}

export interface ReceiptRow {
  readonly left: string;
  /** Right-aligned; empty where the row is one text. */
  readonly right: string;
  readonly weight: 'normal' | 'strong' | 'small';
  /** What the cardholder drew, below the text. */
  readonly strokes?: Strokes;
}

export function row(
  left: string,
  right: string,
  weight: ReceiptRow['weight'] = 'normal',
): ReceiptRow {
  return { left, right, weight };
}

/** Who issued the card and who books it: as the bank's yes named them, else nobody (TERMINAL 2d). */
export function bankRows(status: PaymentStatus, words: ReceiptWords): ReceiptRow[] {
  const named = 'institutions' in status ? status.institutions : undefined;
  if (named === undefined) return [];
  return [row(words.issuer, named.issuer.name), row(words.acquirer, named.acquirer.name)];
}

/** The bank's numbers of a yes, as far as there are any (P3). */
export function approvalRows(status: PaymentStatus, words: ReceiptWords): ReceiptRow[] {
  if (!('authorisationCode' in status)) return [];
  const { authorisationCode, referenceNumber } = status;
  return [
    row(words.authorisationCode, authorisationCode),
    row(words.referenceNumber, referenceNumber),
  ].filter(({ right }) => right !== '');
}

export function voucherText(numbers: {
  readonly batchNumber: number;
  readonly traceNumber: number;
}) {
  return `${sixDigits(numbers.batchNumber)} / ${sixDigits(numbers.traceNumber)}`;
}
