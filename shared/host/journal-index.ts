import {
  EMPTY_HEAD,
  headOf,
  type ChainLink,
  type Head,
  type JournalRecord,
} from '../domain/journal.ts';
import type { JournalLine } from './journal-lines.ts';
import type { JournalPage, PageCutter } from './journal-pages.ts';
import { NOTHING_STANDS, standingAfter, type Standing } from './journal-standing.ts';

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
  #standing = NOTHING_STANDS;
  readonly #pages: PageCutter | null;

  /** `pages`: cut while records are taken in; null where nobody writes them down. */
  constructor(pages: PageCutter | null = null) {
    this.#pages = pages;
    pages?.beginAt(0, EMPTY_HEAD.hash);
  }

  get count(): number {
    return this.#links.length;
  }

  get standing(): Standing {
    return this.#standing;
  }

  get head(): Head {
    return this.#head;
  }

  /** From the beginning of the file to the end of the last proven record. */
  get bytes(): number {
    return this.#ends.at(-1) ?? 0;
  }

  add(record: JournalRecord, line: JournalLine): void {
    this.#place(record, line.bytes);
    this.#newest.push(record);
    if (this.#newest.length > 2 * KEPT_WHOLE) this.#newest = this.#newest.slice(-KEPT_WHOLE);
    this.#head = headOf(record);
    this.#standing = standingAfter(this.#standing, record);
    this.#pages?.add(line, this.#head, this.#standing);
  }

  /** Records that were proved before, and are still what they were. */
  addPage({ records, head, standing }: JournalPage): void {
    for (const record of records) this.#place(record, record.bytes);
    this.#head = head;
    this.#standing = standing;
    this.#pages?.beginAt(this.bytes, head.hash);
  }

  #place({ number, epoch, hash }: ChainLink, bytes: number): void {
    this.#links.push({ number, epoch, hash });
    this.#ends.push(this.bytes + bytes);
  }

  /** Pages that are whole since somebody asked. */
  takePages(): readonly JournalPage[] {
    return this.#pages?.take() ?? [];
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
