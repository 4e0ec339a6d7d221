import type { HoldAnswer } from '../../shared/contracts/hold-api.ts';
import { lapsesAtMs, mostCompletedOf } from '../../shared/domain/hold.ts';
import { minor } from '../../shared/domain/money.ts';
import { answered, asChange, settled } from './payment-records.ts';
import type { PaymentRequest, PaymentVerdict } from './payment-records.ts';
import { purchasePostings } from './postings.ts';
import { isStanding } from './refunds.ts';
import type { Books, CardAccount, Change, Judged, StoredPayment } from './records.ts';

/**
 * Pre-authorisations 预授权 (TERMINAL 2a, decision 14). A hold is a payment that moves nothing and says
 * for ever that it was approved; whether it still holds follows from what stands of its completion and
 * its release, which name it as their original. So what takes one of those back needs to know nothing of
 * holds: the hold stands again.
 */
type Payments = Pick<Books, 'payments'>;

/** Its completion and its releases, in whatever state. */
export function followersOf({ payments }: Payments, holdId: string): StoredPayment[] {
  return [...payments.values()].filter(
    ({ kind, originalId }) =>
      originalId === holdId && (kind === 'completion' || kind === 'pre-authorisation-void'),
  );
}

/** Neither completed, released nor taken back; it may have lapsed all the same. */
function isHeld(books: Payments, hold: StoredPayment): boolean {
  return isStanding(hold) && !followersOf(books, hold.id).some(isStanding);
}

function isLapsed({ createdAtMs }: StoredPayment, nowMs: number): boolean {
  return nowMs >= lapsesAtMs(createdAtMs);
}

/** This completion's hold has been completed or released without it. */
export function isTakenAgain(books: Payments, { id, kind, originalId }: StoredPayment): boolean {
  if (kind !== 'completion' || originalId === null) return false;
  return followersOf(books, originalId).some((one) => one.id !== id && isStanding(one));
}

/**
 * What is left of a hold, as one till may see it. Where its completion was voided the hold is free again
 * for the till of that void alone: it may still take its void back, and sends that before anything else
 * (P6). Free for all, the hold might be completed twice.
 */
function stateOf(
  hold: StoredPayment,
  followers: readonly StoredPayment[],
  terminalId: string,
  nowMs: number,
): Extract<HoldAnswer, { found: true }>['state'] {
  if (!isStanding(hold)) return 'taken-back';
  const standing = followers.filter(isStanding);
  if (standing.some(({ kind }) => kind === 'completion')) return 'completed';
  if (standing.length > 0) return 'released';
  if (isLapsed(hold, nowMs)) return 'lapsed';
  const isVoidedElsewhere = followers.some(
    (one) => one.kind === 'completion' && wasVoided(one) && one.terminalId !== terminalId,
  );
  return isVoidedElsewhere ? 'completed' : 'standing';
}

/** By something else than its own reversal, which is for good. */
function wasVoided({ id, state, undoneBy }: StoredPayment): boolean {
  return state === 'reversed' && undoneBy !== null && undoneBy !== id;
}

interface Found {
  readonly hold: StoredPayment;
  readonly account: CardAccount;
}

/** The standing hold that a completion or a release names, or the code that says why there is none. */
function holdFor(books: Books, { core, card }: PaymentRequest): Found | string {
  const hold = core.originalId === undefined ? undefined : books.payments.get(core.originalId);
  if (hold?.coreHash === undefined || hold.coreHash === null) return '25';
  if (hold.kind !== 'pre-authorisation' || core.currency !== books.currency) return '12';
  const followers = followersOf(books, hold.id);
  if (stateOf(hold, followers, core.terminalId, books.nowMs) !== 'standing') return '12';
  if (card !== null && card.cardHash !== hold.cardHash) return '12';
  const account = hold.cardHash === null ? undefined : books.cards.get(hold.cardHash);
  return account === undefined ? '14' : { hold, account };
}

/**
 * Takes money for a hold of any till of the merchant, up to 115 % of it: a sale like any other. The issuer
 * has promised it, so that the account is not asked what is on it; what was held and not taken is free.
 */
export function judgeCompletion(books: Books, request: PaymentRequest): Judged<PaymentVerdict> {
  const { core } = request;
  const decline = (code: string) => answered(settled(books, request, code), []);
  if (books.issuerDown) return decline('91');
  const found = holdFor(books, request);
  if (typeof found === 'string') return decline(found);
  const { hold, account } = found;
  const amountMinor = BigInt(core.amountMinor);
  if (amountMinor > mostCompletedOf(hold.amountMinor)) return decline('64');
  const { merchantId } = books;
  const movement = { recordId: core.id, merchantId, cardId: account.id, amountMinor };
  return answered(ofItsCard(books, request, hold), [
    { type: 'card', card: { ...account, availableMinor: account.availableMinor - amountMinor } },
    ...purchasePostings(movement).map(asChange),
  ]);
}

