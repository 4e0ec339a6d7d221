import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Terminal } from '../../shared/contracts/host-facts.ts';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { BugNotes } from '../../shared/lib/bug-notes.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { Checkout } from './paying/checkout.ts';
import { noteContact, type ContactNote } from './recovery/contact-tries.ts';
import { DrawerDesk } from './paying/drawer-desk.ts';
import { Heartbeat } from './heartbeat.ts';
import { exposureNow } from './queue/exposure.ts';
import { FoundSales, type FoundSale } from './paying/found-sales.ts';
import { figuresOf, type TillFigures } from './queue/figures.ts';
import { resolveOpenPayments } from './paying/open-payments.ts';
import { OutboxRunner } from './drain/outbox-runner.ts';
import { deliveredUpTo } from './queue/queue-now.ts';
import type { MirroredQueue } from './queue/queue-mirror.ts';
import type { PaymentSurroundings } from './paying/payment-surroundings.ts';
import { RESTING, type QueueStatus } from './queue/queue-status.ts';
import { ReadinessCheck } from './start/readiness-check.ts';
import { DayEnd } from './day-end/day-end.ts';
import { Reachability } from './start/reachability.ts';
import type { Ledger } from './books/ledger-of-the-till.ts';
import type { Place } from './books/sale-writing.ts';
import { SigningOn } from './start/signing-on.ts';
import type { StartReport } from './start/start-up.ts';
import { createSupervisorActs, type SupervisorActs } from './recovery/supervisor-acts.ts';
import { whatKeepsTerminal, type TerminalKeeping } from './start/terminal-keeping.ts';
import type { TillClock } from './start/till-clock.ts';

/** What whoever shows the till is told, whenever it may have changed. */
export interface TillNews {
  readonly figures: (figures: TillFigures) => void;
  /** The host may know more: why cards are locked now, whether this version is withdrawn (P29). */
  readonly hostKnows: () => Promise<void>;
  readonly found: (found: readonly FoundSale[]) => void;
}

/** What a start hands over to what can be sold with. */
export interface Opening {
  readonly ledger: Ledger;
  readonly terminal: Terminal;
  readonly report: StartReport;
  readonly operatorId: string;
  readonly appVersion: string;
  readonly clock: TillClock;
  readonly queue: MirroredQueue['queue'];
}

/** A till that has been started and repaired: what a cashier can do with it. */
export class OpenTill {
  /** What the start found and repaired, for the screen (P10). */
  readonly report: StartReport;
  /** What only a supervisor may decide about the queue (P13, A14). */
  readonly acts: SupervisorActs;
  readonly checkout: Checkout;
  /** What the till lacks before the first sale of a day. */
  readonly readiness: ReadinessCheck;
  /** Settlement 日终 (P22). */
  readonly dayEnd: DayEnd;
  /** The drawer's count, and cash in and out with no sale (A22–A24). */
  readonly drawer: DrawerDesk;
  /** Sales that were under way when it stopped (F01–F04). */
  readonly found: FoundSales;
  readonly heartbeat: Heartbeat;
  readonly #ports: TillPorts;
  readonly #opening: Opening;
  readonly #outbox: OutboxRunner;
  readonly #news: TillNews;
  readonly #line: Reachability;
  readonly #signingOn: SigningOn;
  readonly #bugs: BugNotes;
  #queue: QueueStatus = RESTING;
  #operatorId: string;

