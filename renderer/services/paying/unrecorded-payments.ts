import { waitAfter } from '../../../shared/domain/backoff.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { decideReversal, type OpenPaymentOf } from './payment-settling.ts';
import { isTooLate } from '../books/sale-commit.ts';

/**
 * Payments that the bank approved and this till could not write down (P9).
 *
 *   not recorded ──▶ cards locked ──▶ journal and database tried again, for as long as it takes
 *                                          └▶ reversal durable ──▶ sent ──▶ cards free again
 *
 * The cashier was told that it is being taken back, so it is: an approval is not made of it later,
 * though the journal may hold it. Killed meanwhile, the next start goes by the journal: the payment
 * is found open and asked about (P5), or found approved with its slip missing (F04).
 */
export class UnrecordedPayments {
  readonly #ports: Pick<TillPorts, 'clock' | 'random'>;
  readonly #ledger: Ledger;
  readonly #changed: (settled: boolean) => void;
  #waiting: readonly OpenPaymentOf[] = [];
  #settling: Promise<boolean> | null = null;

  /** `changed(true)` once a reversal is durable and can be sent. */
  constructor(
    ports: Pick<TillPorts, 'clock' | 'random'>,
    ledger: Ledger,
    changed: (settled: boolean) => void,
  ) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#changed = changed;
  }

  /** Cards are locked as long as there is one. */
  get any(): boolean {
    return this.#waiting.length > 0;
  }

  has(saleId: string): boolean {
    return this.#waiting.some((one) => one.saleId === saleId);
  }

  add(payment: OpenPaymentOf): void {
    const isFirst = !this.any;
    this.#waiting = [...this.#waiting, payment];
    this.#changed(false);
    if (isFirst) void this.#keepTrying();
  }

  /** Tries now; true when nothing is left. Several callers share one try. */
  settle(): Promise<boolean> {
    this.#settling ??= this.#settleNow().finally(() => {
      this.#settling = null;
    });
    return this.#settling;
  }

  async #settleNow(): Promise<boolean> {
    const { random } = this.#ports;
    for (const payment of this.#waiting) {
      const reversed = await decideReversal(this.#ledger, random, payment, 'not-recorded');
      // Not open any more: somebody has settled it, and there is nothing left to undo here.
      if (!reversed.ok && !isTooLate(reversed.error)) return false;
      this.#waiting = this.#waiting.filter((one) => one !== payment);
      this.#changed(true);
    }
    return true;
  }

  async #keepTrying(): Promise<void> {
    const { clock, random } = this.#ports;
    for (let tries = 1; this.any; tries += 1) {
      await clock.sleep(waitAfter(tries, random.unit(), null));
      await this.settle();
    }
  }
}
