import { sql, type Selectable } from 'kysely';
import type { CardAccount } from '../domain/records.ts';
import { ID_KEY, idsOf, knownPayments, type Slice, type WhenLocked } from './book-scope.ts';
import { arraysOf, rowsAs, template } from './bulk.ts';
import type { BankTables } from './schema.ts';

/** Cards as work on the books sees them: locked, and with what is held on them. */
export type CardRow = Omit<Selectable<BankTables['cards']>, 'masked_number'>;
export type HeldRow = { card_hash: string; held_minor: bigint };

const cardsOf = (whenLocked: WhenLocked) =>
  template(
    () => sql<CardRow>`with ${knownPayments()}
      select card_hash, id, expiry, standing, verification, pin_hash, wrong_pins, limit_minor,
        available_minor, approves_in_part
      from cards where card_hash in (
        select hash from ${rowsAs('asked', { hash: 'text' })}
        union select card_hash from known)
      order by card_hash for update of cards
      ${whenLocked === 'wait' ? sql`` : sql`nowait`}`,
  );

const CARDS = { wait: cardsOf('wait'), 'do-without': cardsOf('do-without') };

/**
 * Those of the work and of the payments it touches, locked in one order, whatever the order of the
 * work: two tills with the same two cards can wait for each other no longer than needed.
 */
export function cardQuestion(slices: readonly Slice[], whenLocked: WhenLocked) {
  const hashes = slices.flatMap(({ scope }) => scope.cardHashes.map((hash) => ({ hash })));
  const ids = idsOf(slices, 'paymentIds');
  if (hashes.length === 0 && ids.length === 0) return null;
  return CARDS[whenLocked](arraysOf(ID_KEY, ids), arraysOf(['hash'], hashes));
}

const heldOnCards = template(
  () => sql<HeldRow>`with ${knownPayments()}
    select card_hash, sum(amount_minor)::bigint as held_minor from card_holds
    where card_hash in (
        select hash from ${rowsAs('asked', { hash: 'text' })}
        union select card_hash from known)
      and lapses_at_ms > ${'0'}::bigint
    group by card_hash`,
);

/**
 * What is held on those cards, at whatever merchant. Behind their lock and in a statement of its own: one
 * that had waited for the lock itself would still see what was held before.
 */
export function heldQuestion(slices: readonly Slice[], nowMs: number) {
  const hashes = slices.flatMap(({ scope }) => scope.cardHashes.map((hash) => ({ hash })));
  const ids = idsOf(slices, 'paymentIds');
  if (hashes.length === 0 && ids.length === 0) return null;
  return heldOnCards(arraysOf(ID_KEY, ids), arraysOf(['hash'], hashes), [String(nowMs)]);
}

export function cardFrom(row: CardRow, heldMinor: bigint): CardAccount {
  return {
    cardHash: row.card_hash,
    id: row.id,
    expiry: row.expiry,
    standing: row.standing,
    verification: row.verification,
    pinHash: row.pin_hash,
    wrongPins: row.wrong_pins,
    limitMinor: row.limit_minor,
    availableMinor: row.available_minor,
    heldMinor,
    approvesInPart: row.approves_in_part,
  };
}
