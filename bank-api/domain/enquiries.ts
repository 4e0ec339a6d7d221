import type { BalanceAnswer, BalanceRequest } from '../../shared/contracts/balance-api.ts';
import { minor } from '../../shared/domain/money.ts';
import { lookAtChip } from './chip-look.ts';
import { isYes, judgeCard, spendable } from './issuer-rules.ts';
import type { Books, Change, Judged, OpenedCard } from './records.ts';

export interface Enquiry {
  readonly core: BalanceRequest['core'];
  /** Null: what was sealed cannot be opened. */
  readonly card: OpenedCard | null;
}

export type EnquiryVerdict =
  | { readonly type: 'answered'; readonly answer: BalanceAnswer }
  /** Nothing is recorded of it but the security event of the same name. */
  | { readonly type: 'refused'; readonly code: 'seal-broken' };

/**
 * What a card may still spend (余额查询): told to whoever has card and PIN, and to nobody else. The same reasons
 * as for a payment of nothing, first one wins; a wrong PIN counts like any other, and the chip must
 * take part, for the first time with this count (P17): a recorded enquiry tells nothing twice. No
 * posting, no record, no number.
 */
export function judgeEnquiry(books: Books, { core, card }: Enquiry): Judged<EnquiryVerdict> {
  const { id } = core;
  if (card === null) {
    const detail = `enquiry ${id}: sealed card or PIN cannot be opened`;
    const changes = [{ type: 'security-event', kind: 'seal-broken', detail } as const];
    return { value: { type: 'refused', code: 'seal-broken' }, changes };
  }
  if (core.currency !== books.currency) return told({ id, code: '12', balanceMinor: null }, []);
  const known = books.cards.get(card.cardHash);
  const seen = lookAtChip(books, { core, channel: 'online' }, card.chip, card.cardHash);
  const { issuerDown, nowMs } = books;
  const verdict = judgeCard({
    card,
    // Every card has a PIN for this, also one that pays without.
    account: known === undefined ? undefined : { ...known, verification: 'online-pin' },
    amountMinor: overdraftOf(known === undefined ? 0n : spendable(known)),
    issuerDown,
    chipGenuine: seen.fault === null,
    mayBePart: false,
    nowMs,
  });
  const { code, wrongPins } = verdict;
  // Nothing is kept that a second delivery could be answered from, and nobody takes back an enquiry that
  // was given up: one that comes twice, or late behind what its card was asked since, is told nothing,
  // and is no alarm (P26: no second effect).
  const isAgain = seen.fault === 'counter-used' || seen.fault === 'counter-went-back';
  const changes: Change[] = isAgain ? [] : [...seen.changes];
  if (known !== undefined && known.wrongPins !== wrongPins) {
    changes.push({ type: 'card', card: { ...known, wrongPins } });
  }
  const balanceMinor = isYes(code) && known ? minor(Number(spendable(known))) : null;
  return told({ id, code, balanceMinor }, changes);
}

/** Nothing is asked of the account: it need not even be above zero. */
function overdraftOf(freeMinor: bigint): bigint {
  return freeMinor < 0n ? freeMinor : 0n;
}

function told(answer: BalanceAnswer, changes: readonly Change[]): Judged<EnquiryVerdict> {
  return { value: { type: 'answered', answer }, changes };
}
