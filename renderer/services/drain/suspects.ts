import type { OutboxRow } from '../../../shared/domain/outbox.ts';

/**
 * Who is at fault when a record that travels alone fails (P12, A10): the record, or the bank?
 *
 *   a fails alone ──▶ b is tried alone ──accepted──▶ a is at fault: parked, or into the slow lane
 *                            │ fails alike
 *                            ▼
 *                     c is the newest, then any: … ALIKE_MEANS_BANK alike, or nobody left
 *                                                        ──▶ the bank is: nothing is marked
 *
 * So a bank that refuses everything for an hour does not fill the exception list with records that
 * have nothing wrong with them. And records that lie side by side and share one fault (the same
 * article in each) do not hold those behind them for ever: they are compared with others too.
 */
export class Suspects {
  #rows: OutboxRow[] = [];
  #fault: SuspectFault | null = null;
  #judgedAlone = 0;

  has({ key }: OutboxRow): boolean {
    return this.#rows.some((row) => row.key === key);
  }

  get count(): number {
    return this.#rows.length;
  }

  /**
   * Whom to try next, alone: the oldest, and once neighbours have failed alike the newest, then any.
   * By chance, so that no block of bad ones is hit each time; never before what is older of its sale (A12).
   *
   * @param ready may leave, oldest first; none of them is suspected.
   * @param open all that waits, oldest first.
   * @param unit random number in [0, 1).
   */
  nextToCompare(
    ready: readonly OutboxRow[],
    open: readonly OutboxRow[],
    unit: number,
  ): readonly OutboxRow[] {
    if (this.#rows.length < NEIGHBOURS) return ready.slice(0, 1);
    const firstOfSale = new Map<string, OutboxRow>();
    for (const row of open) if (!firstOfSale.has(row.saleId)) firstOfSale.set(row.saleId, row);
    const others = ready.filter((row) => firstOfSale.get(row.saleId)?.key === row.key);
    if (others.length === 0) return ready.slice(0, 1);
    const isFirst = this.#rows.length === NEIGHBOURS;
    const at = isFirst ? others.length - 1 : Math.floor(unit * others.length);
    return others.slice(at, at + 1);
  }

  /** A failure of another kind starts the count anew: the ones before are not judged by it. */
  add(row: OutboxRow, fault: SuspectFault): void {
    if (this.#fault?.kind !== fault.kind || this.#fault.code !== fault.code) this.#rows = [];
    this.#fault = fault;
    this.#rows.push(row);
  }

  /** Enough of them fail alike that it cannot be the records. */
  get areInnocent(): boolean {
    return this.#rows.length >= ALIKE_MEANS_BANK;
  }

  /**
   * A single record with nobody to compare it with may be at fault (A11). The next one that fails
   * alike with nothing accepted in between makes it look like the bank.
   */
  get mayBeJudgedAlone(): boolean {
    return this.#rows.length === 1 && this.#judgedAlone < ALONE_MEANS_BANK - 1;
  }

  judgedAlone(): void {
    this.#judgedAlone += 1;
  }

  /** The bank takes records again. */
  gotThrough(): void {
    this.#judgedAlone = 0;
  }

  /** Ends the inquiry; what was said about each of them, and the fault that they share. */
  take(): { readonly rows: readonly OutboxRow[]; readonly fault: SuspectFault | null } {
    const taken = { rows: this.#rows, fault: this.#fault };
    this.#rows = [];
    this.#fault = null;
    return taken;
  }
}

export interface SuspectFault {
  /** `content`: the bank refuses to read it. `server`: the bank breaks over it. */
  readonly kind: 'content' | 'server';
  readonly code: string;
}

/** So many are tried in their order before others are. */
const NEIGHBOURS = 2;
const ALIKE_MEANS_BANK = 6;
/** Judged one after the other with nothing accepted in between. */
const ALONE_MEANS_BANK = 3;
