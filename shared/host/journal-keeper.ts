import { failure, type Failure } from '../contracts/error-codes.ts';
import type {
  JournalDifference,
  JournalOpening,
  JournalRange,
  JournalRepair,
  KnownElsewhere,
} from '../contracts/journal-copies.ts';
import { CARDS_LOCKED, type CardLock } from '../domain/card-lock.ts';
import {
  EMPTY_HEAD,
  headOf,
  journalLine,
  goesOn,
  NOTHING_HEARD,
  type ChainLink,
  type Head,
  type HeardNumbers,
  type JournalBody,
  type JournalDraft,
  type JournalRecord,
} from '../domain/journal.ts';
import { isAuthentic } from '../domain/journal-chain.ts';
import { present } from '../lib/assert.ts';
import { utf8Length } from '../lib/bytes.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { Turns } from '../lib/turns.ts';
import type { JournalIndex } from './journal-index.ts';
import { PAGE_BYTES } from './journal-pages.ts';
import { NOTHING_STANDS, type Standing } from './journal-standing.ts';
import { differences, keepCopies, repairJournalFile, sealed } from './journal-repair.ts';
import {
  parseSentinel,
  provenByPages,
  readRecords,
  scanJournal,
  scanTail,
} from './journal-text.ts';
import { JournalTrail } from './journal-trail.ts';
import type { JournalCrypto, JournalFiles } from './ports.ts';

export interface KeeperOptions {
  /**
   * What passes between an append and the sentinel: much less than the second that P10 allows, and
   * longer than the database needs to write the same sale. A disk that syncs both at once makes the
   * sale wait for the sentinel.
   */
  readonly pause?: () => Promise<void>;
  readonly pageBytes?: number | undefined;
}

/**
 * Keeps the journal file (PROTOCOL P2, P9, P10): gives each record its number, its place in the
 * chain and its MAC, writes, syncs, and only then says that it is written.
 *
 *   closed ──open──▶ whole ──append──▶ whole
 *                      │ write or sync failed
 *                      ▼
 *                   in doubt ──the file is read anew──▶ whole │ damaged
 *
 * After a failed sync nobody knows what the disk holds, so the same bytes are never written again
 * over the same idea of the file: it is read back at once. Only a file that does not hold the records
 * lets `journal-write-failed` be said: nothing has happened. Where it does hold them, or cannot be
 * read, they are `journal-in-doubt`: the next call writes what stands there once more, on a handle
 * that has not failed, and they count from then on.
 */
export class JournalKeeper {
  readonly #files: JournalFiles;
  readonly #crypto: JournalCrypto;
  readonly #pageBytes: number;
  /** What is known to be on the disk. */
  #index: JournalIndex | null = null;
  #damaged: readonly number[] = [];
  #offered: JournalRecord[] = [];
  #quarantines = 0;
  /** How many records a write has from its start until they are known to be on the disk: all or none. */
  #doubted = 0;
  /**
   * Two windows may ask at once; a file that is read anew while a line is being written would look
   * torn, and the cut would take the line away.
   */
  readonly #turns = new Turns();
  readonly #trail: JournalTrail;

  constructor(
    files: JournalFiles,
    crypto: JournalCrypto,
    { pause = () => Promise.resolve(), pageBytes = PAGE_BYTES }: KeeperOptions = {},
  ) {
    this.#files = files;
    this.#crypto = crypto;
    this.#trail = new JournalTrail(files, crypto, pause);
    this.#pageBytes = pageBytes;
  }

  open(): Promise<Result<JournalOpening, Failure>> {
    return this.#turns.take(() => this.#open());
  }

