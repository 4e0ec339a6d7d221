import type { BankRecords } from './bank-records.ts';
import type { Dice } from './dice.ts';
import type { KeyAudit } from './key-audit.ts';
import type { Scheduler } from './scheduler.ts';
import { newActivationCode } from './sim-activation.ts';
import type { TillSite } from './till-site.ts';

interface Parts {
  readonly bank: BankRecords;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
}

/** Of the bank's people, by telephone; now and then they forget to release the terminal. */
export function codeFor(bank: BankRecords, terminalId: string, dice: Dice): string {
  const code = newActivationCode(dice.bytes(16));
  bank.issueCode(terminalId, code, dice.chance(0.8));
  return code;
}

/**
 * The bank has lost the only key of a till: somebody there reads that it is unknown, telephones, and is given
 * a code; now and then the bank's people forget to release the terminal. Until it is known again (P25).
 */
export class Enrolment {
  readonly #site: TillSite;
  readonly #keys: KeyAudit;
  readonly #parts: Parts;
  #isRunning = false;

  constructor(site: TillSite, keys: KeyAudit, parts: Parts) {
    this.#site = site;
    this.#keys = keys;
    this.#parts = parts;
  }

  /** From now on somebody there reads it; also while all heals: it is no fault of the line. */
  isTold(): void {
    this.#parts.bank.lostKey.set(this.#keys.terminalId, () => this.#begin());
  }

  #begin(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#later();
  }

  #later(): void {
    const { scheduler, dice } = this.#parts;
    scheduler.after(dice.between(5_000, 90_000), () => this.#look());
  }

  #look(): void {
    const { bank, dice } = this.#parts;
    this.#isRunning = this.#keys.isLost;
    if (!this.#isRunning) return;
    const code = codeFor(bank, this.#keys.terminalId, dice);
    void this.#site.supervisor?.enrolAnew(code);
    this.#later();
  }
}
