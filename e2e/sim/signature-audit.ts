import type { Strokes } from '../../shared/domain/card-signature.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';

/**
 * Signatures of cardholders, looked at from outside (P9, P12, I9): what a till calls sent is at the
 * bank at that moment, line by line as it was drawn; an honest bank refuses none of an honest till;
 * and in the end each one has arrived whose payment the bank knows.
 */
export class SignatureAudit {
  readonly #bank: BankRecords;
  readonly #auditor: Auditor;
  readonly #till: AuditedTill;
  readonly #drawn = new Map<string, Strokes>();
  #lengthSeen = 0;
  #read = 0;

  constructor(bank: BankRecords, auditor: Auditor, till: AuditedTill) {
    this.#bank = bank;
    this.#auditor = auditor;
    this.#till = till;
  }

  /** After every event; quick where nothing was written. */
  afterEvent(): string[] {
    const { length } = this.#till.journal();
    if (length === this.#lengthSeen) return [];
    this.#lengthSeen = length;
    const { records } = this.#auditor.journalOf(this.#till);
    if (records.length < this.#read) {
      // A file that was cut or replaced is read anew.
      this.#drawn.clear();
      this.#read = 0;
    }
    const fresh = records.slice(this.#read);
    this.#read = records.length;
    return fresh.flatMap(({ body }) => {
      if (body.kind === 'card-signature') {
        const { paymentId, strokes } = body.signature;
        if (strokes !== null) this.#drawn.set(paymentId, strokes);
        return [];
      }
      if (body.kind !== 'signature-told') return [];
      const { paymentId, outcome, code } = body;
      return outcome === 'sent'
        ? this.#isThere(paymentId, 'is called sent')
        : [`P12 the bank refused the signature of ${paymentId} (${code})`];
    });
  }

  closing(): string[] {
    return [...this.#drawn.keys()].flatMap((paymentId) =>
      this.#bank.payments.has(paymentId) ? this.#isThere(paymentId, 'was drawn') : [],
    );
  }

  /** Still on its way: drawn, and of a payment that the bank knows. */
  get isWaiting(): boolean {
    return this.closing().length > 0;
  }

  #isThere(paymentId: string, what: string): string[] {
    const kept = this.#bank.signatures.get(paymentId)?.strokes;
    const drawn = this.#drawn.get(paymentId);
    const isSame = kept !== undefined && canonicalJson(kept) === canonicalJson(drawn);
    return isSame ? [] : [`I9 the signature of ${paymentId} ${what}, the bank has it not`];
  }
}
