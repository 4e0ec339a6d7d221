import { failure, type Failure } from '../contracts/error-codes.ts';
import type {
  JournalDifference,
  JournalOpening,
  JournalRange,
  JournalRepair,
  KnownElsewhere,
} from '../contracts/host.ts';
import { CARDS_LOCKED, cardLockAfter, type CardLock } from '../domain/card-lock.ts';
import {
  EMPTY_HEAD,
  headOf,
  journalLine,
  neverBack,
  type Head,
  type JournalBody,
  type JournalDraft,
  type JournalRecord,
} from '../domain/journal.ts';
import { isAuthentic } from '../domain/journal-chain.ts';
import { utf8 } from '../lib/bytes.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { differences, placeOf, repairJournalFile, sealed } from './journal-repair.ts';
import { parseJournal, parseSentinel, sentinelText, type ParsedJournal } from './journal-text.ts';
import type { JournalCrypto, JournalFiles } from './ports.ts';

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
  readonly #sentinelPause: () => Promise<void>;
  #records: JournalRecord[] | null = null;
  #damaged: readonly number[] = [];
  #cardLock: CardLock | null = null;
  #offered: JournalRecord[] = [];
  /** From the start of a write until it is known to be on the disk. */
  #inDoubt = false;
  /** How much of the file is known to be on the disk. */
  #syncedBytes = 0;
  /** How many records the write in doubt has: all of them or none (one write). */
  #doubtedRecords = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #sentinelWrite: Promise<unknown> = Promise.resolve();
  #sentinelDue = false;

  /**
   * @param sentinelPause what passes between an append and the sentinel: much less than the second
   *   that P10 allows, and longer than the database needs to write the same sale. A disk that syncs
   *   both at once makes the sale wait for the sentinel.
   */
  constructor(
    files: JournalFiles,
    crypto: JournalCrypto,
    sentinelPause: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#files = files;
    this.#crypto = crypto;
    this.#sentinelPause = sentinelPause;
  }

  open(): Promise<Result<JournalOpening, Failure>> {
    return this.#inTurn(() => this.#open());
  }

  /**
   * One call after the other. Two windows may ask at once; a file that is read anew while a line
   * is being written would look torn, and the cut would take the line away.
   */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #open(): Promise<Result<JournalOpening, Failure>> {
    const read = await this.#files.read();
    if (!read.ok) return read;
    const found = parseJournal(read.value, this.#crypto);
    if (found.tornBytes > 0) {
      const cut = await this.#files.truncate(found.wholeBytes);
      if (!cut.ok) return cut;
    }
    const settled = await this.#settled(found);
    if (!settled.ok) return settled;
    const sentinel = await this.#files.readSentinel();
    if (!sentinel.ok) return sentinel;
    const { records, wholeBytes } = settled.value;
    this.#records = records;
    this.#syncedBytes = wholeBytes;
    this.#damaged = found.damagedNumbers;
    this.#cardLock = records.reduce(cardLockAfter, null);
    this.#inDoubt = false;
    return ok({
      head: this.#head(),
      sentinel: parseSentinel(sentinel.value, this.#crypto),
      tornLines: found.tornBytes > 0 ? 1 : 0,
      damagedNumbers: found.damagedNumbers,
    });
  }

  /**
   * Lines whose sync failed are written anew: what is read back may be in the machine's memory only.
   * A part of a write is nothing: all of its records or none.
   */
  async #settled({ records, wholeBytes }: Standing): Promise<Result<Standing, Failure>> {
    const known = this.#records?.length ?? 0;
    if (!this.#inDoubt || wholeBytes <= this.#syncedBytes) return ok({ records, wholeBytes });
    const cut = await this.#files.truncate(this.#syncedBytes);
    if (!cut.ok) return cut;
    const doubted = records.slice(known);
    if (doubted.length < this.#doubtedRecords) {
      return ok({ records: records.slice(0, known), wholeBytes: this.#syncedBytes });
    }
    const written = await this.#files.append(doubted.map(journalLine).join(''));
    return written.ok ? ok({ records, wholeBytes }) : written;
  }

  /** The file as it is; while a write is in doubt, a failure leaves it so, and says so. */
  async #readAnew(): Promise<Result<JournalOpening, Failure>> {
    const opened = await this.#open();
    if (opened.ok || !this.#inDoubt) return opened;
    return err(failure('journal-in-doubt', opened.error.detail));
  }

  /**
   * What the file holds. A write in doubt is looked at first: whoever reads on after a failure asks
   * which numbers were given out, and would give those of a record that is there out again (I8).
   */
  read({ from, limit }: JournalRange): Promise<Result<JournalRecord[], Failure>> {
    return this.#inTurn(async () => {
      if (this.#records === null) return err(failure('journal-closed'));
      if (this.#inDoubt) {
        const opened = await this.#readAnew();
        if (!opened.ok) return opened;
      }
      const start = placeOf(this.#records, from);
      return ok(this.#records.slice(start, start + limit));
    });
  }

  /** Copies of the database against the file's own, by number (P10, F09). */
  compare(copies: readonly JournalRecord[]): Result<JournalDifference[], Failure> {
    const records = this.#records;
    if (records === null) return err(failure('journal-closed'));
    return ok(differences(copies, records, this.#crypto));
  }

  /** Keeps authentic copies for the next repair. */
  offer(copies: readonly JournalRecord[]): Promise<Result<number, Failure>> {
    const authentic = copies.filter((copy) => isAuthentic(copy, this.#crypto));
    this.#offered.push(...authentic);
    return Promise.resolve(ok(authentic.length));
  }

  /** Brings the file to what can be proved; see `domain/journal-repair`. */
  repair(bank: KnownElsewhere['bank'], atMs: number): Promise<Result<JournalRepair, Failure>> {
    return this.#inTurn(async () => {
      const fromDatabase = this.#offered;
      this.#offered = [];
      const ports = { files: this.#files, crypto: this.#crypto };
      const repaired = await repairJournalFile(ports, { fromDatabase, bank, atMs });
      if (!repaired.ok) return repaired;
      const opened = await this.#open();
      if (!opened.ok) return opened;
      this.#writeSentinelSoon();
      return ok({ ...repaired.value, head: this.#head() });
    });
  }

  /** Keeps copies that are not the file's, and locks cards. */
  quarantine(
    copies: readonly JournalRecord[],
    detail: string,
    atMs: number,
  ): Promise<Result<null, Failure>> {
    return this.#inTurn(async () => {
      const kept = await this.#keepCopies(copies, atMs);
      if (!kept.ok) return kept;
      return this.#note(atMs, { kind: 'notice', code: CARDS_LOCKED, detail });
    });
  }

  /** One file a page, named by its first record too: several come within one millisecond. */
  #keepCopies(copies: readonly JournalRecord[], atMs: number): Promise<Result<null, Failure>> {
    const [first] = copies;
    if (first === undefined) return Promise.resolve(ok(null));
    const text = copies.map((copy) => `${JSON.stringify(copy)}\n`).join('');
    return this.#files.keep(`quarantine-${atMs}-${first.number}.ndjson`, text);
  }

  /** All drafts or none: one write, one sync, however many they are. */
  append(drafts: readonly JournalDraft[]): Promise<Result<JournalRecord[], Failure>> {
    return this.#inTurn(() => this.#append(drafts));
  }

  async #append(drafts: readonly JournalDraft[]): Promise<Result<JournalRecord[], Failure>> {
    const whole = await this.#whole();
    if (!whole.ok) return whole;
    let head = this.#head();
    const made: JournalRecord[] = [];
    for (const draft of drafts) {
      if (!neverBack(head.counters, draft.counters)) {
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
    return this.#inTurn(() => this.#note(atMs, body));
  }

  async #note(atMs: number, body: JournalBody): Promise<Result<null, Failure>> {
    if (this.#records === null) return err(failure('journal-closed'));
    const whole = await this.#whole();
    if (!whole.ok) return whole;
    const { counters } = this.#head();
    const written = await this.#append([{ atMs, counters, body }]);
    return written.ok ? ok(null) : written;
  }

  get cardLock(): CardLock | null {
    return this.#cardLock;
  }

  /** For leaving: waits for the write and the sentinel that are still on their way. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#sentinelWrite;
      await this.#files.close();
    });
  }

  async #whole(): Promise<Result<null, Failure>> {
    if (this.#records === null || this.#inDoubt) {
      const opened = await this.#readAnew();
      if (!opened.ok) return opened;
    }
    if (this.#damaged.length > 0) {
      return err(failure('journal-damaged', `records ${this.#damaged.join(', ')}`));
    }
    return ok(null);
  }

  async #write(records: readonly JournalRecord[]): Promise<Result<JournalRecord[], Failure>> {
    this.#inDoubt = true;
    this.#doubtedRecords = records.length;
    const text = records.map(journalLine).join('');
    const written = await this.#files.append(text);
    if (!written.ok) return err(await this.#whatStands(written.error));
    this.#inDoubt = false;
    this.#syncedBytes += utf8(text).length;
    for (const record of records) this.#records?.push(record);
    this.#cardLock = records.reduce(cardLockAfter, this.#cardLock);
    // Not awaited: the sale does not wait for the sentinel, and the next one replaces it anyway.
    this.#writeSentinelSoon();
    return ok([...records]);
  }

  /** After a failed write: whether the file holds anything of it. A torn line of it is none. */
  async #whatStands({ detail }: Failure): Promise<Failure> {
    const read = await this.#files.read();
    const stands = read.ok ? parseJournal(read.value, this.#crypto).wholeBytes : null;
    const nothing = stands === this.#syncedBytes;
    return failure(nothing ? 'journal-write-failed' : 'journal-in-doubt', detail);
  }

  /** One replacement at a time; heads that were overtaken while it ran are not written at all. */
  #writeSentinelSoon(): void {
    const waiting = this.#sentinelDue;
    this.#sentinelDue = true;
    if (waiting) return;
    this.#sentinelWrite = this.#sentinelWrite.then(async () => {
      await this.#sentinelPause();
      this.#sentinelDue = false;
      return this.#files.writeSentinel(sentinelText(this.#head(), this.#crypto));
    });
  }

  #head(): Head {
    const last = this.#records?.at(-1);
    return last === undefined ? EMPTY_HEAD : headOf(last);
  }
}

type Standing = Pick<ParsedJournal, 'records' | 'wholeBytes'>;
