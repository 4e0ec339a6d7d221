import { NO_FIGURES, type TillFigures } from '../../renderer/services/queue/figures.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import type { StartReport } from '../../renderer/services/start/start-up.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import { publicKeyOf } from './sim-crypto.ts';
import { Cashier, type Counter } from './cashier.ts';
import type { CashierNews } from './counter-screen.ts';
import type { Dice, DiceOf, NewDice } from './dice.ts';
import { DiscountDesk } from './discount-desk.ts';
import type { Faults } from './faults.ts';
import { Life } from './life.ts';
import { Line } from './line.ts';
import { Machine, type Slip } from './machine.ts';
import type { Scheduler } from './scheduler.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import type { LocalTillHost } from '../../shared/host/till-host.ts';
import { PaperDesk } from './paper-desk.ts';
import { ReturningCustomers } from './returning-customers.ts';
import { Supervisor, type SupervisorNews } from './supervisor.ts';
import { heardBy, openWindow, startHost, type Site } from './till-program.ts';
import type { Crowd } from './who-comes.ts';
import type { HttpAnswer, HttpRequest } from '../../shared/host/ports.ts';

export interface SiteNews extends CashierNews, SupervisorNews {
  /** The bar at the bottom and the queue beside it show how things are now. */
  readonly looks: (figures: TillFigures) => void;
  /** A passphrase was typed, the right one or another; whether the keys are open now. */
  readonly typed: (isRight: boolean, isOpen: boolean) => void;
  /** Somebody presses the start button, or a window comes back. */
  readonly starts: () => void;
  /** What the start says of the two copies. */
  readonly started: (report: StartReport) => void;
  /** What the strip above the register tells of what was under way. */
  readonly found: (found: readonly FoundSale[]) => void;
}

export interface TillSiteParts extends Crowd {
  readonly seed: number;
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly bank: (request: HttpRequest) => Promise<HttpAnswer>;
  /** What customers of all tills have in hands. */
  readonly slips: () => readonly Slip[];
  readonly news: SiteNews;
  /** The bank's people give out a code for its terminal (P25). */
  readonly telephones: () => string;
  readonly newDice: NewDice;
}

/** After a crash somebody starts it again, mostly soon. */
const RESTART_MS = [300, 40_000] as const;
const AFTER_FAILED_START_MS = 3_000;

/**
 * One till through all its lives: machine and line stay, programs and windows come and go, and a
 * cashier stands before whichever is there.
 */
export class TillSite {
  readonly name: string;
  readonly machine: Machine;
  readonly line: Line;
  readonly devicePublicKey;
  readonly counter: Counter;
  /** The till of the window that is open now; null while there is none. */
  open: OpenTill | null = null;
  /** Who can be called to it; null while no window is open. */
  supervisor: Supervisor | null = null;
  /** By how much the machine's clock is wrong. */
  clockErrorMs = 0;
  /** What the strip above the register tells now. */
  found: readonly FoundSale[] = [];
  /** What the open window showed last in its status bar. */
  figures: TillFigures = NO_FIGURES;
  readonly #parts: TillSiteParts;
  readonly #diceOf: DiceOf;
  readonly #dice: Dice;
  readonly #site: Site;
  #program: Life;
  #window: Life;
  #host: LocalTillHost | null = null;

