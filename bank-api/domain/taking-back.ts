import { isTakenAgain } from './holds.ts';
import { asChange } from './payment-records.ts';
import { restoringPostings, undoingPostings } from './postings.ts';
import { isSale, isStanding, isStoodInFor, refundsOf, withoutRefunds } from './refunds.ts';
import type { Books, CardAccount, Change, StoredPayment } from './records.ts';

/** What takes a payment back, and what takes that back again (P6, P7). */

/**
 * By a reversal or by what supersedes it: never to stand again. One that a void took back before
 * changes hands, so that undoing the void does not bring it back to life.
 */
export function takeBackForGood(books: Books, payment: StoredPayment, by: string): Change[] {
  if (isStanding(payment)) return takeBack(books, payment, by);
  if (payment.state !== 'reversed' || payment.undoneBy === by) return [];
  return [{ type: 'payment', payment: { ...payment, undoneBy: by } }];
}

/**
 * Opposite postings for a standing sale, whose refunds go with it; a standing void gives its sale back
 * its force, and what a standing refund gave back is the merchant's again. A hold and a release move
 * nothing (`holds.ts` sees to what is held).
 */
function takeBack(books: Books, payment: StoredPayment, undoneBy: string): Change[] {
  const account = payment.cardHash === null ? undefined : books.cards.get(payment.cardHash);
  const reversed: StoredPayment = { ...payment, state: 'reversed', undoneBy };
  if (account === undefined) return [{ type: 'payment', payment: reversed }];
  if (isSale(payment)) {
    const refunds = refundsOf(books, payment.id);
    const before = withoutRefunds(books, payment, refunds, account, undoneBy);
    const how = { by: 'reversal', recordId: payment.id, undoneBy } as const;
    return [...before.changes, ...undo(books, payment, before.account, how)];
  }
  if (payment.kind === 'refund') {
    const original = payment.originalId === null ? null : books.payments.get(payment.originalId);
    return original === undefined || original === null
      ? [{ type: 'payment', payment: reversed }]
      : withoutRefunds(books, original, [payment], account, undoneBy).changes;
  }
  if (payment.kind === 'void') return restore(books, reversed, account);
  return [{ type: 'payment', payment: reversed }];
}

/** Opposite postings for a sale that stands. */
export function undo(
  { merchantId }: Books,
  payment: StoredPayment,
  account: CardAccount,
  how: { by: 'reversal' | 'void'; recordId: string; undoneBy: string },
): Change[] {
  const { amountMinor } = payment;
  const movement = { recordId: how.recordId, merchantId, cardId: account.id, amountMinor };
  const { undoneBy } = how;
  return [
    { type: 'payment', payment: { ...payment, state: 'reversed', undoneBy } },
    { type: 'card', card: { ...account, availableMinor: account.availableMinor + amountMinor } },
    ...undoingPostings(movement, how.by).map(asChange),
  ];
}

/**
 * A void that is reversed: the sale stands again, even if the account goes below zero. What was paid for
 * again in between does not: nobody pays twice for one hold, or for one refused promise (I2). No till
 * comes to that, since it sends the reversal before it asks for anything else (P6).
 */
function restore(books: Books, voided: StoredPayment, account: CardAccount): Change[] {
  const changes: Change[] = [{ type: 'payment', payment: voided }];
  const original = voided.originalId === null ? undefined : books.payments.get(voided.originalId);
  if (original === undefined || original.undoneBy !== voided.id) return changes;
  if (isTakenAgain(books, original) || isStoodInFor(books, original)) {
    const detail = `void ${voided.id} was reversed, but what it took back is paid for again`;
    return [...changes, { type: 'security-event', kind: 'late-original', detail }];
  }
  const { merchantId } = books;
  const { amountMinor } = original;
  const state = original.channel === 'online' ? 'approved' : 'posted';
  const movement = { recordId: voided.id, merchantId, cardId: account.id, amountMinor };
  return [
    ...changes,
    { type: 'payment', payment: { ...original, state, undoneBy: null } },
    { type: 'card', card: { ...account, availableMinor: account.availableMinor - amountMinor } },
    ...restoringPostings(movement).map(asChange),
  ];
}