/** Lets all of a hold go. */
export function judgeRelease(books: Books, request: PaymentRequest): Judged<PaymentVerdict> {
  const decline = (code: string) => answered(settled(books, request, code), []);
  if (books.issuerDown) return decline('91');
  const found = holdFor(books, request);
  if (typeof found === 'string') return decline(found);
  if (found.hold.amountMinor !== BigInt(request.core.amountMinor)) return decline('64');
  return answered(ofItsCard(books, request, found.hold), []);
}

function ofItsCard(books: Books, request: PaymentRequest, hold: StoredPayment): StoredPayment {
  const { cardHash, maskedNumber } = hold;
  return { ...settled(books, request, '00'), cardHash, maskedNumber };
}

/** What a judgement does to what is held on cards: the one place that says so, whatever was judged. */
export function withHolds<Value>(books: Books, { value, changes }: Judged<Value>): Judged<Value> {
  const touched = holdsTouchedBy(changes);
  if (touched.size === 0) return { value, changes };
  const after = new Map(books.payments);
  const accounts = new Map<string, CardAccount>();
  for (const change of changes) {
    if (change.type === 'payment') after.set(change.payment.id, change.payment);
    if (change.type === 'card') accounts.set(change.card.cardHash, change.card);
  }
  const held: Change[] = [];
  for (const id of touched) {
    const now = after.get(id);
    const before = books.payments.get(id);
    if (now?.kind !== 'pre-authorisation' || now.cardHash === null) continue;
    const stands = isHeld({ payments: after }, now);
    if (stands === (before !== undefined && isHeld(books, before))) continue;
    const { cardHash, amountMinor, createdAtMs } = now;
    const hold = { id, cardHash, amountMinor, lapsesAtMs: lapsesAtMs(createdAtMs) };
    held.push({ type: 'hold', hold, stands });
    const account = accounts.get(cardHash) ?? books.cards.get(cardHash);
    if (account === undefined || isLapsed(now, books.nowMs)) continue;
    const heldMinor = account.heldMinor + (stands ? amountMinor : -amountMinor);
    accounts.set(cardHash, { ...account, heldMinor });
    held.push({ type: 'card', card: { ...account, heldMinor } });
  }
  return { value, changes: [...changes, ...held] };
}

function holdsTouchedBy(changes: readonly Change[]): Set<string> {
  const touched = new Set<string>();
  for (const change of changes) {
    if (change.type !== 'payment') continue;
    const { id, kind, originalId } = change.payment;
    if (kind === 'pre-authorisation') touched.add(id);
    const isFollower = kind === 'completion' || kind === 'pre-authorisation-void';
    if (isFollower && originalId !== null) touched.add(originalId);
  }
  return touched;
}

/** What a till may know of a hold before it asks for its completion or its release. */
export function holdAnswer(
  hold: StoredPayment | null,
  followers: readonly StoredPayment[],
  asker: { readonly terminalId: string; readonly nowMs: number },
  asked: { readonly amountMinor: number; readonly authorisationCode: string },
): HoldAnswer {
  if (hold?.kind !== 'pre-authorisation') return { found: false };
  const { batchNumber, traceNumber, amountMinor, authorisationCode, referenceNumber } = hold;
  const wasHeld = isStanding(hold) || hold.state === 'reversed';
  if (!wasHeld || batchNumber === null || traceNumber === null) return { found: false };
  const isSame =
    amountMinor === BigInt(asked.amountMinor) && authorisationCode === asked.authorisationCode;
  if (!isSame) return { found: false };
  const completion = followers.find((one) => one.kind === 'completion' && isStanding(one));
  return {
    found: true,
    id: hold.id,
    state: stateOf(hold, followers, asker.terminalId, asker.nowMs),
    terminalId: hold.terminalId,
    batchNumber,
    traceNumber,
    referenceNumber,
    authorisationCode,
    maskedNumber: hold.maskedNumber,
    amountMinor: minor(Number(amountMinor)),
    completedMinor: minor(Number(completion?.amountMinor ?? 0n)),
    bookedAtMs: hold.createdAtMs,
    lapsesAtMs: lapsesAtMs(hold.createdAtMs),
  };
}