  constructor(parts: TillSiteParts) {
    const { seed, name, scheduler, faults, bank, newDice } = parts;
    const all = new Map<string, Dice>();
    const dice: DiceOf = (purpose) => {
      const known = all.get(purpose) ?? newDice(seed, `${name} ${purpose}`);
      all.set(purpose, known);
      return known;
    };
    this.#diceOf = dice;
    this.#parts = parts;
    this.name = name;
    this.devicePublicKey = publicKeyOf(name);
    this.counter = {
      cart: null,
      salesLeft: parts.sales,
      visitsLeft: parts.visits,
      returnsLeft: parts.returns,
    };
    this.#dice = dice('cashier');
    this.machine = new Machine(name, dice('disk'), faults, {
      killed: (life) => this.#kill(life),
      after: (waitMs, ends) => scheduler.after(waitMs, ends),
    });
    this.line = new Line(name, { scheduler, faults, dice: dice('line') }, bank);
    const { withoutLineMs } = parts.habits;
    if (withoutLineMs !== undefined) {
      const morning = dice('morning');
      const lastsMs = morning.between(...withoutLineMs);
      scheduler.after(morning.between(2_000, 15_000), () => this.line.cutFor(lastsMs));
    }
    const startedMs = scheduler.nowMs;
    this.#site = {
      name,
      machine: this.machine,
      line: this.line,
      dice: dice('program'),
      keyDice: dice('device keys'),
      lockDice: dice('passphrases'),
      liars: { share: parts.habits.liars ?? 0, dice: dice('liars') },
      typed: parts.news.typed,
      telephones: parts.telephones,
      told: parts.news.told,
      nowMs: () => scheduler.nowMs + this.clockErrorMs,
      uptimeMs: () => scheduler.nowMs - startedMs,
      figures: (figures) => {
        this.figures = figures;
        parts.news.looks(figures);
      },
      found: (found) => {
        this.found = found;
        parts.news.found(found);
      },
    };
    this.#program = new Life('program', scheduler);
    this.#window = new Life('window', scheduler);
    // Nobody has pressed the start button yet.
    this.#program.end();
    this.#window.end();
  }

  /** From outside of all its lives: this is what a person does who presses the start button. */
  start(): void {
    this.#program = new Life('program', this.#parts.scheduler);
    this.#parts.news.told('program starts');
    void this.#run(this.#program);
  }

  /** Which of its two processes live: a window needs a program. */
  get alive(): { readonly program: boolean; readonly window: boolean } {
    return {
      program: this.#program.alive,
      window: this.#window.alive && this.#program.alive && this.#host !== null,
    };
  }

  /** Whatever was wrong around it is right again. */
  heal(): void {
    this.line.isCut = false;
    this.line.passes = () => true;
    this.machine.isFull = false;
    this.machine.isDatabaseFull = false;
    this.clockErrorMs = 0;
  }

  /** Somebody kills it, now. */
  crash(kind: Life['kind']): void {
    this.#kill(kind === 'program' ? this.#program : this.#window);
  }

  async #run(program: Life): Promise<void> {
    this.#host = await startHost(this.#site, program);
    this.#openWindow(this.#host);
  }

  #openWindow(host: LocalTillHost): void {
    this.#window = new Life('window', this.#parts.scheduler);
    void this.#runWindow(host, this.#window);
  }

  async #runWindow(host: LocalTillHost, window: Life): Promise<void> {
    const { news, habits, isLearning } = this.#parts;
    const open = await this.#opened(host, window);
    this.open = open;
    void open.heartbeat.keepGoing();
    const heard = heardBy(host, window);
    const supervisor = this.#supervisor(open, heard, window);
    this.supervisor = supervisor;
    const discounts = new DiscountDesk(open, {
      host: heard,
      dice: this.#diceOf('discounts'),
      isLearning,
      allows: (act) => supervisor.allows(act),
      told: news.told,
    });
    await discounts.takeOver();
    const cashier = new Cashier(open, this.counter, window, {
      dice: this.#dice,
      habits,
      news,
      discounts,
      papers: new PaperDesk(open, {
        dice: this.#diceOf('papers'),
        isVouched: isLearning !== null,
        allows: (act) => supervisor.allows(act),
        nowMs: this.#site.nowMs,
      }),
      allowsAboveCap: () => supervisor.allows('allow-above-cap'),
      returning: new ReturningCustomers(this.machine, this.#diceOf('returning')),
      found: () => this.found,
    });
    void supervisor.work();
    await cashier.work(() => this.#newSaleId());
  }

  #supervisor(open: OpenTill, host: TillHost, window: Life): Supervisor {
    const { news, slips } = this.#parts;
    const { machine, counter } = this;
    return new Supervisor(open, window, {
      host,
      machine,
      counter,
      diceOf: this.#diceOf,
      slips,
      news,
    });
  }

  async #opened(host: LocalTillHost, window: Life): Promise<OpenTill> {
    for (;;) {
      const { news } = this.#parts;
      news.starts();
      const opened = await openWindow(this.#site, host, window);
      if (opened.ok) news.started(opened.value.report);
      if (opened.ok) return opened.value;
      news.told(`cannot open: ${opened.error.code}`);
      await window.wait(AFTER_FAILED_START_MS);
    }
  }

  /** The main process takes its window along; a window alone comes back by itself. */
  #kill(life: Life): void {
    const { news, scheduler } = this.#parts;
    if (!life.alive) return;
    this.open = null;
    this.supervisor = null;
    this.found = [];
    this.#window.end();
    if (life.kind === 'window') {
      news.told('window killed');
      const program = this.#program;
      const host = this.#host;
      scheduler.after(500, () => {
        if (program.alive && host !== null) this.#openWindow(host);
      });
      return;
    }
    this.#program.end();
    news.told('program killed');
    scheduler.after(this.#dice.between(...RESTART_MS), () => this.start());
  }

  #newSaleId(): string {
    const bytes = this.#dice.bytes(16);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `7${hex.slice(13, 16)}`];
    return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
  }
}
