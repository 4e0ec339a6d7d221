import type { Sale } from '../../shared/domain/sale.ts';
import { tryThatCounts } from '../../shared/domain/try-that-counts.ts';
import type { TillFigures } from '../../renderer/services/queue/figures.ts';
import { queueView, type QueueView } from '../../renderer/services/queue/queue-view.ts';
import type { QueueRow } from '../../renderer/services/queue/queue-row.ts';
import { valueOf } from '../value-of.ts';
import type { AuditedTill } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import { auditHeldOfDay } from './hold-audit.ts';
import type { Machine } from './machine.ts';
import type { PayLinkAudit } from './pay-link-audit.ts';
import { auditRefundsOfDay } from './refund-audit.ts';
import { isSameLook, type Look } from './same-look.ts';
import { wordsOfDecision, wordsOfRow, type Words } from './screen.ts';
import type { WordAudit } from './word-audit.ts';
import { whole, type About } from './word-facts.ts';

export interface QueueAuditParts {
  readonly machine: Machine;
  readonly till: AuditedTill;
  readonly bank: BankRecords;
  readonly links: PayLinkAudit;
  readonly words: WordAudit;
}

/** What one look at the queue screen reads, and what the day's money on it adds up to. */
interface Screen {
  readonly rows: QueueView['rows'];
  readonly said: readonly (readonly [Words, About])[];
  readonly problems: readonly string[];
}

/**
 * The queue screen of one till as it would be if somebody looked at it now: of the same rows and the
 * same line it is the same, and beside the same books and the same journal it is as true as it was.
 */
export class QueueAudit {
  readonly #parts: QueueAuditParts;
  #shownOf: Look = [];
  #judgedOf: Look = [];
  #screen: Screen | null = null;

  constructor(parts: QueueAuditParts) {
    this.#parts = parts;
  }

  /** Another window says it anew, whatever the one before it has said. */
  opens(): void {
    this.#judgedOf = [];
  }

  async looks({ queue: status, reach: { reach } }: TillFigures): Promise<string[]> {
    const { machine, till, bank, links, words } = this.#parts;
    const { database, databaseVersion } = machine;
    const shownOf = [database, databaseVersion, reach === 'online', JSON.stringify(status)];
    const { generation, pieces } = till.journal;
    const judgedOf = [...shownOf, bank.version, generation, pieces.length];
    if (isSameLook(judgedOf, this.#judgedOf)) return [];
    if (this.#screen === null || !isSameLook(shownOf, this.#shownOf)) {
      this.#screen = await this.#screenNow(reach === 'online', status);
    }
    [this.#shownOf, this.#judgedOf] = [shownOf, judgedOf];
    const { rows, said, problems } = this.#screen;
    const found = [...problems, ...links.shown(till, rows)];
    for (const [row, about] of said) found.push(...(await words.said(till, row, about)));
    return found;
  }

  async #screenNow(online: boolean, status: TillFigures['queue']): Promise<Screen> {
    const { database } = this.#parts.machine;
    const sales = valueOf(await database.recentSales(1_000));
    const outbox = valueOf(await database.outbox());
    const businessDay = sales[0]?.businessDay ?? '';
    const sources = { outbox, late: [], businessDay, online, status };
    const view = queueView({ sales, ...sources });
    const viewOf = (some: readonly Sale[]) =>
      some === sales ? view : queueView({ sales: some, ...sources });
    // Of two with the same number the newer one is meant.
    const byNumber = new Map([...sales].reverse().map((sale) => [sale.number, sale]));
    const said = view.rows.flatMap((row) => {
      const sale = byNumber.get(row.saleNumber);
      if (sale === undefined) return [];
      return [[[...wordsOfRow(row), ...wordsOfDecision(row)], aboutRow(row, sale)] as const];
    });
    const problems = [...auditRefundsOfDay(sales, viewOf), ...auditHeldOfDay(sales, viewOf)];
    return { rows: view.rows, said, problems };
  }
}

function aboutRow({ key }: QueueRow, sale: Sale): About {
  const tender = sale.tenders.find(({ id }) => key === `${sale.id}:${id}`);
  if (tender?.kind === 'cash') return whole(sale.id);
  const paymentId =
    tender?.kind === 'card' ? tryThatCounts(sale, tender)?.id : key.split(':').at(-1);
  return whole(sale.id, paymentId);
}
