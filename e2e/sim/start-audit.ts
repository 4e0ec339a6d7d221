import type { Head } from '../../shared/domain/journal.ts';
import { findingsOf, type Finding } from '../../renderer/services/start/start-findings.ts';
import type { StartReport } from '../../renderer/services/start/start-up.ts';
import type { TillStore } from '../../renderer/ports.ts';
import { valueOf } from '../value-of.ts';
import type { AuditedTill } from './auditor.ts';
import { JournalView } from './journal-view.ts';
import type { BankRecords } from './bank-records.ts';
import { coreOf } from './core-of.ts';
import { parkedSaleIds } from './parked.ts';

/** Both copies as they lay there when somebody pressed the start button. */
interface Copies {
  readonly head: Head | null;
  readonly numbers: readonly number[];
  /** What stands behind the last whole line of the file. */
  readonly tail: string;
}

export interface StartAuditParts {
  readonly till: AuditedTill;
  readonly database: () => TillStore;
  readonly bank: BankRecords;
}

/** What a till says it has found in its two copies, against what lay there and lies there now (P10). */
export class StartAudit {
  readonly #parts: StartAuditParts;
  readonly #journal: JournalView;
  #before: Copies | null = null;

  constructor(parts: StartAuditParts) {
    this.#parts = parts;
    this.#journal = JournalView.of(parts.till.journal);
  }

  async starts(): Promise<string[]> {
    this.#before = await this.#look();
    return [];
  }

  /** The dialog, or the lines behind the journal's place in the bar. */
  async told(report: StartReport): Promise<string[]> {
    const before = this.#before;
    if (before === null) return ['P10 nobody saw this till start'];
    const after = await this.#look();
    const findings = findingsOf(report);
    const judged =
      findings === null
        ? [isWhole(before) ? null : 'found.nothing, but the copies were not whole and the same']
        : await Promise.all(findings.map((finding) => this.#judge(finding, before, after)));
    const locked = report.cardsLocked && !this.#parts.till.cardsLocked();
    return [
      ...judged.flatMap((problem) => (problem === null ? [] : [`I9 it says ${problem}`])),
      ...(locked ? ['I9 it says frame:cardsLocked, and they are not'] : []),
      ...(await this.#differing()),
    ];
  }

  async #look(): Promise<Copies> {
    const { till, database } = this.#parts;
    const { text } = till.journal;
    return {
      head: valueOf(await database().head()),
      numbers: this.#journal.records.map(({ number }) => number),
      tail: text.slice(text.lastIndexOf('\n') + 1),
    };
  }

  /** Null where it is so. */
  async #judge(
    { kind, count, named }: Finding,
    before: Copies,
    after: Copies,
  ): Promise<string | null> {
    const reached = before.head?.number ?? 0;
    const last = before.numbers.at(-1) ?? 0;
    switch (kind) {
      case 'database-empty': {
        const waiting = await this.#unheard();
        if (reached > 0) return `${kind}, but it reached ${reached}`;
        return count >= waiting ? null : `${kind}, ${count} unsent; the bank lacks ${waiting}`;
      }
      case 'database-behind': {
        const lacked = after.numbers.filter((number) => number > reached);
        return count <= lacked.length
          ? null
          : `${kind} by ${count}, but it lacked ${lacked.length}`;
      }
      case 'file-behind': {
        const known = new Set(before.numbers);
        const added = after.numbers.filter((number) => !known.has(number) && number <= reached);
        return added.length === count ? null : `${kind} by ${count}, but ${added.length} came back`;
      }
      case 'torn-line':
        if (before.tail === '') return `${kind}, but the last line was whole`;
        return reached <= last
          ? null
          : `${kind}, but the database reaches ${reached}, past ${last}`;
      case 'records-missing':
        return reached >= last ? null : `${kind}, but the file reaches past the database`;
      case 'records-damaged':
      case 'rows-damaged':
        return named.length > 0 ? null : `${kind}, but names none`;
    }
  }

  /** Sold, not at the bank and not given up. */
  async #unheard(): Promise<number> {
    const { till, bank } = this.#parts;
    const parked = await parkedSaleIds(till);
    return [...this.#sales()].filter(
      ({ id, state, hold }) =>
        state === 'completed' && hold === undefined && !bank.sales.has(id) && !parked.has(id),
    ).length;
  }

  /** Whatever was found: now both copies hold the same. */
  async #differing(): Promise<string[]> {
    const { till } = this.#parts;
    const problems: string[] = [];
    for (const sale of this.#sales()) {
      const stored = await till.databaseSale(sale.id);
      if (coreOf(stored) !== coreOf(sale)) problems.push(`P10 the copies differ in ${sale.number}`);
    }
    return problems;
  }

  #sales() {
    return this.#journal.sales.values();
  }
}

function isWhole({ head, numbers, tail }: Copies): boolean {
  return tail === '' && (head?.number ?? 0) === (numbers.at(-1) ?? 0);
}
