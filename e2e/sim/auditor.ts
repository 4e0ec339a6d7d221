import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { StoredPayment } from '../../bank-api/domain/records.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { PARAMETERS } from './bank-identity.ts';
import type { BankRecords } from './bank-records.ts';
import type { Shown } from './counter-screen.ts';
import type { DeviceKeysOnDisk } from './device-keys-on-disk.ts';
import type { Slip } from './machine.ts';
import type { ReadableText } from './growing-text.ts';
import { JournalView } from './journal-view.ts';
import { auditWindow } from './window-audit.ts';

/** What an auditor may look into: the disk of a till, not its programs. */
export interface AuditedTill {
  readonly name: string;
  readonly terminalId: string;
  readonly journal: ReadableText;
  readonly slips: () => readonly Slip[];
  readonly databaseSale: (saleId: string) => Promise<Sale | undefined>;
  readonly outbox: () => Promise<readonly OutboxRow[]>;
  /** Whether a card would be turned away, this very moment or just before. */
  readonly cardsLocked: () => boolean;
  /** By the file of its device's keys (P25). */
  readonly keys: () => DeviceKeysOnDisk;
  /** When the request with this signature left. */
  readonly sentAtMs: (signature: string) => number | undefined;
  /** Sees what is only so for a moment. */
  readonly afterEvent: () => void;
}

const STANDING = ['approved', 'posted'];
/** Money came in with it, whether or not it was held before. */
const IS_SALE: ReadonlySet<string> = new Set(['purchase', 'completion']);
/** What a till and a bank that keep the protocol never make each other say; `KeyAudit` looks at signatures. */
const NEVER_ALARMED = [
  'core-differs',
  'number-reused',
  'journal-fork',
  'journal-rollback',
  'sequence-gap',
  'chip-not-genuine',
  'seal-broken',
  'signature-missing',
  'not-permitted',
  'terminal-unknown',
];

/**
 * The invariants of PROTOCOL (I1–I9), looked at from outside and after every event. It knows the
 * bank's records and the tills' disks, and none of the code that wrote them.
 */
export class Auditor {
  readonly #bank: BankRecords;
  readonly #journals: Map<AuditedTill, JournalView>;
  /** Up to here each terminal's claim was borne out. */
  readonly #claimed = new Map<string, number>();
  #seenVersion = -1;
  #seenAlarms = 0;
  #seenPostings = 0;

  constructor(bank: BankRecords, tills: readonly AuditedTill[]) {
    this.#bank = bank;
    this.#journals = new Map(tills.map((till) => [till, JournalView.of(till.journal)]));
  }

  journalOf(till: AuditedTill): JournalView {
    const view = this.#journals.get(till);
    if (view === undefined) throw new Error(`no journal of ${till.name}`);
    return view;
  }

  /** I3, I9: the moment at which somebody reads it, both copies hold it and the bank agrees. */
  async shown(till: AuditedTill, { saleId, as, paymentId }: Shown): Promise<string[]> {
    if (as === 'not-paid') return [];
    const problems: string[] = [];
    const recorded = this.journalOf(till).sale(saleId)?.state;
    if (recorded !== 'completed') {
      problems.push(`I3 ${as} was shown, the journal says ${recorded ?? 'nothing'} (${saleId})`);
    }
    if ((await till.databaseSale(saleId))?.state !== 'completed') {
      problems.push(`I3 ${as} was shown, the database does not hold it (${saleId})`);
    }
    if (as === 'approved' && !this.isStanding(paymentId ?? '')) {
      problems.push(`I9 approved was shown, the bank has ${this.#stateOf(paymentId ?? '')}`);
    }
    if (as === 'provisional') {
      const { maxAgeMs } = PARAMETERS.offline;
      problems.push(...auditWindow(this.journalOf(till).records, saleId, maxAgeMs));
    }
    return problems;
  }

  /** The payment of a sale that has moved money and still does, if there is one. */
  standingOf(sale: Sale | undefined): string | undefined {
    const purchases = sale?.payments.filter(({ core }) => IS_SALE.has(core.kind));
    return purchases?.find(({ id }) => this.isStanding(id))?.id;
  }

  isStanding(paymentId: string): boolean {
    return STANDING.includes(this.#stateOf(paymentId));
  }

  /** I3, I9: the moment at which somebody reads that it is taken back. */
  async voided(till: AuditedTill, saleId: string): Promise<string[]> {
    const states = [this.journalOf(till).sale(saleId), await till.databaseSale(saleId)];
    const unrecorded = states.some((sale) => sale?.state !== 'voided');
    return [
      ...(unrecorded ? [`I3 a void was shown, a copy does not hold it (${saleId})`] : []),
      ...this.#takenBack(till, saleId),
    ];
  }

  /** By the bank; or here, of what it has never said yes to: cash alone, or a promise withdrawn (P11). */
  #takenBack(till: AuditedTill, saleId: string): string[] {
    const payments = this.journalOf(till).sale(saleId)?.payments ?? [];
    if (payments.some(({ core }) => core.kind === 'void')) {
      return this.standingVoidOf(saleId) === undefined
        ? [`I9 a void was shown, and none stands at the bank (${saleId})`]
        : [];
    }
    const isLeft = ({ id, status }: Payment): boolean =>
      status.state !== 'reversing' && this.isStanding(id);
    const standing = payments.find(isLeft);
    return standing === undefined
      ? []
      : [`I9 a void was shown without the bank, and ${standing.id} stands there`];
  }

