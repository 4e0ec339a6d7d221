import type { PaymentCore } from '../../shared/domain/payment.ts';
import { lookAtChip } from './chip-look.ts';
import { claimNumber } from './claimed-numbers.ts';
import { isYes, judgeCard } from './issuer-rules.ts';
import {
  answered,
  asChange,
  bareTombstone,
  coreFacts,
  settled,
  type PaymentRequest,
  type PaymentVerdict,
  type RefusedPayment,
} from './payment-records.ts';
import { judgeCompletion, judgeRelease, withHolds } from './holds.ts';
import { purchasePostings } from './postings.ts';
import { isSale, isStoodInFor, isStanding, refundChanges, refundsOf, sumOf } from './refunds.ts';
import {
  type Books,
  type CardAccount,
  type Change,
  type Judged,
  type StoredPayment,
} from './records.ts';
import { takeBackForGood, undo } from './taking-back.ts';

/**
 * One payment, asked for online or promised by the till (P1, P6, P7). The order matters: what is
 * known already is answered from the record; a payment that was taken back before it came is
 * refused; the one it supersedes is undone whatever becomes of this one; then the issuer is asked.
 */
export function judgePayment(books: Books, request: PaymentRequest): Judged<PaymentVerdict> {
  return withHolds(books, judgeOne(books, request));
}

function judgeOne(books: Books, request: PaymentRequest): Judged<PaymentVerdict> {
  const { core, coreHash } = request;
  const known = books.payments.get(core.id);
  if (known !== undefined && known.coreHash !== null) {
    if (known.coreHash !== coreHash) {
      return refused('core-differs', `payment ${core.id} came with another core`);
    }
    const late = known.state === 'tombstone' || known.state === 'reversed';
    const changes = late ? [event('late-original', `payment ${core.id} was taken back`)] : [];
    return { value: { type: 'answered', payment: known }, changes };
  }
  if (known !== undefined && known.terminalId !== core.terminalId) {
    return refused('core-differs', `payment ${core.id} belongs to another terminal`);
  }
  if (known === undefined && request.sealBroken) {
    return refused('seal-broken', `payment ${core.id}: sealed card or PIN cannot be opened`);
  }
  const number = claimNumber(books, core);
  if (number === null) {
    return refused('number-reused', `number ${core.transactionNumber} came with ${core.id} too`);
  }
  if (known !== undefined) {
    const payment: StoredPayment = { ...known, ...coreFacts(request) };
    const late = event('late-original', `payment ${core.id} came after what superseded it`);
    const { changes } = clearSuperseded(books, core);
    return {
      value: { type: 'answered', payment },
      changes: [...changes, { type: 'payment', payment }, number, late],
    };
  }
  const judged = JUDGE[core.kind](books, request);
  return judged.value.type === 'answered'
    ? { value: judged.value, changes: [number, ...judged.changes] }
    : judged;
}

const JUDGE = {
  purchase: judgeByCard,
  void: judgeVoid,
  refund: judgeRefund,
  'pre-authorisation': judgeByCard,
  'pre-authorisation-void': judgeRelease,
  completion: judgeCompletion,
} as const satisfies Record<PaymentCore['kind'], unknown>;

/** A card that was read: a purchase takes its money, a pre-authorisation holds it and moves nothing. */
function judgeByCard(books: Books, request: PaymentRequest): Judged<PaymentVerdict> {
  const { core, card, channel } = request;
  if (channel === 'stored' && books.issuerDown) {
    return { value: { type: 'later', code: '91' }, changes: [] };
  }
  const cleared = clearSuperseded(books, core);
  const account = card === null ? undefined : (cleared.account(card.cardHash) ?? undefined);
  const amountMinor = BigInt(core.amountMinor);
  if (card === null || core.currency !== books.currency) {
    const payment = settled(books, request, card === null ? '14' : '12');
    return answered(payment, cleared.changes);
  }
  if (isStoodInFor(books, core)) return answered(settled(books, request, '12'), cleared.changes);
  const { issuerDown, nowMs } = books;
  const seen = lookAtChip(books, request, card.chip, card.cardHash);
  const chipGenuine = seen.fault === null;
  const takes = core.kind === 'purchase';
  // What replaces another payment replaces all of it; a promise is for goods that are gone; and half a
  // hold secures nothing.
  const mayBePart = takes && channel === 'online' && core.supersedes === undefined;
  const verdict = judgeCard({
    card,
    account,
    amountMinor,
    issuerDown,
    chipGenuine,
    mayBePart,
    nowMs,
  });
  const { code, approvedMinor } = verdict;
  const isPart = isYes(code) && approvedMinor < amountMinor;
  const payment = {
    ...settled(books, request, code),
    ...(isPart ? { amountMinor: approvedMinor, askedMinor: amountMinor } : {}),
    ...seen.facts(isYes(code)),
  };
  const changes = [...cleared.changes, ...seen.changes];
  if (account !== undefined) {
    const after = {
      ...account,
      wrongPins: verdict.wrongPins,
      availableMinor: account.availableMinor - (takes ? approvedMinor : 0n),
    };
    if (after.availableMinor !== account.availableMinor || after.wrongPins !== account.wrongPins) {
      changes.push({ type: 'card', card: after });
    }
    if (takes && isYes(code)) {
      const { merchantId } = books;
      const amount = { amountMinor: approvedMinor };
      const movement = { recordId: core.id, merchantId, cardId: account.id, ...amount };
      changes.push(...purchasePostings(movement).map(asChange));
    }
  }
  return answered(payment, changes);
}

