import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { codesOnSlip } from '../../../shared/domain/provisional-slip.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { Turns } from '../../../shared/lib/turns.ts';
import type { TillPorts } from '../../ports.ts';
import type { PrinterFigure } from '../queue/figures.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { slipOf } from './slip.ts';
import { slipWords } from './slip-words.ts';

/**
 * `first`: the slip that belongs to the sale. `again`: asked for by somebody, or found not printed
 * after a restart; it is marked as a copy, since nobody knows whether paper came out (F04).
 */
export type SlipWish = 'first' | 'again';

/** What the desk must know of a sale before it prints. */
export interface SalesUnderWay {
  /** Of this sale nobody may say yet that it stands (P9). */
  readonly isUnrecorded: (saleId: string) => boolean;
  /** Until whoever takes money for it, or gives it back, has come to an end; null while nobody does. */
  readonly underWay: (saleId: string) => Promise<unknown> | null;
}

/** Printer and drawer: effects of a sale that both copies hold already, and never its condition. */
export class SlipDesk {
  readonly #ports: TillPorts;
  readonly #ledger: Ledger;
  readonly #terminal: Terminal;
  readonly #sales: SalesUnderWay;
  readonly #turns = new Turns();
  #printer: PrinterFigure = { kind: 'unused' };

  constructor(ports: TillPorts, ledger: Ledger, terminal: Terminal, sales: SalesUnderWay) {
    this.#sales = sales;
    this.#ports = ports;
    this.#ledger = ledger;
    this.#terminal = terminal;
  }

  /** How the last slip came out: the printer itself says nothing until it is used. */
  get printer(): PrinterFigure {
    return this.#printer;
  }

  /**
   * One slip after the other: two at once must not both be the first (A26). While money of this sale
   * is under way its slip waits: what would come out is not so any more once it is out, and it would
   * be taken for the slip of what is under way, a void's own (I9, F04).
   */
  async print(saleId: string, wish: SlipWish): Promise<Result<number, Failure>> {
    for (;;) {
      const underWay = this.#sales.underWay(saleId);
      if (underWay === null) break;
      await underWay;
    }
    return this.#turns.take(() => this.#printNow(saleId, wish));
  }

  /** What was being printed is out: no slip says of a sale what is not so any more (I9). */
  async whenIdle(): Promise<void> {
    await this.#turns.pass();
  }

  async #printNow(saleId: string, wish: SlipWish): Promise<Result<number, Failure>> {
    const { host, clock, store } = this.#ports;
    if (this.#sales.isUnrecorded(saleId)) return err(failure('outcome-not-recorded', saleId));
    const sales = await store.sales([saleId]);
    if (!sales.ok) return sales;
    const sale = sales.value.get(saleId);
    if (sale === undefined) return err(failure('not-found', saleId));
    const copyNumber = Math.max(sale.receipt.printedCount + 1, wish === 'again' ? 2 : 1);
    const words = await slipWords(host);
    const utcOffsetMinutes = clock.utcOffsetMinutes(sale.createdAtMs);
    const codes = await this.#codesOf(sale);
    const slip = slipOf(sale, this.#terminal, { copyNumber, words, utcOffsetMinutes, codes });
    const printed = await host.print(slip);
    const saleNumber = sale.number;
    if (!printed.ok) {
      this.#printer = { kind: 'failed', saleNumber, code: printed.error.code };
      return printed;
    }
    this.#printer = { kind: 'printed', saleNumber };
    await this.#ledger.commit(() => ({ kind: 'printed', saleId, copyNumber }));
    return ok(copyNumber);
  }

  /** Without its code a slip is a slip all the same: it is printed, and asked about by its number. */
  async #codesOf(sale: Sale): Promise<readonly string[]> {
    const signed = await Promise.all(
      codesOnSlip(sale).map((slip) => this.#ports.host.signSlip(slip)),
    );
    return signed.flatMap((code) => (code.ok ? [code.value] : []));
  }

  /**
   * The record of the sale says already that it opens: a drawer that opened without one is what a
   * shop fears (A27). That it stayed shut is noted, and nobody waits for the note.
   */
  async openDrawer(saleId: string): Promise<Result<null, Failure>> {
    const opened = await this.#ports.host.openDrawer(saleId);
    if (!opened.ok) {
      const { code } = opened.error;
      void this.#ledger.commit(() => ({ kind: 'notice', code, detail: saleId }));
    }
    return opened;
  }
}
