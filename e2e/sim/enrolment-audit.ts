import type { AuditedTill } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';

/**
 * What the bank knows of one till's journal (P2, P25), looked at from outside: its head is never put back.
 * A till whose key was lost is enrolled as the same one, whether anything of it was unsent or not.
 */
export class EnrolmentAudit {
  readonly #bank: BankRecords;
  readonly #till: AuditedTill;
  #head: readonly [epoch: number, number: number] = [0, 0];

  constructor(bank: BankRecords, till: AuditedTill) {
    this.#bank = bank;
    this.#till = till;
  }

  afterEvent(): string[] {
    const { terminalId, name } = this.#till;
    const { epoch, number } = this.#bank.terminal(terminalId).anchor;
    const [lastEpoch, last] = this.#head;
    if (epoch === lastEpoch && number === last) return [];
    this.#head = [epoch, number];
    const isPutBack = epoch < lastEpoch || (epoch === lastEpoch && number < last);
    if (!isPutBack) return [];
    return [`P25 the bank has given up the journal of ${name}, which is at ${last} and goes on`];
  }
}