  /** The void of this sale that the bank has done and not undone. */
  standingVoidOf(saleId: string): string | undefined {
    const payments = [...this.#bank.payments.values()];
    return payments.find(
      (one) => one.saleId === saleId && one.kind === 'void' && this.isStanding(one.id),
    )?.id;
  }

  /** I3, I9: the moment at which somebody reads that it was refunded. */
  async refunded(till: AuditedTill, refundId: string): Promise<string[]> {
    const states = [this.journalOf(till).sale(refundId), await till.databaseSale(refundId)];
    const unrecorded = states.some((sale) => sale?.state !== 'refunded');
    const isCash = states.every((sale) => sale?.refundOf?.cash !== undefined);
    return [
      ...(unrecorded ? [`I3 a refund was shown, a copy does not hold it (${refundId})`] : []),
      // Cash went over the counter; the bank hears of it later.
      ...(!isCash && this.standingRefundOf(refundId) === undefined
        ? [`I9 a refund was shown, and none stands at the bank (${refundId})`]
        : []),
    ];
  }

  /** The refund with this id of its own that the bank has given and not undone. */
  standingRefundOf(refundId: string): StoredPayment | undefined {
    return [...this.#bank.payments.values()].find(
      (one) => one.saleId === refundId && one.kind === 'refund' && this.isStanding(one.id),
    );
  }

  /** After every event; quick where nothing has changed. */
  afterEvent(): string[] {
    if (this.#bank.version === this.#seenVersion) return [];
    this.#seenVersion = this.#bank.version;
    return [...this.#newAlarms(), ...this.#newPostings(), ...this.#tenders(), ...this.#claims()];
  }

  #newAlarms(): string[] {
    const fresh = this.#bank.alarms.slice(this.#seenAlarms);
    this.#seenAlarms = this.#bank.alarms.length;
    return fresh
      .filter(({ kind }) => NEVER_ALARMED.includes(kind))
      .map(({ kind, detail }) => `I5 I8 the bank raised ${kind}: ${detail}`);
  }

  /** I1: each posting sums to zero. */
  #newPostings(): string[] {
    const fresh = [...this.#bank.postings.values()].slice(this.#seenPostings);
    this.#seenPostings += fresh.length;
    return fresh.flatMap(({ id, entries }) => {
      const sum = entries.reduce((all, each) => all + each.debitMinor - each.creditMinor, 0n);
      return sum === 0n ? [] : [`I1 posting ${id} is out of balance by ${sum}`];
    });
  }

  /**
   * I2: of all tries at one sale at most one stands, at any moment, beside those that the bank has
   * said yes to in part (10): their rest is another tender's. What is replaced never stands.
   */
  #tenders(): string[] {
    const problems: string[] = [];
    const standing = new Map<string, string>();
    for (const payment of this.#bank.payments.values()) {
      const { id, saleId, state, supersedes, kind, originalId, askedMinor } = payment;
      if (supersedes !== null && this.isStanding(supersedes)) {
        problems.push(`I2 payment ${supersedes} stands, though ${id} supersedes it`);
      }
      if (!STANDING.includes(state) || saleId === null) continue;
      if (kind === 'void') {
        if (this.isStanding(originalId ?? '')) {
          problems.push(`I1 payment ${originalId ?? ''} stands, though ${id} takes it back`);
        }
        continue;
      }
      if (kind === 'refund') problems.push(...this.#refund(payment));
      if (askedMinor !== null) {
        if (askedMinor <= payment.amountMinor)
          problems.push(`I1 ${id} is a part of what was asked`);
        continue;
      }
      const other = standing.get(saleId);
      if (other !== undefined) problems.push(`I2 sale ${saleId} is charged by ${other} and ${id}`);
      standing.set(saleId, id);
    }
    return problems;
  }

  /** I1: of one purchase no more goes back than came in, and nothing of one that does not stand. */
  #refund({ id, originalId }: StoredPayment): string[] {
    const original = this.#bank.payments.get(originalId ?? '');
    if (original === undefined || !IS_SALE.has(original.kind) || !this.isStanding(original.id)) {
      return [`I1 refund ${id} stands, and its sale does not`];
    }
    const sum = [...this.#bank.payments.values()]
      .filter((one) => one.kind === 'refund' && one.originalId === original.id)
      .filter((one) => this.isStanding(one.id))
      .reduce((all, { amountMinor }) => all + amountMinor, 0n);
    return sum <= original.amountMinor
      ? []
      : [`I1 ${sum} of ${original.amountMinor} of payment ${original.id} went back`];
  }

  /** I5, P2: what a till claims to have delivered is there. */
  #claims(): string[] {
    return [...this.#bank.terminals.values()].flatMap(({ id, numbers, declaredUpTo }) => {
      let number = (this.#claimed.get(id) ?? 0) + 1;
      while (number <= declaredUpTo && numbers.has(number)) number += 1;
      this.#claimed.set(id, number - 1);
      return number > declaredUpTo
        ? []
        : [`I5 ${id} claims ${declaredUpTo} delivered, the bank has no ${number}`];
    });
  }

  #stateOf(paymentId: string): string {
    return this.#bank.payments.get(paymentId)?.state ?? 'nothing';
  }
}

/** Whether a record tells that a supervisor has given up the money of this sale (P13). */
export const writesOff =
  (saleId: string) =>
  ({ body }: JournalRecord): boolean =>
    body.kind === 'supervisor-act' && body.act === 'write-off' && body.saleId === saleId;
