import type { SignOnAnswer } from '../contracts/bank-api.ts';
import type { KnownElsewhere } from '../contracts/journal-copies.ts';
import { NOTHING_HEARD, type HeardNumbers } from '../domain/journal.ts';

type Told = Pick<SignOnAnswer, 'watermark' | 'anchor'> & Partial<Pick<SignOnAnswer, 'batchNumber'>>;

/**
 * How far the bank knows this till's series, from its own signed answers since the program started
 * (PROTOCOL P2, P10, P21). A window that leaps further has it from nowhere, and would use the numbers
 * of this till up for ever.
 */
export class BankSaid {
  #heard: HeardNumbers = NOTHING_HEARD;
  #epoch = 0;
  #record = 0;

  hear({ watermark, anchor, batchNumber = 0 }: Told): void {
    const { transaction } = this.#heard;
    this.#heard = { ...this.#heard, transaction: Math.max(transaction, watermark.highest) };
    this.hearBatch(batchNumber);
    this.#epoch = Math.max(this.#epoch, anchor.epoch);
    this.#record = Math.max(this.#record, anchor.number);
  }

  /** What the bank has settled under another number lies behind the next batch (P22). */
  hearBatch(batchNumber: number): void {
    this.#heard = { ...this.#heard, batch: Math.max(this.#heard.batch, batchNumber) };
  }

  get heard(): HeardNumbers {
    return this.#heard;
  }

  bearsOut(bank: KnownElsewhere['bank']): boolean {
    if (bank === null) return true;
    const { epoch, number, transaction } = bank;
    const isHeard = epoch <= this.#epoch && number <= this.#record;
    return isHeard && transaction <= this.#heard.transaction;
  }
}
