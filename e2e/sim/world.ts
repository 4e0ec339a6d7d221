import { present } from '../../shared/lib/assert.ts';
import type { PARAMETERS } from './bank-identity.ts';
import { auditedTill, terminalIdOf } from './audited-till.ts';
import { Auditor, type AuditedTill } from './auditor.ts';
import { HoldAudit } from './hold-audit.ts';
import { LinkEvents } from './link-events.ts';
import { BankGate } from './bank-gate.ts';
import { BankRecords } from './bank-records.ts';
import type { Shown } from './counter-screen.ts';
import { chanceDice, type NewDice } from './dice.ts';
import { ChanceFaults, type Fault, type Faults, type TellFault } from './faults.ts';
import { auditClosing } from './final-audit.ts';
import { planFor } from './plan.ts';
import { codeFor, Enrolment } from './enrolment.ts';
import { isQuiet } from './quiet.ts';
import { Reader } from './reader.ts';
import { Scheduler, type Settle, type Turns } from './scheduler.ts';
import { sha256Hex } from './sim-crypto.ts';
import { SimBank } from './sim-bank.ts';
import type { Sight } from './state-text.ts';
import { TillSite } from './till-site.ts';
import { newsOf } from './till-news.ts';
import { whoComesTo, type CrowdOptions } from './who-comes.ts';
import { valueOf } from '../value-of.ts';

export interface WorldOptions extends CrowdOptions {
  /** Faults left out, by ordinal: the same story with less in it. */
  readonly muted?: ReadonlySet<number>;
  readonly tills?: number;
  /** What the bank tells its tills, if not the usual. */
  readonly parameters?: typeof PARAMETERS;
  /** Other faults than the weather of the seed. */
  readonly faults?: (tell: TellFault) => Faults;
  /** The line is cut so long after the start, until the world heals. */
  readonly cutAfterMs?: number;
  /** The line is cut while so many customers are left. */
  readonly cutAtLeft?: number;
  /** Who chooses the order of events; nobody, when absent. */
  readonly turns?: Turns;
  /** Looks on after every event, and may interfere. */
  readonly looksOn?: (sight: Sight) => Promise<void>;
  /** Nobody wants to know how it goes on. */
  readonly isSeenEnough?: () => boolean;
  readonly settle: Settle;
}

export interface Outcome {
  readonly seed: number;
  /** What is not as PROTOCOL promises, in the order in which it was found; empty = all is well. */
  readonly problems: readonly string[];
  readonly story: readonly string[];
  /** Of the story: the same seed gives the same, everywhere. */
  readonly hash: string;
  readonly faults: readonly Fault[];
  readonly events: number;
  readonly shown: number;
}

const START_MS = Date.UTC(2026, 10, 23, 6, 0, 0);
const MINUTE_MS = 60_000;
/** Trade may last so long; whoever has not been served by then is served when all is well again. */
const TRADE_MS = 15 * MINUTE_MS;
/** A payment left alone is reversed after ten minutes (P5); a queue waits a minute at most (P12). */
const HEALING_MS = 60 * MINUTE_MS;
/** So often somebody looks whether all is quiet, down to the last message under way. */
const LOOK_EVERY_MS = 3_000;
const MOST_PROBLEMS = 5;

/** A bank, some tills, their cashiers, and everything that can go wrong between them. */
export class World {
  readonly #options: WorldOptions;
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #newDice: NewDice;
  readonly #records: BankRecords;
  readonly #auditor: Auditor;
  readonly #holds: HoldAudit;
  readonly #links: LinkEvents;
  readonly #sites: readonly TillSite[];
  readonly #audited: readonly AuditedTill[];
  readonly #readers: readonly Reader[];
  readonly #shown = new Map<string, Shown[]>();
  readonly #story: string[] = [];
  readonly #problems: string[] = [];
  #checks: Promise<void>[] = [];
  #events = 0;

