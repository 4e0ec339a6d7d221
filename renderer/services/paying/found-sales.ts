import {
  certaintyOfSale,
  certaintyOfTender,
  leastCertain,
  type Certainty,
} from '../../../shared/domain/certainty.ts';
import { isHeldMoney, namedMinor } from '../../../shared/domain/holding.ts';
import { minor, subtract, type Minor } from '../../../shared/domain/money.ts';
import { wasSold, type Sale } from '../../../shared/domain/sale.ts';
import { openVoid } from '../../../shared/domain/voiding.ts';
import type { TillStore } from '../../ports.ts';
import { canBeCancelled } from './sale-cancelling.ts';
import { openPayment, openRest, paidTenders } from '../books/sale-writing.ts';

/**
 * What was under way when the till stopped, for the cashier who comes back to it (F01–F04): told
 * by number and amount, with what became of the money, until somebody has dealt with it.
 *
 *   asking        sent, no answer yet: the bank is asked by itself (P5)
 *   voiding       sold; whether the bank took it back is not known yet, or is being undone
 *   slip-missing  sold, or its loss made up for; nobody knows whether paper came out, so the slip is
 *                 printed as a copy
 *   void-slip-missing  taken back by a void, whose own slip may not be out
 *   refunding     a refund; whether the bank has done it is not known yet
 *   refund-slip-missing, refund-taken-back, refund-not-made   how a refund ended
 *   holding, completing, releasing, hold-slip-missing …       the same of money that is held on a card
 *   part-paid     back on the counter for its rest, or given back from here: what the bank has taken of
 *                 a customer who is gone would stand there for ever (I4)
 *   taken-back    whatever the bank did is being reversed
 *   not-paid      nothing was charged
 */
export interface FoundSale {
  readonly saleId: string;
  /** What people read; empty where the sale never got a number. */
  readonly number: string;
  /** Of the sale; of one that is paid in part what was received. */
  readonly amountMinor: Minor;
  readonly fate: FoundFate;
  /** Null of what is held or let go for certain: none of it is income. */
  readonly ink: Certainty | null;
  /** What was received of it and can be given back; null where that is not the question. */
  readonly giveBackMinor: Minor | null;
}

export type FoundFate =
  | 'asking'
  | 'voiding'
  | 'slip-missing'
  | 'void-slip-missing'
  | 'refunding'
  | 'holding'
  | 'completing'
  | 'releasing'
  | `${'refund' | 'hold' | 'completion' | 'release'}-${'slip-missing' | 'taken-back' | 'not-made'}`
  | 'part-paid'
  | 'taken-back'
  | 'not-paid';

/** A shop has one printer: more than these never wait for their slip. */
const SALES_LOOKED_AT = 50;
const DISMISSED_KEPT = 100;
/** One and the same, since the bar asks all day: what shows it has nothing new to draw. */
const NOTHING: readonly FoundSale[] = [];

type NotesAndSales = Pick<
  TillStore,
  'sales' | 'recentSales' | 'openSales' | 'lateDeclines' | 'note' | 'writeNote'
>;

/** What is going on beside the records that the database holds. */
interface MeantimeFacts {
  /** Somebody takes money for it at this moment, and the payment speaks for itself. */
  readonly isAttended: (saleId: string) => boolean;
  /** The database lacks what the journal holds: what it says of a sale may be over (P9). */
  readonly isBehind: () => boolean;
}

const QUIET: MeantimeFacts = { isAttended: () => false, isBehind: () => false };

export class FoundSales {
  readonly #store: NotesAndSales;
  readonly #show: (found: readonly FoundSale[]) => void;
  readonly #meantime: MeantimeFacts;
  #saleIds: readonly string[] = [];
  /** A card was being read, and nothing was written yet (F01). */
  #unwritten: FoundSale | null = null;
  /** Whether the database has said all that it knows. */
  #isWhole = false;
  #asked = 0;

  constructor(
    store: NotesAndSales,
    show: (found: readonly FoundSale[]) => void,
    meantime: MeantimeFacts = QUIET,
  ) {
    this.#store = store;
    this.#show = show;
    this.#meantime = meantime;
  }

