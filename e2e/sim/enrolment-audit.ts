import type { AuditedTill } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';

/**
 * What the bank knows of one till's journal (P2, P25), looked at from outside: its head is never put back.
 * A till whose key was lost while records of it were unsent is enrolled as the same one; of a till with
 * nothing unsent nothing is lost when it is taken for a new device, whose journal is brought anew.
 */
export class EnrolmentAudit {
  readonly #bank: BankRecords;
  readonly #till: AuditedTill;
  /** Whether something was unsent when somebody typed this code of the bank. */
  readonly #typedWhileUnsent = new Map<string, boolean>();
  #head: readonly [epoch: number, number: number] = [0, 0];

  constructor(bank: BankRecords, till: AuditedTill) {
    this.#bank = bank;
    this.#till = till;
  }

  /** Nothing leaves the queue of a till that its bank does not know; the exception list a person empties. */
  async typed(code: string): Promise<string[]> {
    const rows = await this.#till.outbox();
    const isUnsent = rows.some(({ lane }) => lane !== 'exception');
    this.#typedWhileUnsent.set(code, isUnsent);
    return [];
  }

  afterEvent(): string[] {
    const { terminalId, name } = this.#till;
    const { epoch, number } = this.#bank.terminal(terminalId).anchor;
    const [lastEpoch, last] = this.#head;
    if (epoch === lastEpoch && number === last) return [];
    this.#head = [epoch, number];
    const isPutBack = epoch < lastEpoch || (epoch === lastEpoch && number < last);
    if (!isPutBack || this.#typedWhileUnsent.get(this.#codeUsedLast ?? '') === false) return [];
    return [`P25 the bank has given up the journal of ${name}, which is at ${last} and goes on`];
  }

  /** Codes that were not used die with the next one, and that came after this. */
  get #codeUsedLast(): string | undefined {
    const own = [...this.#bank.codes].filter(([, { terminalId, usedBy }]) => {
      return terminalId === this.#till.terminalId && usedBy !== null;
    });
    return own.at(-1)?.[0];
  }
}