  async #open(): Promise<Result<JournalOpening, Failure>> {
    const settled = await this.#settled();
    if (!settled.ok) return settled;
    const read = await this.#files.readSentinel();
    if (!read.ok) return read;
    const sentinel = parseSentinel(read.value, this.#crypto);
    const proven = await provenByPages(this.#files, this.#crypto, this.#pageBytes);
    if (!proven.ok) return proven;
    const scanned = await scanJournal(this.#files, this.#crypto, sentinel, proven.value);
    if (!scanned.ok) return scanned;
    const { index, damagedNumbers, wholeBytes, tornBytes } = scanned.value;
    // Behind damage nothing is cut: it is evidence, and without it the damage might look torn.
    if (tornBytes > 0 && damagedNumbers.length === 0) {
      const cut = await this.#files.truncate(wholeBytes);
      if (!cut.ok) return cut;
    }
    this.#index = index;
    this.#damaged = damagedNumbers;
    this.#trail.pagesFilled(index.takePages());
    return ok({
      head: index.head,
      sentinel,
      tornLines: tornBytes > 0 ? 1 : 0,
      damagedNumbers,
    });
  }

  /**
   * Lines whose sync failed are written anew: what is read back may be in the machine's memory only.
   * A part of a write is nothing. As long as it does not work out, they stay in doubt.
   */
  async #settled(): Promise<Result<null, Failure>> {
    const index = this.#index;
    if (index === null || this.#doubted === 0) return ok(null);
    const tail = await scanTail(this.#files, this.#crypto, index);
    if (!tail.ok) return inDoubt(tail.error);
    const { records, bytes } = tail.value;
    if (bytes > 0) {
      const cut = await this.#files.truncate(index.bytes);
      if (!cut.ok) return inDoubt(cut.error);
    }
    if (records.length === this.#doubted) {
      const written = await this.#put(index, records);
      if (!written.ok) return inDoubt(written.error);
    }
    this.#doubted = 0;
    return ok(null);
  }

  /**
   * What the file holds. A write in doubt is looked at first: whoever reads on after a failure asks
   * which numbers were given out, and would give those of a record that is there out again (I8).
   */
  read({ from, limit }: JournalRange): Promise<Result<JournalRecord[], Failure>> {
    return this.#known((index) => {
      const place = index.placeOf(from);
      return readRecords(this.#files, this.#crypto, index, { place, limit });
    });
  }

  /** Only what the bank is told of each record. */
  chain({ from, limit }: JournalRange): Promise<Result<ChainLink[], Failure>> {
    return this.#known((index) => Promise.resolve(ok(index.links(index.placeOf(from), limit))));
  }

  #known<Value>(
    work: (index: JournalIndex) => Promise<Result<Value, Failure>>,
  ): Promise<Result<Value, Failure>> {
    return this.#turns.take(async () => {
      if (this.#index === null) return err(failure('journal-closed'));
      const settled = await this.#settled();
      return settled.ok ? work(this.#index) : settled;
    });
  }

  /** Copies of the database against the file's own, by number (P10, F09). */
  compare(copies: readonly JournalRecord[]): Result<JournalDifference[], Failure> {
    if (this.#index === null) return err(failure('journal-closed'));
    return ok(differences(copies, this.#index, this.#crypto));
  }

  /** Keeps authentic copies for the next repair. */
  offer(copies: readonly JournalRecord[]): Promise<Result<number, Failure>> {
    const authentic = copies.filter((copy) => isAuthentic(copy, this.#crypto));
    this.#offered.push(...authentic);
    return Promise.resolve(ok(authentic.length));
  }

  /**
   * Brings the file to what can be proved; see `domain/journal-repair`. A write in doubt is looked at
   * first: what the repair writes would be taken for a part of it, and be cut off with it.
   */
  repair(bank: KnownElsewhere['bank'], atMs: number): Promise<Result<JournalRepair, Failure>> {
    return this.#turns.take(async () => {
      const settled = await this.#settled();
      if (!settled.ok) return settled;
      const fromDatabase = this.#offered;
      this.#offered = [];
      const ports = { files: this.#files, crypto: this.#crypto };
      const repaired = await repairJournalFile(ports, { fromDatabase, bank, atMs });
      if (!repaired.ok) return repaired;
      const opened = await this.#open();
      if (!opened.ok) return opened;
      this.#trail.headMoved(() => this.#head());
      return ok({ ...repaired.value, head: this.#head() });
    });
  }

  /** Keeps copies that are not the file's, and locks cards. */
  quarantine(
    copies: readonly JournalRecord[],
    detail: string,
    atMs: number,
  ): Promise<Result<null, Failure>> {
    return this.#turns.take(async () => {
      this.#quarantines += 1;
      const kept = await keepCopies(this.#files, copies, { atMs, place: this.#quarantines });
      if (!kept.ok) return kept;
      return this.#note(atMs, { kind: 'notice', code: CARDS_LOCKED, detail });
    });
  }

  /** All drafts or none: one write, one sync, however many they are. */
  append(
    drafts: readonly JournalDraft[],
    heard: HeardNumbers = NOTHING_HEARD,
  ): Promise<Result<JournalRecord[], Failure>> {
    return this.#turns.take(() => this.#append(drafts, heard));
  }

  async #append(
    drafts: readonly JournalDraft[],
    heard: HeardNumbers,
  ): Promise<Result<JournalRecord[], Failure>> {
    const whole = await this.#whole();
    if (!whole.ok) return whole;
    let head = this.#head();
    const made: JournalRecord[] = [];
    for (const draft of drafts) {
      if (!goesOn(head.counters, draft.counters, heard)) {
        return err(failure('journal-numbers', canonicalJson({ ...draft.counters })));
      }
      const record = sealed(draft, head, this.#crypto);
      made.push(record);
      head = headOf(record);
    }
    return this.#write(made);
  }

  /**
   * A record of the till's own about itself: it uses up no number but its own. A journal that is
   * shut is not opened for it: whoever opens it must be the one who hears what was found.
   */
  note(atMs: number, body: JournalBody): Promise<Result<null, Failure>> {
    return this.#turns.take(() => this.#note(atMs, body));
  }

  async #note(atMs: number, body: JournalBody): Promise<Result<null, Failure>> {
    if (this.#index === null) return err(failure('journal-closed'));
    const whole = await this.#whole();
    if (!whole.ok) return whole;
    const { counters } = this.#head();
    const written = await this.#append([{ atMs, counters, body }], NOTHING_HEARD);
    return written.ok ? ok(null) : written;
  }

  /** The last transaction number that is on the disk; 0 as long as nobody has opened the journal. */
  get lastTransaction(): number {
    return this.#index?.head.counters.transaction ?? 0;
  }

  /** Of the last record that is on the disk; 0 likewise. */
  get lastNumber(): number {
    return this.#index?.head.number ?? 0;
  }

  get cardLock(): CardLock | null {
    return this.standing.cardLock;
  }

  /** What stands until another record changes it; nothing as long as nobody has opened the journal. */
  get standing(): Standing {
    return this.#index?.standing ?? NOTHING_STANDS;
  }

  /** For leaving: waits for the write, the sentinel and the pages that are still on their way. */
  close(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#trail.pass();
      await this.#files.close();
    });
  }

  async #whole(): Promise<Result<null, Failure>> {
    const ready = this.#index === null ? await this.#open() : await this.#settled();
    if (!ready.ok) return ready;
    if (this.#damaged.length > 0) {
      return err(failure('journal-damaged', `records ${this.#damaged.join(', ')}`));
    }
    return ok(null);
  }

  async #write(records: readonly JournalRecord[]): Promise<Result<JournalRecord[], Failure>> {
    const index = present(this.#index, 'a journal that is open');
    this.#doubted = records.length;
    const written = await this.#put(index, records);
    if (!written.ok) return err(await this.#whatStands(index, written.error));
    this.#doubted = 0;
    this.#trail.headMoved(() => this.#head());
    this.#trail.pagesFilled(index.takePages());
    return ok([...records]);
  }

  /** Known from then on, and not before they are on the disk. */
  async #put(
    index: JournalIndex,
    records: readonly JournalRecord[],
  ): Promise<Result<null, Failure>> {
    const lines = records.map(journalLine);
    const written = await this.#files.append(lines.join(''));
    if (!written.ok) return written;
    for (const [i, record] of records.entries()) {
      const line = present(lines[i], 'the line of the record');
      index.add(record, { text: line.slice(0, -1), bytes: utf8Length(line) });
    }
    return ok(null);
  }

  /** After a failed write: whether the file holds anything of it. A torn line of it is none. */
  async #whatStands(index: JournalIndex, { detail }: Failure): Promise<Failure> {
    const tail = await scanTail(this.#files, this.#crypto, index);
    const isNothing = tail.ok && tail.value.records.length === 0;
    return failure(isNothing ? 'journal-write-failed' : 'journal-in-doubt', detail);
  }

  #head(): Head {
    return this.#index?.head ?? EMPTY_HEAD;
  }
}

function inDoubt({ detail }: Failure): Result<never, Failure> {
  return err(failure('journal-in-doubt', detail));
}