  /** After the two copies were repaired (P10) and before anything new is sold. */
  async look(): Promise<void> {
    const [open, recent, late] = [
      await this.#store.openSales(),
      await this.#store.recentSales(SALES_LOOKED_AT),
      // However old the sale: a loss is made up for when its customer comes back (P13).
      await this.#store.lateDeclines(),
    ];
    const [dismissed, told] = [
      await this.#idsIn('found-dismissed'),
      await this.#idsIn('found-told'),
    ];
    const sold = [...(recent.ok ? recent.value : []), ...(late.ok ? late.value : [])];
    const unfinished = sold.filter(isUnfinished);
    const ids = [...(open.ok ? open.value : []), ...unfinished].map(({ id }) => id);
    // What was told and not read is told again: the till may be killed before anybody looks (F03).
    this.#saleIds = [...new Set([...told, ...ids])].filter((id) => !dismissed.includes(id));
    this.#unwritten = (await this.#cardDialogue()) ?? this.#unwritten;
    // A database that did not answer is asked again, or a whole day would go by without the strip.
    this.#isWhole = open.ok && recent.ok && late.ok;
    await this.again();
    await this.#keepTold();
  }

  /** Looks once more where the database did not answer at the start. */
  async lookIfNeeded(): Promise<void> {
    if (!this.#isWhole) await this.look();
  }

  /**
   * What became of them since: the bank was asked, a slip was printed. Of several that look at the
   * same time the last one tells: an older reading would bring back what somebody has dealt with.
   */
  async again(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const unwritten = this.#unwritten;
    const ids = unwritten === null ? this.#saleIds : [...this.#saleIds, unwritten.saleId];
    const { isAttended, isBehind } = this.#meantime;
    if (ids.length === 0 || isBehind()) return this.#show(NOTHING);
    const attended = ids.filter(isAttended);
    const sales = await this.#store.sales(ids);
    if (mine !== this.#asked) return;
    // Of an older state nothing is said, rather than what may be false by now (I9).
    if (isBehind()) return this.#show(NOTHING);
    if (!sales.ok) return;
    // Something is recorded of it by now, perhaps by the window that died: that is what is told.
    if (unwritten !== null && sales.value.has(unwritten.saleId)) {
      this.#unwritten = null;
      this.#saleIds = [...new Set([...this.#saleIds, unwritten.saleId])];
    }
    const found = this.#saleIds.flatMap((id) => {
      const sale = sales.value.get(id);
      return sale === undefined ? [] : (foundSale(sale) ?? []);
    });
    const all = this.#unwritten === null ? found : [...found, this.#unwritten];
    // What was read a moment ago of a sale that is, or was being paid may be false by now (I9).
    const isSilent = (id: string): boolean => attended.includes(id) || isAttended(id);
    this.#show(all.filter(({ saleId }) => !isSilent(saleId)));
  }