/** Takes back an approved purchase or completion of the same terminal in full (TERMINAL 2a: void). */
function judgeVoid(books: Books, request: PaymentRequest): Judged<PaymentVerdict> {
  const { core } = request;
  const cleared = clearSuperseded(books, core);
  const original = core.originalId === undefined ? undefined : books.payments.get(core.originalId);
  const decline = (code: string) => answered(settled(books, request, code), cleared.changes);
  if (original === undefined || original.terminalId !== core.terminalId) return decline('25');
  if (!isSale(original) || original.id === core.supersedes) return decline('12');
  if (original.state !== 'approved' && original.state !== 'posted') return decline('12');
  if (original.amountMinor !== BigInt(core.amountMinor)) return decline('64');
  // Only all of it can be voided, and of this some has gone back already.
  if (refundsOf(books, original.id).length > 0) return decline('12');
  if (request.card !== null && request.card.cardHash !== original.cardHash) return decline('12');
  const account = original.cardHash === null ? undefined : cleared.account(original.cardHash);
  if (account === undefined) return decline('14');
  const undone = undo(books, original, account, {
    by: 'void',
    recordId: core.id,
    undoneBy: core.id,
  });
  const { cardHash, maskedNumber } = original;
  const payment = { ...settled(books, request, '00'), cardHash, maskedNumber };
  return answered(payment, [...cleared.changes, ...undone]);
}

/** Gives a part of a purchase or completion of any till of the merchant back (TERMINAL 2a: refund). */
function judgeRefund(books: Books, request: PaymentRequest): Judged<PaymentVerdict> {
  const { core } = request;
  const original = core.originalId === undefined ? undefined : books.payments.get(core.originalId);
  const decline = (code: string) => answered(settled(books, request, code), []);
  if (original?.coreHash === undefined || original.coreHash === null) return decline('25');
  if (!isSale(original) || !isStanding(original)) return decline('12');
  if (core.currency !== books.currency) return decline('12');
  const amountMinor = BigInt(core.amountMinor);
  const left = original.amountMinor - sumOf(refundsOf(books, original.id));
  if (amountMinor > left) return decline('64');
  if (request.card !== null && request.card.cardHash !== original.cardHash) return decline('12');
  const account = original.cardHash === null ? undefined : books.cards.get(original.cardHash);
  if (account === undefined) return decline('14');
  const { cardHash, maskedNumber } = original;
  const payment = { ...settled(books, request, '00'), cardHash, maskedNumber };
  return answered(payment, refundChanges(books, { recordId: core.id, amountMinor }, account, left));
}

/**
 * P7: reverses what this payment replaces, or leaves a tombstone for it. Done even if this one is
 * then declined: the till has already given the first up.
 */
export function clearSuperseded(
  books: Books,
  core: PaymentCore,
): { changes: Change[]; account: (cardHash: string) => CardAccount | undefined } {
  const changes: Change[] = [];
  const touched = new Map<string, CardAccount>();
  const account = (cardHash: string) => touched.get(cardHash) ?? books.cards.get(cardHash);
  if (core.supersedes === undefined || core.supersedes === core.id) return { changes, account };
  const first = books.payments.get(core.supersedes);
  if (first === undefined) {
    changes.push({ type: 'payment', payment: bareTombstone(books, core.supersedes, core.id) });
  } else if (first.terminalId === core.terminalId) {
    changes.push(...takeBackForGood(books, first, core.id));
    for (const change of changes) {
      if (change.type === 'card') touched.set(change.card.cardHash, change.card);
    }
  }
  return { changes, account };
}

function event(kind: 'late-original' | RefusedPayment, detail: string): Change {
  return { type: 'security-event', kind, detail };
}

function refused(code: RefusedPayment, detail: string): Judged<PaymentVerdict> {
  return { value: { type: 'refused', code }, changes: [event(code, detail)] };
}
