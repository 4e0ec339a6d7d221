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
  type Counters,
  type Head,
  type JournalBody,
  type JournalDraft,
  type JournalRecord,
} from '../domain/journal.ts';
import { isAuthentic } from '../domain/journal-chain.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { differences, placeOf, repairJournalFile, sealed } from './journal-repair.ts';
import { parseJournal, parseSentinel, sentinelText } from './journal-text.ts';
import type { JournalCrypto, JournalFiles } from './ports.ts';

/**
 * Keeps the journal file (PROTOCOL P2, P9, P10): gives each record its number, its place in the
 * chain and its MAC, writes, syncs, and only then says that it is written.
 *
 *   closed ──open──▶ whole ──append──▶ whole
 *                      │ write or sync failed
 *                      ▼
 *                   in doubt ──next call reads the file anew──▶ whole │ damaged
 *
 * After a failed sync nobody knows what the disk holds, so the same bytes are never written again
 * over the same idea of the file: it is read back first.
 */
export class JournalKeeper {
  readonly #files: JournalFiles;
  readonly #crypto: JournalCrypto;
  #records: JournalRecord[] | null = null;
  #damaged: readonly number[] = [];
  #cardLock: CardLock | null = null;
  #offered: JournalRecord[] = [];
  /** From the start of a write until it is known to be on the disk. */
  #inDoubt = false;
  #turn: Promise<unknown> = Promise.resolve();
  #sentinelWrite: Promise<unknown> = Promise.resolve();
  #sentinelDue = false;

  constructor(files: JournalFiles, crypto: JournalCrypto) {
    this.#files = files;
    this.#crypto = crypto;
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
    const parsed = parseJournal(read.value, this.#crypto);
    if (parsed.tornBytes > 0) {
      const cut = await this.#files.truncate(parsed.wholeBytes);
      if (!cut.ok) return cut;
    }
    const sentinel = await this.#files.readSentinel();
    if (!sentinel.ok) return sentinel;
    this.#records = parsed.records;
    this.#damaged = parsed.damagedNumbers;
    this.#cardLock = parsed.records.reduce(cardLockAfter, null);
    this.#inDoubt = false;
    return ok({
      head: this.#head(),
      sentinel: parseSentinel(sentinel.value, this.#crypto),
      tornLines: parsed.tornBytes > 0 ? 1 : 0,
      damagedNumbers: parsed.damagedNumbers,
    });
  }

  /**
   * What the file holds. A write in doubt is looked at first: whoever reads on after a failure asks
   * which numbers were given out, and would give those of a record that is there out again (I8).
   */
  read({ from, limit }: JournalRange): Promise<Result<JournalRecord[], Failure>> {
    return this.#inTurn(async () => {
      if (this.#records === null) return err(failure('journal-closed'));
      if (this.#inDoubt) {
        const opened = await this.#open();
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
      const opened = await this.#open();
      if (!opened.ok) return opened;
    }
    if (this.#damaged.length > 0) {
      return err(failure('journal-damaged', `records ${this.#damaged.join(', ')}`));
    }
    return ok(null);
  }

  async #write(records: readonly JournalRecord[]): Promise<Result<JournalRecord[], Failure>> {
    this.#inDoubt = true;
    const written = await this.#files.append(records.map(journalLine).join(''));
    if (!written.ok) return written;
    this.#inDoubt = false;
    for (const record of records) this.#records?.push(record);
    this.#cardLock = records.reduce(cardLockAfter, this.#cardLock);
    // Not awaited: the sale does not wait for the sentinel, and the next one replaces it anyway.
    this.#writeSentinelSoon();
    return ok([...records]);
  }

  /** One replacement at a time; heads that were overtaken while it ran are not written at all. */
  #writeSentinelSoon(): void {
    const waiting = this.#sentinelDue;
    this.#sentinelDue = true;
    if (waiting) return;
    this.#sentinelWrite = this.#sentinelWrite.then(() => {
      this.#sentinelDue = false;
      return this.#files.writeSentinel(sentinelText(this.#head(), this.#crypto));
    });
  }

  #head(): Head {
    const last = this.#records?.at(-1);
    return last === undefined ? EMPTY_HEAD : headOf(last);
  }
}

/** Numbers are given out upwards only; a trace starts again with a new batch (P3, I8). */
function neverBack(before: Counters, after: Counters): boolean {
  const newBatch = after.batch > before.batch;
  return (
    after.transaction >= before.transaction &&
    after.sale >= before.sale &&
    after.batch >= before.batch &&
    (newBatch || after.trace >= before.trace)
  );
}
