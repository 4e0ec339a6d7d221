import type { Strokes } from '../../shared/domain/card-signature.ts';
import type { JournalBody } from '../../shared/domain/journal.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import { NewRecords } from './journal-view.ts';

/**
 * Signatures of cardholders, looked at from outside (P9, P12, I9): what a till calls sent is at the
 * bank at that moment, line by line as it was drawn; an honest bank refuses none of an honest till; what it
 * has misread waits for a person, who sends it again or closes it, and nobody decides about another one
 * (P13); and in the end each one has arrived whose payment the bank knows, or waits there, or was closed.
 */
export class SignatureAudit {
  readonly #bank: BankRecords;
  readonly #journal: NewRecords;
  readonly #drawn = new Map<string, Strokes>();
  /** What has become of those that the bank has said no to. */
  readonly #refused = new Map<string, 'waits' | 'closed'>();

  constructor(bank: BankRecords, auditor: Auditor, till: AuditedTill) {
    this.#bank = bank;
    this.#journal = new NewRecords(auditor.journalOf(till));
  }

  /** After every event; quick where nothing was written. */
  afterEvent(): string[] {
    const { fresh, isAnew } = this.#journal.next();
    if (isAnew) {
      this.#drawn.clear();
      this.#refused.clear();
    }
    return fresh.flatMap(({ body }) => this.#hears(body));
  }

  #hears(body: JournalBody): string[] {
    switch (body.kind) {
      case 'card-signature': {
        const { paymentId, strokes } = body.signature;
        if (strokes !== null) this.#drawn.set(paymentId, strokes);
        return [];
      }
      case 'signature-told':
        return this.#told(body);
      case 'signature-again':
        return this.#decided(body.paymentId, 'sent again');
      case 'supervisor-act':
        if (body.signatureOf === undefined) return [];
        return this.#decided(body.signatureOf, 'closed');
      default:
        return [];
    }
  }

  #told({ paymentId, outcome, code }: Extract<JournalBody, { kind: 'signature-told' }>): string[] {
    if (this.#refused.get(paymentId) === 'closed') {
      return [`P13 the signature of ${paymentId} was closed, and is told as ${outcome}`];
    }
    if (outcome === 'sent') return this.#isThere(paymentId, 'is called sent');
    this.#refused.set(paymentId, 'waits');
    return this.#bank.misread.has(paymentId)
      ? []
      : [`P12 the bank refused the signature of ${paymentId} (${code})`];
  }

  /** Of what the bank has said no to, once: of what it has taken nobody decides anything. */
  #decided(paymentId: string, what: 'sent again' | 'closed'): string[] {
    const isWaiting = this.#refused.get(paymentId) === 'waits';
    if (what === 'closed') this.#refused.set(paymentId, what);
    else this.#refused.delete(paymentId);
    return isWaiting ? [] : [`P13 the signature of ${paymentId} is ${what}, nothing was refused`];
  }

  closing(): string[] {
    return [...this.#drawn.keys()].flatMap((paymentId) =>
      this.#bank.payments.has(paymentId) && !this.#refused.has(paymentId)
        ? this.#isThere(paymentId, 'was drawn')
        : [],
    );
  }

  /** Still on its way: drawn, of a payment that the bank knows, and not with a person. */
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
