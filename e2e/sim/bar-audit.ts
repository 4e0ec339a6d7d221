import { CLAIMS } from '../../renderer/i18n/claims.ts';
import type { TillFigures } from '../../renderer/services/queue/figures.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import { parkedSaleIds } from './parked.ts';
import { wordsOfBar, type Words } from './screen.ts';

/** What somebody reads when a step on a sale has ended, and the bar beside it. */
interface Concluded {
  readonly saleId: string;
  readonly words: Words;
  readonly figures: TillFigures;
  readonly nowMs: number;
}

/** The step was not done: a payment from before it is open. */
const STILL_ASKED = 'errors:sale-busy';

const NOBODY: ReadonlySet<string> = new Set();

/** Whoever read the queue before a sale was written may still say so for a moment. */
const READING_TAKES_MS = 50;
/** One copy alone holds it while it is being written (P9); for longer, and the other one lacks it. */
const WRITING_TAKES_MS = 1_000;

/** Holds what the bar says of all that there is against both copies and the bank's books (I9). */
export class BarAudit {
  readonly #bank: BankRecords;
  readonly #auditor: Auditor;
  /** By sale and what it was paid with, when the journal was first seen to hold it and the bank not. */
  readonly #unheardSince = new Map<string, number>();
  /** By key, what refunds that are being undone count, and when the queue was first seen without it. */
  readonly #belowZero = new Map<string, { readonly amountMinor: number; goneSinceMs: number }>();

  constructor(bank: BankRecords, auditor: Auditor) {
    this.#bank = bank;
    this.#auditor = auditor;
  }

  /** What the bank has not heard of is neither called delivered nor left out of the count. */
  async said(till: AuditedTill, figures: TillFigures, nowMs: number): Promise<string[]> {
    const unheard = await this.#unheard(till, nowMs);
    const backMinor = this.#backOf(await till.outbox(), nowMs);
    if (wordsOfBar(figures).some((word) => CLAIMS[word]?.includes('reported') === true)) {
      return unheard.map(({ number }) => `I9 all is called delivered, the bank has no ${number}`);
    }
    return figures.isQueueRead ? this.#counted(till, figures, unheard, backMinor) : [];
  }

  /** The step on this sale has ended, and somebody reads how: now the bar counts it. */
  concluded(till: AuditedTill, { saleId, words, figures, nowMs }: Concluded): Promise<string[]> {
    const sale = this.#auditor.journalOf(till).sale(saleId);
    // A payment in doubt is no sale yet; the bank's late yes to it has its own time to be written,
    // also when it comes while somebody reads that the bank is still being asked.
    const isRead = sale?.state === 'completed' && !words.includes(STILL_ASKED);
    if (isRead) this.#unheardSince.set(paidBy(sale), Number.NEGATIVE_INFINITY);
    return this.said(till, figures, nowMs);
  }

  /** What waits for a person is counted beside it. */
  async #counted(
    till: AuditedTill,
    { unsent: { count, amountMinor } }: TillFigures,
    unheard: readonly Sale[],
    backMinor: number,
  ): Promise<string[]> {
    const parked = unheard.length === 0 ? NOBODY : await parkedSaleIds(till);
    const lacking = unheard.filter(({ id }) => !parked.has(id));
    const worth = lacking.reduce((sum, { totals }) => sum + totals.dueMinor, 0);
    if (count >= lacking.length && amountMinor >= worth + backMinor) return [];
    const said = `the bar counts ${count} unsent worth ${amountMinor}`;
    return [`I9 ${said}, the bank lacks ${lacking.length} worth ${worth}`];
  }

  /**
   * A refund that is being undone is counted below zero, and counted all the same: also for the moment
   * in which the bank has undone it, and whoever read the queue before still says so.
   */
  #backOf(rows: readonly OutboxRow[], nowMs: number): number {
    for (const { key, amountMinor } of rows) {
      if (amountMinor < 0) {
        this.#belowZero.set(key, { amountMinor, goneSinceMs: Number.POSITIVE_INFINITY });
      }
    }
    let backMinor = 0;
    for (const [key, row] of this.#belowZero) {
      if (!rows.some((one) => one.key === key)) row.goneSinceMs = Math.min(row.goneSinceMs, nowMs);
      if (nowMs - row.goneSinceMs > READING_TAKES_MS) this.#belowZero.delete(key);
      else backMinor += row.amountMinor;
    }
    return backMinor;
  }

  async #unheard(till: AuditedTill, nowMs: number): Promise<readonly Sale[]> {
    const unheard: Sale[] = [];
    for (const sale of this.#auditor.journalOf(till).sales.values()) {
      if (!isReported(sale) || this.#bank.sales.has(sale.id)) continue;
      const isInBoth = (await till.databaseSale(sale.id))?.state === 'completed';
      const sinceMs = this.#unheardSince.get(paidBy(sale)) ?? nowMs;
      this.#unheardSince.set(paidBy(sale), sinceMs);
      const mayTakeMs = isInBoth ? READING_TAKES_MS : WRITING_TAKES_MS;
      if (nowMs - sinceMs > mayTakeMs) unheard.push(sale);
    }
    return unheard;
  }
}

/** A completion has no goods, and no report beside its payment. */
function isReported({ state, hold }: Sale): boolean {
  return state === 'completed' && hold === undefined;
}

/** Taken back and paid for anew, it is another one. */
function paidBy({ id, tenders }: Sale): string {
  const tries = tenders.flatMap((tender) =>
    tender.kind === 'card' ? tender.paymentIds : tender.id,
  );
  return [id, ...tries].join();
}
