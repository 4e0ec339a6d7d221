import type { Shift } from '../../shared/domain/shift.ts';
import type { TillFigures } from '../../renderer/services/queue/figures.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import { ActAudit } from './act-audit.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import { BarAudit } from './bar-audit.ts';
import type { BankRecords } from './bank-records.ts';
import { countIsWritten } from './drawer-audit.ts';
import { EnrolmentAudit } from './enrolment-audit.ts';
import { KernelAudit } from './kernel-audit.ts';
import { KeyAudit } from './key-audit.ts';
import type { PayLinkAudit } from './pay-link-audit.ts';
import { QueueAudit } from './queue-audit.ts';
import { isSameLook, type Look } from './same-look.ts';
import { SignatureAudit } from './signature-audit.ts';
import { StartAudit } from './start-audit.ts';
import { wordsOfFound, type Words } from './screen.ts';
import type { TillSite } from './till-site.ts';
import { WordAudit } from './word-audit.ts';
import { whole, type About } from './word-facts.ts';

interface ReaderParts {
  readonly bank: BankRecords;
  readonly auditor: Auditor;
  readonly links: PayLinkAudit;
  readonly nowMs: () => number;
}

const NOTHING: string[] = [];

/** Whoever reads all that the screens of one till say, and has it judged. */
export class Reader {
  readonly #site: TillSite;
  readonly #till: AuditedTill;
  readonly #parts: ReaderParts;
  readonly #audit: WordAudit;
  readonly #bar: BarAudit;
  readonly #queue: QueueAudit;
  #paying: About;
  #slipsRead = 0;
  /** How far the disk and the books had come when somebody looked last. */
  #seen: Look = [];

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
    const { bank, links } = parts;
    this.#queue = new QueueAudit({ machine: site.machine, till, bank, links, words: this.#audit });
    this.#paying = whole('');
  }

  /** Somebody presses the start button, or a window comes back. */
  starts(): Promise<string[]> {
    this.#audit.opens();
    this.#queue.opens();
    return this.start.starts();
  }

  begins(saleId: string): void {
    this.#paying = this.#audit.facts.begin(this.#till, saleId);
  }

  /** On the payment screen. */
  says(words: Words): Promise<string[]> {
    const judged = this.#audit.said(this.#till, words, this.#paying);
    this.#paying = this.#audit.facts.after(this.#till, words, this.#paying);
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

  /** The bar, and the queue screen. */
  async looks(figures: TillFigures): Promise<string[]> {
    const bar = await this.#bar.said(this.#till, figures, this.#parts.nowMs());
    return [...bar, ...(await this.#queue.looks(figures))];
  }

  /** The drawer's screen says that it is. */
  counted(shift: Shift): Promise<string[]> {
    return Promise.resolve(countIsWritten(this.#parts.auditor, this.#till, shift));
  }

  /** After every event; quick where neither the disk nor the books have changed. */
  afterEvent(): string[] {
    this.#till.afterEvent();
    if (!this.#hasAnythingChanged()) return NOTHING;
    return [
      ...this.#audit.afterEvent(),
      ...this.signatures.afterEvent(),
      ...this.kernel.afterEvent(),
      ...this.keys.afterEvent(),
      ...this.enrolment.afterEvent(),
    ];
  }

  get hasFreshSlips(): boolean {
    return this.#site.machine.slips.length > this.#slipsRead;
  }

  async readsSlips(): Promise<string[]> {
    const { slips } = this.#site.machine;
    const fresh = slips.slice(this.#slipsRead);
    this.#slipsRead = slips.length;
    const problems: string[] = [];
    for (const slip of fresh) problems.push(...(await this.#audit.printed(this.#till, slip)));
    return problems;
  }

  /** Of all that those audits read something is counted with each change. */
  #hasAnythingChanged(): boolean {
    const { version: books, signed, pins } = this.#parts.bank;
    const { version, journalFile } = this.#site.machine;
    const { generation, pieces } = journalFile;
    const seen = [version, books, signed.length, pins.length, generation, pieces.length];
    if (isSameLook(seen, this.#seen)) return false;
    this.#seen = seen;
    return true;
  }

  async closing(): Promise<string[]> {
    const acts = await this.acts.closing();
    const links = await this.#parts.links.closing(this.#till);
    const others = [...this.signatures.closing(), ...this.keys.closing()];
    return [...this.#audit.closing(), ...acts, ...links, ...others];
  }
}
