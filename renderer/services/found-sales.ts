import { certaintyOfSale, type Certainty } from '../../shared/domain/certainty.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { TillStore } from '../ports.ts';
import { openPayment, paidTenders } from './sale-writing.ts';

/**
 * What was under way when the till stopped, for the cashier who comes back to it (F01–F04): told
 * by number and amount, with what became of the money, until somebody has dealt with it.
 *
 *   asking        sent, no answer yet: the bank is asked by itself (P5)
 *   slip-missing  sold; nobody knows whether paper came out, so the slip is printed as a copy
 *   part-paid     back on the counter for its rest
 *   taken-back    whatever the bank did is being reversed
 *   not-paid      nothing was charged
 */
export interface FoundSale {
  readonly saleId: string;
  /** What people read; empty where the sale never got a number. */
  readonly number: string;
  readonly amountMinor: Minor;
  readonly fate: FoundFate;
  readonly ink: Certainty;
}

export type FoundFate = 'asking' | 'slip-missing' | 'part-paid' | 'taken-back' | 'not-paid';

/** A shop has one printer: more than these never wait for their slip. */
const SALES_LOOKED_AT = 50;
const DISMISSED_KEPT = 100;

type NotesAndSales = Pick<TillStore, 'sales' | 'recentSales' | 'openSales' | 'note' | 'writeNote'>;

export class FoundSales {
  readonly #store: NotesAndSales;
  readonly #show: (found: readonly FoundSale[]) => void;
  #saleIds: readonly string[] = [];
  /** A card was being read, and nothing was written yet (F01). */
  #unwritten: FoundSale | null = null;

  constructor(store: NotesAndSales, show: (found: readonly FoundSale[]) => void) {
    this.#store = store;
    this.#show = show;
  }

  /** Once, after the two copies were repaired (P10) and before anything new is sold. */
  async look(): Promise<void> {
    const [open, recent] = [
      await this.#store.openSales(),
      await this.#store.recentSales(SALES_LOOKED_AT),
    ];
    const dismissed = await this.#dismissed();
    const unfinished = recent.ok ? recent.value.filter(isUnfinished) : [];
    const ids = [...(open.ok ? open.value : []), ...unfinished].map(({ id }) => id);
    this.#saleIds = [...new Set(ids)].filter((id) => !dismissed.includes(id));
    this.#unwritten = await this.#cardDialogue();
    await this.again();
  }

  /** What became of them since: the bank was asked, a slip was printed. */
  async again(): Promise<void> {
    const sales = await this.#store.sales(this.#saleIds);
    if (!sales.ok) return;
    const found = this.#saleIds.flatMap((id) => {
      const sale = sales.value.get(id);
      return sale === undefined ? [] : (foundSale(sale) ?? []);
    });
    this.#show(this.#unwritten === null ? found : [...found, this.#unwritten]);
  }

  /** Somebody has read it; it does not come back at the next start. */
  async dismiss(saleId: string): Promise<void> {
    if (this.#unwritten?.saleId === saleId) this.#unwritten = null;
    this.#saleIds = this.#saleIds.filter((id) => id !== saleId);
    const dismissed = [...(await this.#dismissed()), saleId].slice(-DISMISSED_KEPT);
    await this.#store.writeNote('found-dismissed', dismissed.join(' '));
    await this.again();
  }

  async #dismissed(): Promise<readonly string[]> {
    const note = await this.#store.note('found-dismissed');
    return note.ok ? (note.value ?? '').split(' ') : [];
  }

  /** The sale behind a card dialogue that never ended; null when a record tells of it already. */
  async #cardDialogue(): Promise<FoundSale | null> {
    const note = await this.#store.note('card-dialogue');
    const dialogue = note.ok ? readCardDialogue(note.value ?? '') : null;
    await this.#store.writeNote('card-dialogue', '');
    if (dialogue === null || this.#saleIds.includes(dialogue.saleId)) return null;
    const sales = await this.#store.sales([dialogue.saleId]);
    const sale = sales.ok ? sales.value.get(dialogue.saleId) : undefined;
    if (sale?.state === 'completed') return null;
    const fate = sale === undefined ? null : fateOf(sale);
    if (fate === 'taken-back' || fate === 'asking') {
      // The note outlived its dialogue: it was sent, and nobody may say that nothing was charged.
      this.#saleIds = [...this.#saleIds, dialogue.saleId];
      return null;
    }
    const { saleId, amountMinor } = dialogue;
    return { saleId, amountMinor, number: sale?.number ?? '', fate: 'not-paid', ink: 'refused' };
  }
}

function isUnfinished({ state, receipt }: Sale): boolean {
  return state === 'paying' || (state === 'completed' && receipt.printedCount === 0);
}

/** Null where nothing is left to say. */
function foundSale(sale: Sale): FoundSale | null {
  const fate = fateOf(sale);
  if (fate === null) return null;
  const { id, number, totals } = sale;
  const ink = certaintyOfSale(sale);
  return { saleId: id, number, amountMinor: totals.dueMinor, fate, ink };
}

function fateOf(sale: Sale): FoundFate | null {
  if (openPayment(sale) !== null) return 'asking';
  if (sale.state === 'completed') return sale.receipt.printedCount === 0 ? 'slip-missing' : null;
  if (paidTenders(sale).length > 0) return 'part-paid';
  const last = sale.payments.at(-1)?.status.state;
  return last === 'reversing' || last === 'reversed' ? 'taken-back' : 'not-paid';
}

/** Kept while a card is being read, before its intent is written: no money can have moved yet. */
export function cardDialogueNote(saleId: string, amountMinor: Minor): string {
  return `${saleId} ${amountMinor}`;
}

function readCardDialogue(note: string): { saleId: string; amountMinor: Minor } | null {
  const [saleId, amount] = note.split(' ');
  const amountMinor = Number(amount);
  if (saleId === undefined || !Number.isSafeInteger(amountMinor)) return null;
  return { saleId, amountMinor: minor(amountMinor) };
}
