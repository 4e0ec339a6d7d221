import { cardLockAfter, type CardLock } from '../domain/card-lock.ts';
import { drawerAfter, EMPTY_DRAWER, type Drawer } from '../domain/drawer.ts';
import {
  EMPTY_HEAD,
  headOf,
  type ChainLink,
  type Head,
  type JournalRecord,
} from '../domain/journal.ts';
import type { Settlement } from '../domain/settlement.ts';

/** Of so many of the newest records nothing is read from the disk twice: they are what is asked for. */
const KEPT_WHOLE = 2_000;

/** Where in the file one record stands, in bytes. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The file by heart, as far as it proves itself: number, hash and place of each record, the newest
 * ones whole. About a hundred bytes a record, so that years of them fit where their text would not.
 */
export class JournalIndex {
  readonly #links: ChainLink[] = [];
  /** Where each record ends; the next one begins there. */
  readonly #ends: number[] = [];
  #newest: JournalRecord[] = [];
  #head: Head = EMPTY_HEAD;
  #cardLock: CardLock | null = null;
  #settlement: Settlement | null = null;
  #drawer: Drawer = EMPTY_DRAWER;

  get count(): number {
    return this.#links.length;
  }

  get head(): Head {
    return this.#head;
  }

  get cardLock(): CardLock | null {
    return this.#cardLock;
  }

  /** The last day end, wherever it stands (P22). */
  get settlement(): Settlement | null {
    return this.#settlement;
  }

  /** What the drawer should hold, and its shift (A24). */
  get drawer(): Drawer {
    return this.#drawer;
  }

  /** From the beginning of the file to the end of the last proven record. */
  get bytes(): number {
    return this.#ends.at(-1) ?? 0;
  }

  add(record: JournalRecord, bytes: number): void {
    const { number, epoch, hash } = record;
    this.#links.push({ number, epoch, hash });
    this.#ends.push(this.bytes + bytes);
    this.#newest.push(record);
    if (this.#newest.length > 2 * KEPT_WHOLE) this.#newest = this.#newest.slice(-KEPT_WHOLE);
    this.#head = headOf(record);
    this.#cardLock = cardLockAfter(this.#cardLock, record);
    this.#drawer = drawerAfter(this.#drawer, record);
    if (record.body.kind === 'settlement') this.#settlement = record.body.settlement;
  }

  /** Place of the first record with this number or a higher one: a new epoch may leave numbers out. */
  placeOf(number: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#links[middle]?.number ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The hash of the record with this number; null where there is none. */
  hashOf(number: number): string | null {
    const link = this.#links[this.placeOf(number)];
    return link?.number === number ? link.hash : null;
  }

  links(place: number, limit: number): ChainLink[] {
    return this.#links.slice(place, place + limit);
  }

  /** Records from this place on, as long as they are kept whole; null where they are not. */
  newestFrom(place: number, limit: number): JournalRecord[] | null {
    const start = place - (this.count - this.#newest.length);
    return start < 0 ? null : this.#newest.slice(start, start + limit);
  }

  /** Where records from this place on stand, at least one and otherwise no more than so many bytes. */
  stretch(place: number, limit: number, mostBytes: number): Stretch {
    const from = this.#ends[place - 1] ?? 0;
    let last = place;
    const end = Math.min(place + limit, this.count);
    while (last + 1 < end && (this.#ends[last + 1] ?? 0) - from <= mostBytes) last += 1;
    return { from, to: this.#ends[last] ?? from };
  }
}
