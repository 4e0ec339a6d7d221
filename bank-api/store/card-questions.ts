import { sql, type Selectable } from 'kysely';
import type { CardAccount } from '../domain/records.ts';
import { ID_KEY, idsOf, knownPayments, type Slice, type WhenLocked } from './book-scope.ts';
import { arraysOf, template } from './bulk.ts';
import type { BankTables } from './schema.ts';

/** Cards as work on the books sees them: locked, and with what is held on them. */
export type CardRow = Omit<Selectable<BankTables['cards']>, 'masked_number'>;
export type HeldRow = { card_hash: string; held_minor: bigint };

/**
 * Those that were read, or those of the payments too that something may be given or taken back of.
 * Nearly all that a bank does is a purchase that undoes nothing, and the look for payments costs three
 * times what the cards themselves do.
 */
const WANTED = {
  read: () => ({ before: sql``, hashes: sql`any(${'{}'}::text[])` }),
  touched: () => ({
    before: sql`with ${knownPayments()}`,
    hashes: sql`any(array(select unnest(${'{}'}::text[]) union select card_hash from known))`,
  }),
};

type Which = keyof typeof WANTED;

function wantedBy(slices: readonly Slice[]) {
  const hashes = slices.flatMap(({ scope }) => scope.cardHashes.map((hash) => ({ hash })));
  const ids = idsOf(slices, 'undoableIds');
  if (hashes.length === 0 && ids.length === 0) return null;
  const read = arraysOf(['hash'], hashes);
  return ids.length === 0
    ? { which: 'read' as const, values: [read] }
    : { which: 'touched' as const, values: [arraysOf(ID_KEY, ids), read] };
}

const cardsOf = (which: Which, whenLocked: WhenLocked) =>
  template(() => {
    const { before, hashes } = WANTED[which]();
    return sql<CardRow>`${before}
      select card_hash, id, expiry, standing, verification, pin_hash, wrong_pins, limit_minor,
        available_minor, approves_in_part, yes_is_defective
      from cards where card_hash = ${hashes}
      order by card_hash for update of cards
      ${whenLocked === 'wait' ? sql`` : sql`nowait`}`;
  });

const CARDS = {
  read: { wait: cardsOf('read', 'wait'), 'do-without': cardsOf('read', 'do-without') },
  touched: { wait: cardsOf('touched', 'wait'), 'do-without': cardsOf('touched', 'do-without') },
};

/**
 * Locked in one order, whatever the order of the work: two tills with the same two cards can wait for
 * each other no longer than needed.
 */
export function cardQuestion(slices: readonly Slice[], whenLocked: WhenLocked) {
  const wanted = wantedBy(slices);
  return wanted && CARDS[wanted.which][whenLocked](...wanted.values);
}

const heldOn = (which: Which) =>
  template(() => {
    const { before, hashes } = WANTED[which]();
    return sql<HeldRow>`${before}
      select card_hash, sum(amount_minor)::bigint as held_minor from card_holds
      where card_hash = ${hashes} and lapses_at_ms > ${'0'}::bigint
      group by card_hash`;
  });

const HELD = { read: heldOn('read'), touched: heldOn('touched') };

/**
 * What is held on those cards, at whatever merchant. Behind their lock and in a statement of its own: one
 * that had waited for the lock itself would still see what was held before.
 */
export function heldQuestion(slices: readonly Slice[], nowMs: number) {
  const wanted = wantedBy(slices);
  return wanted && HELD[wanted.which](...wanted.values, [String(nowMs)]);
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
    yesIsDefective: row.yes_is_defective,
  };
}