  constructor(options: WorldOptions) {
    const { seed, settle, muted = new Set<number>(), cutAfterMs } = options;
    const { faults = (tell: TellFault) => new ChanceFaults(seed, muted, tell) } = options;
    this.#options = options;
    const { newDice = chanceDice } = options;
    this.#newDice = newDice;
    this.#scheduler = new Scheduler(START_MS, settle);
    this.#scheduler.turns = options.turns ?? null;
    this.#faults = faults(({ kind, where, ordinal }) =>
      this.#tell('fault', `${ordinal} ${kind} ${where}`),
    );
    const nowMs = (): number => this.#scheduler.nowMs;
    this.#records = new BankRecords(newDice(seed, 'bank'));
    const bank = new SimBank(this.#records, nowMs, this.#faults, options.parameters);
    this.#links = new LinkEvents({
      seed,
      newDice,
      bank,
      scheduler: this.#scheduler,
      records: this.#records,
      auditor: () => this.#auditor,
      tell: (what) => this.#tell('home', what),
    });
    const gate = new BankGate(bank, nowMs);
    const dice = newDice(seed, 'world');
    const tills = options.tills ?? dice.between(1, 2);
    this.#sites = Array.from({ length: tills }, (_, i) => this.#newSite(i + 1, gate));
    this.#audited = this.#sites.map((site) => auditedTill(site, nowMs));
    this.#auditor = new Auditor(this.#records, this.#audited);
    this.#holds = new HoldAudit(this.#records, this.#auditor);
    const links = this.#links.audit;
    const parts = { bank: this.#records, auditor: this.#auditor, links, nowMs };
    this.#readers = this.#sites.map(
      (site, i) => new Reader(site, present(this.#audited[i], 'audited till'), parts),
    );
    for (const site of this.#sites) {
      planFor(site, {
        scheduler: this.#scheduler,
        faults: this.#faults,
        dice: newDice(seed, `plan of ${site.name}`),
        tell: (what) => this.#tell(site.name, what),
        cutAfterMs,
      });
      new Enrolment(site, this.#readerOf(site).keys, {
        bank: this.#records,
        scheduler: this.#scheduler,
        dice: newDice(seed, `enrolment of ${site.name}`),
      }).isTold();
    }
  }

  async run(): Promise<Outcome> {
    for (const site of this.#sites) this.#scheduler.after(0, () => site.start());
    await this.#until(START_MS + TRADE_MS, () => this.#everybodyServed());
    this.#tell('world', 'heals');
    this.#faults.calmDown();
    for (const site of this.#sites) site.heal();
    // First everybody is served, then what they left behind gets its time.
    await this.#until(this.#scheduler.nowMs + HEALING_MS, () => this.#everybodyServed());
    const restMs = this.#scheduler.nowMs + HEALING_MS;
    let signOnAtMs = this.#nowMs;
    while (this.#isSound && !(await this.#isQuiet()) && this.#nowMs < restMs) {
      if (this.#nowMs >= signOnAtMs) {
        this.#signOnWhereTwoKeysAre();
        signOnAtMs = this.#nowMs + MINUTE_MS;
      }
      await this.#until(this.#nowMs + LOOK_EVERY_MS, () => false);
    }
    if (this.#isSound) await this.#close();
    return this.#outcome();
  }

  /** The journal files as they are, for whoever wants to know what lies behind a story. */
  get journals(): readonly string[] {
    return this.#sites.map(({ machine }) => machine.journal);
  }

  get #nowMs(): number {
    return this.#scheduler.nowMs;
  }

  /** And is worth being played further. */
  get #isSound(): boolean {
    return this.#problems.length === 0 && !this.#isSeenEnough;
  }

  get #isSeenEnough(): boolean {
    return this.#options.isSeenEnough?.() === true;
  }

  async #until(untilMs: number, isEnough: () => boolean): Promise<void> {
    const isOver = (): boolean => this.#isSeenEnough || this.#problems.length >= MOST_PROBLEMS;
    while (this.#nowMs < untilMs && !isEnough() && !isOver()) {
      if (!(await this.#scheduler.step())) return;
      this.#events += 1;
      if (this.#checks.length > 0) {
        await Promise.all(this.#checks);
        this.#checks = [];
      }
      this.#findsAll(this.#auditor.afterEvent());
      this.#findsAll(this.#holds.afterEvent());
      this.#findsAll(this.#links.audit.afterEvent(this.#audited));
      for (const reader of this.#readers) {
        this.#findsAll(reader.afterEvent());
        if (reader.hasFreshSlips) this.#findsAll(await reader.readsSlips());
      }
      if (this.#isLookedOn) for (const site of this.#sites) await this.#happensAround(site);
    }
  }

  /** Most worlds are left alone. */
  get #isLookedOn(): boolean {
    return this.#options.looksOn !== undefined || this.#options.cutAtLeft !== undefined;
  }

  #findsAll(problems: readonly string[]): void {
    for (const problem of problems) this.#finds(problem);
  }

  async #happensAround(site: TillSite): Promise<void> {
    const { cutAtLeft, looksOn } = this.#options;
    if (cutAtLeft !== undefined) {
      const hasOpened = site.line.isCut || site.open !== null;
      site.line.isCut = site.counter.salesLeft === cutAtLeft && hasOpened;
    }
    const shown = this.#shown.get(site.name) ?? [];
    const sight = { site, shown, records: this.#records, scheduler: this.#scheduler };
    await looksOn?.(sight);
  }

  /** A renewal that was cut short goes on at the next sign-on: the next morning, or now (P25). */
  #signOnWhereTwoKeysAre(): void {
    for (const site of this.#sites) {
      if (this.#readerOf(site).keys.isRenewing) void site.open?.signOnNow();
    }
  }

  #everybodyServed(): boolean {
    return this.#sites.every(({ counter }) => counter.salesLeft === 0);
  }

  /** Nothing waits any more, but for a person. */
  async #isQuiet(): Promise<boolean> {
    const isUnderWay = ({ signatures, keys }: Reader): boolean =>
      signatures.isWaiting || keys.isRenewing || keys.isUnknown;
    if (this.#readers.some(isUnderWay)) return false;
    for (const site of this.#sites) if (!(await isQuiet(site))) return false;
    return true;
  }

  async #close(): Promise<void> {
    for (const [i, site] of this.#sites.entries()) {
      const till = present(this.#audited[i], 'audited till');
      const { database } = site.machine;
      const { openSales, rows } = valueOf(await database.queue());
      const problems = auditClosing(this.#records, this.#auditor, {
        till,
        shown: this.#shown.get(site.name) ?? [],
        outbox: rows,
        openSales,
        databaseRecords: valueOf(await database.recordsFrom(1, 1_000_000)),
      });
      this.#findsAll(problems);
      this.#findsAll(await this.#readerOf(site).closing());
      if (site.counter.salesLeft > 0) this.#finds(`${site.name}: customers were never served`);
    }
  }

  #newSite(number: number, gate: BankGate): TillSite {
    const name = `till ${number}`;
    const phone = this.#newDice(this.#options.seed, `telephone of ${name}`);
    const site: TillSite = new TillSite({
      seed: this.#options.seed,
      name,
      newDice: this.#newDice,
      ...whoComesTo(name, this.#options),
      scheduler: this.#scheduler,
      faults: this.#faults,
      bank: (request) => gate.receive(request),
      telephones: () => codeFor(this.#records, terminalIdOf(number), phone),
      slips: () => this.#sites.flatMap(({ machine }) => machine.slips),
      news: newsOf({
        till: () => this.#auditedOf(site),
        reader: () => this.#readerOf(site),
        auditor: () => this.#auditor,
        holds: () => this.#holds,
        links: this.#links,
        bank: this.#records,
        told: (line) => this.#tell(name, line),
        shown: (shown) => this.#hasShown(site, shown),
        judged: (problems) => this.#reads(site, problems),
      }),
    });
    this.#records.newTerminal(terminalIdOf(number), `0${number}`, site.devicePublicKey);
    this.#shown.set(name, []);
    return site;
  }

  #hasShown(site: TillSite, shown: Shown): void {
    this.#tell(site.name, `shows ${shown.as} ${shown.amountMinor} sale ${shown.saleId}`);
    this.#shown.get(site.name)?.push(shown);
    this.#reads(site, this.#auditor.shown(this.#auditedOf(site), shown));
  }

  #auditedOf(site: TillSite): AuditedTill {
    return present(this.#audited[this.#sites.indexOf(site)], 'audited till');
  }

  /** Judged before the next event: what was read must be so at that moment. */
  #reads(site: TillSite, judged: Promise<readonly string[]>): void {
    const check = judged.then((problems) => {
      for (const problem of problems) this.#finds(`${site.name}: ${problem}`);
    });
    this.#checks.push(check);
  }

  #readerOf(site: TillSite): Reader {
    return present(this.#readers[this.#sites.indexOf(site)], 'the reader of a till');
  }

  #tell(who: string, what: string): void {
    const seconds = ((this.#nowMs - START_MS) / 1000).toFixed(3).padStart(9);
    this.#story.push(`${seconds}  ${who.padEnd(7)} ${what}`);
  }

  #finds(problem: string): void {
    this.#problems.push(problem);
    this.#tell('auditor', problem);
  }

  #outcome(): Outcome {
    const faults = this.#faults.struck;
    return {
      seed: this.#options.seed,
      problems: this.#problems,
      story: this.#story,
      hash: sha256Hex(this.#story.join('\n')).slice(0, 16),
      faults,
      events: this.#events,
      shown: [...this.#shown.values()].reduce((sum, all) => sum + all.length, 0),
    };
  }
}