  /** Somebody has read it; it does not come back at the next start. */
  async dismiss(saleId: string): Promise<void> {
    if (this.#unwritten?.saleId === saleId) this.#unwritten = null;
    this.#saleIds = this.#saleIds.filter((id) => id !== saleId);
    const dismissed = [...(await this.#idsIn('found-dismissed')), saleId].slice(-DISMISSED_KEPT);
    await this.#store.writeNote('found-dismissed', dismissed.join(' '));
    if (this.#unwritten === null) await this.#store.writeNote('card-dialogue', '');
    await this.#keepTold();
    await this.again();
  }

  async #keepTold(): Promise<void> {
    await this.#store.writeNote('found-told', this.#saleIds.slice(-DISMISSED_KEPT).join(' '));
  }

  async #idsIn(key: 'found-dismissed' | 'found-told'): Promise<readonly string[]> {
    const note = await this.#store.note(key);
    return note.ok ? (note.value ?? '').split(' ').filter((id) => id !== '') : [];
  }

  /** The sale behind a card dialogue that never ended; null when a record tells of it already. */
  async #cardDialogue(): Promise<FoundSale | null> {
    const note = await this.#store.note('card-dialogue');
    const dialogue = note.ok ? readCardDialogue(note.value ?? '') : null;
    if (dialogue === null || this.#saleIds.includes(dialogue.saleId)) return null;
    const sales = await this.#store.sales([dialogue.saleId]);
    const sale = sales.ok ? sales.value.get(dialogue.saleId) : undefined;
    if (sale !== undefined && wasSold(sale)) return null;
    const { saleId, amountMinor } = dialogue;
    if (sale !== undefined) {
      // Earlier tries of it, or this very one, are recorded: what became of them is told.
      this.#saleIds = [...this.#saleIds, saleId];
      return null;
    }
    const nothing = { fate: 'not-paid', ink: 'refused', giveBackMinor: null } as const;
    return { saleId, amountMinor, number: '', ...nothing };
  }
}

function isUnfinished({ state, receipt }: Sale): boolean {
  return state === 'paying' || (wasSold({ state }) && receipt.printedCount === 0);
}

/** Null where nothing is left to say. */
function foundSale(sale: Sale): FoundSale | null {
  const fate = fateOf(sale);
  if (fate === null) return null;
  const { id, number, totals } = sale;
  if (fate === 'part-paid') return partPaid(sale);
  const certainty = certaintyOfSale(sale);
  const ink = isHeldMoney(sale) && certainty === 'certain' ? null : certainty;
  const amountMinor = namedMinor(sale, totals.dueMinor);
  return { saleId: id, number, amountMinor, fate, ink, giveBackMinor: null };
}

/**
 * What was received is told, in its own ink: of the rest nobody was asked, and to call the whole sale
 * unknown would forbid what the strip asks for, to take it (I9).
 */
function partPaid(sale: Sale): FoundSale {
  const { id, number, totals } = sale;
  const ink = leastCertain(paidTenders(sale).map((tender) => certaintyOfTender(sale, tender)));
  const amountMinor = subtract(totals.dueMinor, openRest(sale));
  const giveBackMinor = canBeCancelled(sale) ? amountMinor : null;
  return { saleId: id, number, amountMinor, fate: 'part-paid', ink, giveBackMinor };
}

function fateOf(sale: Sale): FoundFate | null {
  if (openVoid(sale) !== null) return 'voiding';
  const { refundOf, hold } = sale;
  if (refundOf !== undefined) return fateWithoutGoods(sale, 'refunding', 'refund');
  if (hold?.act === 'hold') return fateWithoutGoods(sale, 'holding', 'hold');
  if (hold?.act === 'complete') return fateWithoutGoods(sale, 'completing', 'completion');
  if (hold?.act === 'release') return fateWithoutGoods(sale, 'releasing', 'release');
  if (openPayment(sale) !== null) return 'asking';
  if (wasSold(sale)) return sale.receipt.printedCount === 0 ? missingSlip(sale) : null;
  if (paidTenders(sale).length > 0) return 'part-paid';
  // While any try is on its way back nobody says that nothing was charged (I9).
  if (sale.payments.some(({ status }) => status.state === 'reversing')) return 'taken-back';
  return sale.payments.at(-1)?.status.state === 'reversed' ? 'taken-back' : 'not-paid';
}

/** Of what is one payment and nothing else. */
function fateWithoutGoods(
  sale: Sale,
  underWay: 'refunding' | 'holding' | 'completing' | 'releasing',
  name: 'refund' | 'hold' | 'completion' | 'release',
): FoundFate | null {
  if (openPayment(sale) !== null) return underWay;
  if (sale.state === 'voided') return sale.receipt.printedCount === 0 ? 'void-slip-missing' : null;
  if (wasSold(sale)) return sale.receipt.printedCount === 0 ? `${name}-slip-missing` : null;
  const state = sale.payments.at(-1)?.status.state;
  return state === 'reversing' || state === 'reversed' ? `${name}-taken-back` : `${name}-not-made`;
}

function missingSlip({ state }: Sale): FoundFate {
  return state === 'voided' ? 'void-slip-missing' : 'slip-missing';
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