  constructor(ports: TillPorts, opening: Opening, news: TillNews) {
    this.report = opening.report;
    this.found = new FoundSales(ports.store, news.found, {
      isAttended: (saleId) => this.checkout.attends(saleId),
      isBehind: () => opening.ledger.isBehind(),
    });
    this.acts = createSupervisorActs(ports, opening.ledger, (saleId, tenderId) =>
      this.checkout.payLinks.withdraw(saleId, tenderId),
    );
    this.#ports = ports;
    const place = {
      clock: opening.clock,
      terminal: () => this.terminal,
      businessDay: () => this.businessDay,
      operatorId: () => this.#operatorId,
    };
    this.readiness = new ReadinessCheck(ports, opening.ledger, place);
    this.drawer = new DrawerDesk(ports, opening.ledger, place);
    this.#opening = opening;
    this.dayEnd = new DayEnd(ports, opening.ledger, {
      ...place,
      isOnline: () => this.#line.probe(),
      drain: async () => {
        await this.#resolveOpen();
        await this.drain(true);
        await this.checkout.payLinks.ask({ now: true });
      },
      deliveredUpTo: () => this.#deliveredUpTo(),
    });
    this.#bugs = new BugNotes((detail) =>
      opening.ledger.commit(() => ({ kind: 'notice', code: 'bug', detail })),
    );
    this.#news = news;
    this.#operatorId = opening.operatorId;
    this.#signingOn = new SigningOn(ports, opening, {
      operatorId: () => this.#operatorId,
      deliveredUpTo: () => this.#deliveredUpTo(),
      hostKnows: news.hostKnows,
      answered: (answer) => this.#outbox.signedOn(answer),
    });
    this.#line = new Reachability(
      {
        ...ports,
        echo: async () => ports.host.echo({ deliveredUpTo: await this.#deliveredUpTo() }),
      },
      {
        changed: () => void this.refresh(),
        bankTime: (bankTimeMs) => void this.#bankTime(bankTimeMs),
      },
    );
    this.heartbeat = new Heartbeat({
      ...opening,
      line: this.#line,
      signingOn: this.#signingOn,
      bugs: this.#bugs,
      resumeDayEnd: () => this.dayEnd.resume(),
      resolveOpen: () => this.#resolveOpen(),
      drain: (urgent) => this.drain(urgent),
      refresh: () => this.refresh(),
    });
    this.#outbox = new OutboxRunner(ports, opening.ledger, () => ({
      operatorId: this.#operatorId,
      currency: this.terminal.parameters.currency,
      mostRecordsPerBatch: this.terminal.parameters.mostRecordsPerBatch,
      signOn: () => this.#signingOn.signOn(),
      withholds: (saleId) => this.checkout.attends(saleId),
      onStatus: (status) => {
        this.#queue = status;
        void this.refresh();
      },
    }));
    this.checkout = new Checkout({
      ports,
      ledger: opening.ledger,
      outbox: this.#outbox,
      surroundings: () => this.#surroundings(),
      cashRounding: () => this.terminal.parameters.cashRounding ?? NO_CASH_ROUNDING,
      businessDayAt: (atMs) =>
        opening.clock.businessDayAt(atMs, this.terminal.parameters.dayCutOffHour),
      cardsChanged: (reversalWaits) => void (reversalWaits ? this.drain(true) : this.refresh()),
    });
  }

  /** With what the bank has signed last (P15). */
  get terminal(): Terminal {
    return this.#signingOn.terminal;
  }

  /** Sales and messages from now on name this operator, and what was held back goes (P28, A09). */
  changeOperator(operatorId: string): void {
    this.#operatorId = operatorId;
    void this.drain(true);
  }

  /** Under the name of who is signed in. */
  noteContact(note: Omit<ContactNote, 'operatorId'>): Promise<Result<null, Failure>> {
    return noteContact(this.#opening.ledger, { ...note, operatorId: this.#operatorId });
  }

  async drain(urgent: boolean): Promise<void> {
    await this.#outbox.drain({ urgent });
    // Behind the money, and nobody waits for it.
    void this.#bugs.evenIfBroken(() => this.checkout.signatures.upload({ urgent }));
    void this.#bugs.evenIfBroken(() => this.checkout.payLinks.ask());
    await this.refresh();
  }

  /**
   * A bug while somebody paid: written down, and what it left open is told above the register.
   *
   * @returns whether the database holds what the journal does, so that it can be asked (P9).
   */
  async noteBug(bug: unknown): Promise<boolean> {
    try {
      const caughtUp = await this.#opening.ledger.catchUp();
      await this.#bugs.write(bug);
      await this.found.look();
      return caughtUp.ok;
    } catch {
      return false;
    }
  }

  /** Without a line too: after ten minutes nobody waits for an answer any more (P5). */
  async #resolveOpen(): Promise<void> {
    const attended = (saleId: string): boolean => this.checkout.attends(saleId);
    const { ledger } = this.#opening;
    await this.found.lookIfNeeded();
    const settled = await resolveOpenPayments(this.#ports, ledger, this.terminal, attended);
    if (settled.ok && settled.value.length > 0) await this.#settledAlone();
  }

  /** Said; and a sale that stands has its report to send, one that does not its reversal: at once. */
  async #settledAlone(): Promise<void> {
    await this.found.again();
    await this.drain(true);
  }

  /** The bar, and above the register what was found at the start: it may be paid for by now (I9). */
  async refresh(): Promise<void> {
    const { ledger, clock, queue } = this.#opening;
    await this.found.again();
    const { sums, isRead } = await queue();
    this.#news.figures(
      figuresOf({
        line: this.#line.state,
        clock: clock.facts,
        sums,
        isOutboxRead: isRead && !ledger.isBehind(),
        queue: this.#queue,
        printer: this.checkout.slips.printer,
        head: ledger.head(),
        policy: this.terminal.parameters.offline,
        offlineNowMs: clock.offlineNowMs(),
        unrecorded: this.checkout.cardsLocked,
        missingAtBank: this.#outbox.missingAtBank,
      }),
    );
  }

  #surroundings(): Omit<PaymentSurroundings, 'lockCards'> {
    const { store } = this.#ports;
    const { clock } = this.#opening;
    return {
      terminal: this.terminal,
      place: this.#place(),
      lineUsable: this.#line.online,
      offlineNowMs: () => clock.offlineNowMs(),
      clockTrusted: clock.facts.trusted,
      exposureOf: (cardToken) => exposureNow(store, cardToken),
      probeLine: () => this.#line.attemptFailed(),
      deliveredUpTo: () => this.#deliveredUpTo(),
    };
  }

  get businessDay(): string {
    return this.#opening.clock.businessDay(this.terminal.parameters.dayCutOffHour);
  }

  #place(): Place {
    const { terminalId, merchantId, tillNumber } = this.terminal;
    const { businessDay } = this;
    return { terminalId, merchantId, tillNumber, operatorId: this.#operatorId, businessDay };
  }

  #deliveredUpTo(): Promise<number> {
    return deliveredUpTo(this.#ports.store);
  }

  async #bankTime(bankTimeMs: number): Promise<void> {
    const { sums, isRead } = await this.#opening.queue();
    await this.#opening.clock.bankAnswered(bankTimeMs, !isRead || sums.promises.count > 0);
  }

  /** Asked for by a person: what the bank has signed since the last one is fetched (P21). */
  async signOnNow(): Promise<boolean> {
    const isSignedOn = await this.#signingOn.signOn();
    await this.refresh();
    return isSignedOn;
  }

  /** Whether this till may be replaced or cleared (P24). */
  whatKeepsTerminal(): Promise<Result<TerminalKeeping, Failure>> {
    return whatKeepsTerminal(this.#ports, this.dayEnd);
  }
}
