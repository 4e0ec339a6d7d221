import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import type { PrintedSlip, PrintJob } from '../../shared/contracts/host.ts';
import type { KeptDeviceKeys } from '../../shared/host/device-keys.ts';
import type { JournalFiles, KeptValue } from '../../shared/host/ports.ts';
import type { RowChanges } from '../../shared/domain/row-changes.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import type { TillStore } from '../../renderer/ports.ts';
import type { Dice } from './dice.ts';
import { WRITES, type FaultKind, type Faults } from './faults.ts';
import { GrowingText } from './growing-text.ts';
import type { Life } from './life.ts';
import type { Course } from './scheduler.ts';

/** A slip that came out of the printer, whoever has forgotten it since. */
export interface Slip extends PrintJob {
  readonly printedAtMs: number;
}

export interface PreparedKeys {
  readonly passphrase: string;
  readonly journalKey: string;
  readonly deviceKey: PublicKeyJwk;
}

/** A journal under new keys, as `adoptJournal` writes it. */
export interface TakenOver {
  readonly journal: string;
  readonly sentinel: string | null;
}

/** Sealed with the device's keys, or proved by them. */
const OPENED_BY_KEYS = ['identity', 'pin-keys', 'operators', 'session'] as const;

/** What its parts tell the world around them. */
export interface MachineNews {
  readonly killed: (life: Life) => void;
  /** Something of it ends by itself, whoever lives then. */
  readonly after: (waitMs: number, ends: () => void) => void;
}

/** So long somebody takes to make room in the database. */
const ROOM_AFTER_MS = {
  'database-full': [500, 20_000],
  // Longer: what could not be recorded is tried ever more seldom, and others come first (P9).
  'full-at-approval': [2_000, 60_000],
} as const;

/**
 * A till's machine: what outlives its programs. The disk keeps what was written to it, in the order
 * in which it was written; what a program asks of it takes time, and can go wrong.
 */
export class Machine {
  /** The journal file, synced. */
  readonly journalFile = new GrowingText();
  /** What was proved of it once; nothing waits for it. */
  readonly pages = new GrowingText();
  readonly keptAside = new Map<string, string>();
  readonly slips: Slip[] = [];
  /** The window's database; another one in its place is what a lost or old copy looks like. */
  database: TillStore = createMemoryTillStore();
  /** Nothing can be written while somebody else's files fill the disk (F08). */
  isFull = false;
  /** The window's database has used up what its browser grants it; the disk has room (F08). */
  isDatabaseFull = false;
  /** What the shop has put its keys under; null: they lie in a plain file (P25). */
  passphrase: string | null = null;
  /** Of the journal's MACs, by name. */
  journalKey: string;
  /** Made for a passphrase that was forgotten, and not in use yet: the bank is being asked. */
  prepared: PreparedKeys | null = null;
  /** The code that somebody there has typed last; while its answer is missing it is typed again. */
  codeTyped: string | null = null;
  /** Raised with whatever is done to the disk. */
  version = 0;
  /** Raised with whatever is written to the database. */
  databaseVersion = 0;
  #sentinel: string | null = null;
  readonly #values = new Map<string, unknown>();
  readonly #name: string;
  readonly #dice: Dice;
  readonly #faults: Faults;
  readonly #news: MachineNews;

  constructor(name: string, dice: Dice, faults: Faults, news: MachineNews) {
    this.#name = name;
    this.journalKey = `${name} journal`;
    this.#dice = dice;
    this.#faults = faults;
    this.#news = news;
  }

  /** New keys take the place of the lost ones in one step; what only those open is gone with them (P25). */
  replaceKeys({ journalKey, deviceKey, passphrase }: PreparedKeys, taken: TakenOver): void {
    this.keptAside.set(`before ${journalKey}`, this.journal);
    this.journal = taken.journal;
    this.#sentinel = taken.sentinel;
    this.pages.replace('');
    this.journalKey = journalKey;
    this.passphrase = passphrase;
    this.prepared = null;
    for (const name of OPENED_BY_KEYS) this.#values.delete(name);
    this.#values.set('device-keys', { deviceKey } satisfies KeptDeviceKeys<PublicKeyJwk>);
    this.version += 1;
  }

