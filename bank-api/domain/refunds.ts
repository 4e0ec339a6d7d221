import type { OriginalAnswer } from '../../shared/contracts/refund-api.ts';
import { minor } from '../../shared/domain/money.ts';
import { asChange } from './payment-records.ts';
import { refundPostings } from './postings.ts';
import type { Books, CardAccount, Change, StoredPayment } from './records.ts';

/**
 * Refund 退货 (TERMINAL 2a): a part of a finished purchase, or of a completion, goes back to its card, from any till of the
 * merchant and on any day, again and again, until nothing is left. It is a payment of its own; the
 * purchase stands as it is, and what is left of it is what it was less the refunds that stand.
 *
 * A purchase that is reversed for good takes its refunds with it: the cardholder gets all of it back
 * once, and what he had of it before comes out of that.
 */

/** The refunds of this purchase that stand. */
export function refundsOf(
  { payments }: Pick<Books, 'payments'>,
  originalId: string,
): StoredPayment[] {
  return [...payments.values()].filter(
    (one) => one.kind === 'refund' && one.originalId === originalId && isStanding(one),
  );
}

/** Has taken money for what was sold: it can be voided, or refunded. */
export function isSale({ kind }: Pick<StoredPayment, 'kind'>): boolean {
  return kind === 'purchase' || kind === 'completion';
}

export function isStanding({ state }: Pick<StoredPayment, 'state'>): boolean {
  return state === 'approved' || state === 'posted';
}

/** Another payment than this one stands for what this one replaces, or would replace (I2, P7, P13). */
export function isStoodInFor(
  { payments }: Pick<Books, 'payments'>,
  { id, supersedes }: { readonly id: string; readonly supersedes?: string | null | undefined },
): boolean {
  if (supersedes === undefined || supersedes === null) return false;
  return [...payments.values()].some(
    (one) => one.id !== id && one.supersedes === supersedes && isStanding(one),
  );
}

export function sumOf(payments: readonly StoredPayment[]): bigint {
  return payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** Money and fee of one refund, with this much of its purchase left before and after. */
export function refundChanges(
  { merchantId }: Books,
  refund: { readonly recordId: string; readonly amountMinor: bigint },
  account: CardAccount,
  leftBefore: bigint,
): Change[] {
  const { recordId, amountMinor } = refund;
  const movement = { recordId, merchantId, cardId: account.id, amountMinor };
  const rest = { beforeMinor: leftBefore, afterMinor: leftBefore - amountMinor };
  return [
    { type: 'card', card: { ...account, availableMinor: account.availableMinor + amountMinor } },
    ...refundPostings(movement, rest, 'refund').map(asChange),
  ];
}

/** Taken back themselves, one behind the other; the account as it is after that. */
export function withoutRefunds(
  books: Books,
  purchase: StoredPayment,
  taken: readonly StoredPayment[],
  account: CardAccount,
  undoneBy: string,
): { readonly changes: Change[]; readonly account: CardAccount } {
  const { merchantId } = books;
  let left = purchase.amountMinor - sumOf(refundsOf(books, purchase.id));
  const changes: Change[] = [];
  for (const refund of taken) {
    const { id: recordId, amountMinor } = refund;
    const movement = { recordId, merchantId, cardId: account.id, amountMinor };
    const rest = { beforeMinor: left, afterMinor: left + amountMinor };
    left += amountMinor;
    changes.push({ type: 'payment', payment: { ...refund, state: 'reversed', undoneBy } });
    changes.push(...refundPostings(movement, rest, 'reversal').map(asChange));
  }
  const after = { ...account, availableMinor: account.availableMinor - sumOf(taken) };
  if (taken.length > 0) changes.push({ type: 'card', card: after });
  return { changes, account: after };
}

/** What a till may know of a purchase before it asks for a refund of it. */
export function originalAnswer(
  purchase: StoredPayment | null,
  refunds: readonly StoredPayment[],
  askedMinor: number,
): OriginalAnswer {
  if (purchase === null || !isSale(purchase)) return { found: false };
  const { state, batchNumber, traceNumber, amountMinor, referenceNumber } = purchase;
  const wasBooked = isStanding(purchase) || state === 'reversed';
  if (!wasBooked || batchNumber === null || traceNumber === null) return { found: false };
  if (amountMinor !== BigInt(askedMinor)) return { found: false };
  return {
    found: true,
    id: purchase.id,
    state: isStanding(purchase) ? 'standing' : 'taken-back',
    terminalId: purchase.terminalId,
    batchNumber,
    traceNumber,
    referenceNumber,
    authorisationCode: purchase.authorisationCode,
    maskedNumber: purchase.maskedNumber,
    amountMinor: minor(Number(amountMinor)),
    refundedMinor: minor(Number(sumOf(refunds))),
    bookedAtMs: purchase.createdAtMs,
  };
}
