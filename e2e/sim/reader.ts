import type { Sale } from '../../shared/domain/sale.ts';
import type { Shift } from '../../shared/domain/shift.ts';
import { tryThatCounts } from '../../shared/domain/try-that-counts.ts';
import type { TillFigures } from '../../renderer/services/queue/figures.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import { queueView } from '../../renderer/services/queue/queue-view.ts';
import { auditHeldOfDay } from './hold-audit.ts';
import { auditRefundsOfDay } from './refund-audit.ts';
import { ActAudit } from './act-audit.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import { BarAudit } from './bar-audit.ts';
import type { BankRecords } from './bank-records.ts';
import { countIsWritten } from './drawer-audit.ts';
import { EnrolmentAudit } from './enrolment-audit.ts';
import { KernelAudit } from './kernel-audit.ts';
import { KeyAudit } from './key-audit.ts';
import type { PayLinkAudit } from './pay-link-audit.ts';
import { SignatureAudit } from './signature-audit.ts';
import { StartAudit } from './start-audit.ts';
import { wordsOfDecision, wordsOfFound, wordsOfRow, type Words } from './screen.ts';
import type { TillSite } from './till-site.ts';
import { whole, WordAudit, type About } from './word-audit.ts';
import { valueOf } from '../value-of.ts';

interface ReaderParts {
  readonly bank: BankRecords;
  readonly auditor: Auditor;
  readonly links: PayLinkAudit;
  readonly nowMs: () => number;
}

/** Whoever reads all that the screens of one till say, and has it judged. */
export class Reader {
  readonly #site: TillSite;
  readonly #till: AuditedTill;
  readonly #parts: ReaderParts;
  readonly #audit: WordAudit;
  readonly #bar: BarAudit;
  #paying: About;
  #slipsRead = 0;
  /** What there was to be seen when somebody looked last. */
  #seen = '';

  /** What a supervisor decides there. */
  readonly acts: ActAudit;
  /** What each start says of the two copies. */
  readonly start: StartAudit;
  /** The keys that its device signs with. */
  readonly keys: KeyAudit;
  /** What the bank knows of its journal, also where it is enrolled anew. */
  readonly enrolment: EnrolmentAudit;
  /** How terminal and chips decide. */
  readonly kernel: KernelAudit;
  /** What cardholders have signed. */
  readonly signatures: SignatureAudit;

  constructor(site: TillSite, till: AuditedTill, parts: ReaderParts) {
    this.#parts = parts;
    this.#site = site;
    this.#till = till;
    this.acts = new ActAudit(till, parts.auditor);
    const database = () => site.machine.database;
    this.start = new StartAudit({ till, database, bank: parts.bank });
    this.signatures = new SignatureAudit(parts.bank, parts.auditor, till);
    this.kernel = new KernelAudit(parts.bank, parts.auditor, till);
    this.keys = new KeyAudit(parts.bank, parts.auditor, till, parts.nowMs);
    this.enrolment = new EnrolmentAudit(parts.bank, till);
    this.#audit = new WordAudit(parts.bank, parts.auditor);
    this.#bar = new BarAudit(parts.bank, parts.auditor);
    this.#paying = whole('');
  }

  /** Somebody presses the start button, or a window comes back. */
  starts(): Promise<string[]> {
    this.#audit.opens();
    return this.start.starts();
  }

  begins(saleId: string): void {
    this.#paying = this.#audit.begin(this.#till, saleId);
  }

  /** On the payment screen. */
  says(words: Words): Promise<string[]> {
    const judged = this.#audit.said(this.#till, words, this.#paying);
    this.#paying = this.#audit.after(this.#till, words, this.#paying);
    return judged;
  }

  /** Who reads the verdict looks at the bar too: it has been told of this step (I9). */
  async concludes(saleId: string, words: Words): Promise<string[]> {
    const { figures } = this.#site;
    const nowMs = this.#parts.nowMs();
    const read = [
      this.says(words),
      this.#bar.concluded(this.#till, { saleId, words, figures, nowMs }),
    ];
    return (await Promise.all(read)).flat();
  }

  async found(found: readonly FoundSale[]): Promise<string[]> {
    const read = found.map((one) =>
      this.#audit.said(this.#till, wordsOfFound(one), whole(one.saleId)),
    );
    return (await Promise.all(read)).flat();
  }

  /** The bar, and the queue screen as it would be if somebody looked at it now. */
  async looks(figures: TillFigures): Promise<string[]> {
    const nowMs = this.#parts.nowMs();
    const problems = await this.#bar.said(this.#till, figures, nowMs);
    const { database, version } = this.#site.machine;
    // Of the same figures, rows and books it would say the same.
    const seen = `${version} ${this.#parts.bank.version} ${JSON.stringify(figures)}`;
    if (seen === this.#seen) return problems;
    this.#seen = seen;
    const [sales, outbox] = [
      valueOf(await database.recentSales(1_000)),
      valueOf(await database.outbox()),
    ];
    const online = figures.reach.reach === 'online';
    const businessDay = sales[0]?.businessDay ?? '';
    const status = figures.queue;
    const sources = { outbox, late: [], businessDay, online, status };
    const view = queueView({ sales, ...sources });
    const viewOf = (some: readonly Sale[]) =>
      some === sales ? view : queueView({ sales: some, ...sources });
    problems.push(...auditRefundsOfDay(sales, viewOf), ...auditHeldOfDay(sales, viewOf));
    problems.push(...this.#parts.links.shown(this.#till, view.rows));
    for (const row of view.rows) {
      const sale = sales.find(({ number }) => number === row.saleNumber);
      if (sale === undefined) continue;
      const tender = sale.tenders.find(({ id }) => row.key === `${sale.id}:${id}`);
      const paymentId =
        tender?.kind === 'card' ? tryThatCounts(sale, tender)?.id : row.key.split(':').at(-1);
      const about = tender?.kind === 'cash' ? whole(sale.id) : whole(sale.id, paymentId);
      const words = [...wordsOfRow(row), ...wordsOfDecision(row)];
      problems.push(...(await this.#audit.said(this.#till, words, about)));
    }
    return problems;
  }

  /** The drawer's screen says that it is. */
  counted(shift: Shift): Promise<string[]> {
    return Promise.resolve(countIsWritten(this.#parts.auditor, this.#till, shift));
  }

  async afterEvent(): Promise<string[]> {
    this.#till.afterEvent();
    const problems = [
      ...this.#audit.afterEvent(),
      ...this.signatures.afterEvent(),
      ...this.kernel.afterEvent(),
      ...this.keys.afterEvent(),
      ...this.enrolment.afterEvent(),
    ];
    const { slips } = this.#site.machine;
    const fresh = slips.slice(this.#slipsRead);
    this.#slipsRead = slips.length;
    for (const slip of fresh) problems.push(...(await this.#audit.printed(this.#till, slip)));
    return problems;
  }

  async closing(): Promise<string[]> {
    const acts = await this.acts.closing();
    const links = await this.#parts.links.closing(this.#till);
    const others = [...this.signatures.closing(), ...this.keys.closing()];
    return [...this.#audit.closing(), ...acts, ...links, ...others];
  }
}