  get journal(): string {
    return this.journalFile.text;
  }

  /** Whatever was done to it from outside. */
  set journal(text: string) {
    this.journalFile.replace(text);
  }

  /** What is kept beside the journal and the database. */
  get smallFiles(): readonly unknown[] {
    return [this.#sentinel, [...this.#values], [...this.keptAside]];
  }

  journalFiles(life: Life): JournalFiles {
    const done = ok(null);
    const read = <Value>(value: () => Value): Promise<Result<Value, Failure>> =>
      this.#does(life, () => Promise.resolve(ok(value())));
    return {
      readAt: (from, bytes) => read(() => this.journalFile.bytes.subarray(from, from + bytes)),
      decode: (bytes) => utf8.decode(bytes),
      append: (text) => this.#append(life, text),
      truncate: (bytes) =>
        this.#does(life, () => {
          this.journal = utf8.decode(this.journalFile.bytes.subarray(0, bytes));
          return Promise.resolve(done);
        }),
      replace: ({ keepBytes, text, keepOldAs }) =>
        this.#does(life, () => {
          this.keptAside.set(keepOldAs, this.journal);
          this.journal = utf8.decode(this.journalFile.bytes.subarray(0, keepBytes)) + text;
          return Promise.resolve(done);
        }),
      pages: {
        readAt: (from, bytes) => read(() => this.pages.bytes.subarray(from, from + bytes)),
        append: (text) => this.#appendPage(life, text),
      },
      keep: (name, text) =>
        this.#does(life, () => {
          if (this.keptAside.has(name)) return Promise.resolve(err(writeFailed('name taken')));
          this.keptAside.set(name, text);
          return Promise.resolve(done);
        }),
      readSentinel: () => read(() => this.#sentinel),
      writeSentinel: (text) => {
        const write = (): Promise<Result<null, Failure>> => {
          if (this.isFull) return Promise.resolve(err(writeFailed('no space')));
          this.#sentinel = text;
          return Promise.resolve(done);
        };
        return this.#does(life, write, 'beside');
      },
      close: () => life.wait(1),
    };
  }

  /** Write and sync; a kill in between may leave the front part of the text (P9). */
  async #append(life: Life, text: string): Promise<Result<null, Failure>> {
    await life.wait(this.#dice.between(1, 6));
    if (this.isFull || this.#strikes('journal-failed')) return err(writeFailed('no space'));
    if (this.#strikes('journal-torn')) {
      this.journalFile.append(text.slice(0, this.#dice.between(1, text.length - 1)));
      this.#news.killed(life);
      return life.hears(Promise.resolve(err(writeFailed('torn'))));
    }
    this.journalFile.append(text);
    this.version += 1;
    this.#mayKill(life);
    await life.wait(this.#dice.between(0, 4));
    return this.#strikes('journal-lied') ? err(writeFailed('sync failed')) : ok(null);
  }

  /** A kill in between leaves the front part; nobody is told what became of it. */
  async #appendPage(life: Life, text: string): Promise<Result<null, Failure>> {
    await life.wait(this.#dice.between(0, 2), 'beside');
    if (this.isFull) return err(writeFailed('no space'));
    const isTorn = this.#dice.chance(0.05);
    this.pages.append(isTorn ? text.slice(0, this.#dice.between(0, text.length)) : text);
    this.version += 1;
    this.#mayKill(life);
    await life.wait(0, 'beside');
    return ok(null);
  }

  /** The window's database, with the faults of a disk that nobody sees (ARCHITECTURE, traps). */
  tillStore(life: Life): TillStore {
    const reach = async <Value>(
      name: string,
      call: () => Promise<Result<Value, Failure>>,
      isApproval: boolean,
    ): Promise<Result<Value, Failure>> => {
      const isWrite = WRITES.has(name);
      // A read comes to the same whenever nothing is written meanwhile: the database keeps their order.
      await life.wait(this.#dice.between(0, 3), isWrite ? 'in-turn' : 'beside');
      const hasNoRoom = isWrite && this.#hasNoRoom(name, isApproval);
      if (hasNoRoom) return err(failure('store-full', name));
      if (this.#strikes('store-failed', name)) return err(failure('store-failed', name));
      const result = await call();
      if (isWrite) this.#writtenTo();
      this.#mayKill(life);
      await life.wait(this.#dice.between(0, 3));
      if (!this.#strikes('store-lied', name)) return result;
      return err(failure(this.#dice.chance(0.5) ? 'store-timeout' : 'store-failed', name));
    };
    return new Proxy(this.database, {
      get: (store, name: keyof TillStore) => {
        const member = store[name] as (...args: unknown[]) => Promise<Result<unknown, Failure>>;
        return (...args: unknown[]) =>
          reach(name, () => member(...args), name === 'apply' && args.some(tellsApproval));
      },
    });
  }

  /** It is a write that finds the quota used up, this one or one of the next. */
  #hasNoRoom(name: string, isApproval: boolean): boolean {
    const kind = isApproval ? 'full-at-approval' : 'database-full';
    if (this.#strikes(kind, name)) {
      const [soonMs, lateMs] = ROOM_AFTER_MS[kind];
      this.isDatabaseFull = true;
      this.#news.after(this.#dice.between(soonMs, lateMs), () => {
        this.isDatabaseFull = false;
      });
    }
    return this.isFull || this.isDatabaseFull;
  }

  kept<Value>(name: string, life: Life): KeptValue<Value> {
    return {
      read: async () => {
        await life.wait(0);
        return (this.#values.get(name) ?? null) as Value | null;
      },
      write: async (value) => {
        await life.wait(1);
        this.#values.set(name, structuredClone(value));
        this.version += 1;
      },
    };
  }

  /** As they lie on the disk; null before anything was written there. */
  get deviceKeys(): KeptDeviceKeys<PublicKeyJwk> | null {
    return (this.#values.get('device-keys') ?? null) as KeptDeviceKeys<PublicKeyJwk> | null;
  }

  /** Their file: a full disk refuses it aloud, and a kill may come as soon as it is written (P25). */
  keptDeviceKeys(life: Life): KeptValue<KeptDeviceKeys<PublicKeyJwk>> {
    const { read, write } = this.kept<KeptDeviceKeys<PublicKeyJwk>>('device-keys', life);
    return {
      read,
      write: async (keys) => {
        if (this.isFull) throw new Error('no space');
        await write(keys);
        if (life.alive && this.#strikes('killed-with-a-key')) this.#news.killed(life);
        await life.wait(0);
      },
    };
  }

  async print(life: Life, job: PrintJob, nowMs: number): Promise<Result<PrintedSlip, Failure>> {
    await life.wait(this.#dice.between(50, 400));
    if (this.#strikes('printer-failed')) return err(failure('printer-not-ready'));
    this.slips.push({ ...job, printedAtMs: nowMs });
    this.version += 1;
    this.#mayKill(life);
    await life.wait(1);
    return ok({ slipNumber: this.slips.length });
  }

  async #does<Value>(
    life: Life,
    work: () => Promise<Result<Value, Failure>>,
    course?: Course,
  ): Promise<Result<Value, Failure>> {
    await life.wait(this.#dice.between(0, 2), course);
    const done = await work();
    this.version += 1;
    this.#mayKill(life);
    await life.wait(0, course);
    return done;
  }

  #writtenTo(): void {
    this.version += 1;
    this.databaseVersion += 1;
  }

  #mayKill(life: Life): void {
    const kind = `${life.kind}-killed` as const;
    if (life.alive && this.#strikes(kind)) this.#news.killed(life);
  }

  #strikes(kind: FaultKind, detail = ''): boolean {
    return this.#faults.strikes(kind, `${this.#name} ${detail}`.trim());
  }
}

/** Of a sale, by the bank: what is lost between its yes and both copies must go back (P9). */
function tellsApproval(changes: unknown): boolean {
  const { body } = (changes as RowChanges).record;
  return body.kind === 'sale' && body.step === 'approved';
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

const writeFailed = (detail: string): Failure => failure('journal-write-failed', detail);
