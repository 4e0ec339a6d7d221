import { CLAIMS } from '../../renderer/i18n/claims.ts';
import type { ActOutcome } from '../../renderer/services/recovery/supervisor-acts.ts';
import type { Approval, SupervisedAct } from '../../shared/contracts/supervised-acts.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Settlement } from '../../shared/domain/settlement.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { JournalView } from './journal-view.ts';
import { wordsOfAct } from './screen.ts';
import type { Decision } from './supervisor.ts';

type ActRecord = Extract<JournalView['records'][number]['body'], { kind: 'supervisor-act' }>;

/** Something that needed a PIN, as the journal has it. */
interface VouchedFor {
  readonly act: SupervisedAct;
  readonly approvalId: string;
  /** Under these names. */
  readonly by: readonly string[];
  readonly outboxKey: string;
}

/** What a supervisor decides, looked at from outside (P13, P28, A14, F38). */
export class ActAudit {
  readonly #till: AuditedTill;
  readonly #auditor: Auditor;
  /** Receipts that the host gave out for a PIN: whose, and for which act. */
  readonly #approved = new Map<string, { readonly act: SupervisedAct; readonly by: string }>();

  constructor(till: AuditedTill, auditor: Auditor) {
    this.#till = till;
    this.#auditor = auditor;
  }

  approved({ approvalId, supervisorId }: Approval, act: SupervisedAct): void {
    this.#approved.set(approvalId, { act, by: supervisorId });
  }

  /** The dialog says that it is decided, just now or before: then both copies say so too. */
  async decided(decision: Decision, row: OutboxRow, done: ActOutcome): Promise<string[]> {
    if (!wordsOfAct(done).some((word) => CLAIMS[word]?.includes('decided') === true)) return [];
    const acts = this.#acts().filter(({ saleId }) => saleId === row.saleId);
    if (done === 'already') {
      // What the bank has settled since is off the list without anybody's act.
      const isSettled = (await this.#listed(row)) === undefined;
      const isWritten = acts.length > 0 || isSettled;
      return isWritten ? [] : [`I9 ${row.key} is called decided, and nobody has decided it`];
    }
    const problems = acts.some(({ act, outboxKey }) => act === decision && outboxKey === row.key)
      ? []
      : [`I9 ${decision} of ${row.key} is not in the journal`];
    if (decision === 'write-off' && (await this.#listed(row)) !== undefined) {
      problems.push(`P13 ${row.key} is written off and still needs a person`);
    }
    return problems;
  }

  async #listed(row: OutboxRow): Promise<OutboxRow | undefined> {
    const rows = await this.#till.outbox();
    return rows.find(({ key, lane }) => key === row.key && lane === 'exception');
  }

  async closing(): Promise<string[]> {
    const rows = await this.#till.outbox();
    return [...this.#withoutPin(), ...this.#lossesThatArePaid(), ...this.#stillListed(rows)];
  }

  #acts(): ActRecord[] {
    return this.#auditor
      .journalOf(this.#till)
      .records.flatMap(({ body }) => (body.kind === 'supervisor-act' ? [body] : []));
  }

  /** F38: each act used a receipt that was given for it and for this PIN, and no other act used the same. */
  #withoutPin(): string[] {
    const used = new Set<string>();
    const acts = this.#acts().map((one) => ({ ...one, by: [one.supervisorId] }));
    const vouched: VouchedFor[] = [...acts, ...this.#vouchedCounts(), ...this.#dayEnds()];
    return vouched.flatMap(({ act, approvalId, by, outboxKey }) => {
      const given = this.#approved.get(approvalId);
      const isOfAct = given?.act === act && by.every((name) => name === given.by);
      const isOwn = isOfAct && !used.has(approvalId);
      used.add(approvalId);
      return isOwn ? [] : [`F38 ${act} of ${outboxKey} has no PIN of its own`];
    });
  }

  /** A23: a drawer that was counted with a difference above the limit. */
  #vouchedCounts(): VouchedFor[] {
    return this.#auditor.journalOf(this.#till).records.flatMap(({ body }) => {
      if (body.kind !== 'shift') return [];
      const { approvalId = '', shift } = body;
      const by = shift.closing?.approverId ?? '';
      return by === '' ? [] : [{ act: 'count-drawer', approvalId, by: [by], outboxKey: shift.id }];
    });
  }

  /** P28: that a day ends, with a line or without, and each difference that is put right by somebody. */
  #dayEnds(): VouchedFor[] {
    let last: Settlement | null = null;
    return this.#auditor.journalOf(this.#till).records.flatMap(({ body }): VouchedFor[] => {
      if (body.kind !== 'settlement') return [];
      const { settlement, approvalId = '' } = body;
      const { id, supervisorId, decided = [] } = settlement;
      const isBegun = last?.id === id;
      const fresh = decided.slice(isBegun ? (last?.decided?.length ?? 0) : 0);
      last = settlement;
      const by = [...(isBegun ? [] : [supervisorId]), ...fresh.map((one) => one.supervisorId)];
      if (by.length === 0 && approvalId === '') return [];
      return [{ act: 'settle', approvalId, by, outboxKey: `day end ${id}` }];
    });
  }

  /** I3: what is written off is a loss; a promise that was paid after all is none. */
  #lossesThatArePaid(): string[] {
    return this.#acts().flatMap(({ act, saleId, outboxKey }) => {
      if (act !== 'write-off' || !outboxKey.startsWith('stored-payment:')) return [];
      const paid = this.#standing(saleId, outboxKey);
      return paid === undefined ? [] : [`I3 ${outboxKey} is written off, and ${paid} stands`];
    });
  }

  /** I9: what the bank has paid after all does not wait for a person as a loss. */
  #stillListed(rows: readonly OutboxRow[]): string[] {
    return rows.flatMap(({ key, kind, lane, saleId }) => {
      if (lane !== 'exception' || kind !== 'stored-payment') return [];
      const paid = this.#standing(saleId, key);
      return paid === undefined ? [] : [`I9 ${key} needs a person, though ${paid} stands`];
    });
  }

  /** What stands of the same tender: another one may have paid another part of the sale (10, A17). */
  #standing(saleId: string, outboxKey: string): string | undefined {
    const sale = this.#auditor.journalOf(this.#till).sale(saleId);
    const lost = sale?.payments.find(({ id }) => outboxKey.endsWith(id));
    if (sale === undefined || lost === undefined) return undefined;
    const payments = sale.payments.filter(({ tenderId }) => tenderId === lost.tenderId);
    return this.#auditor.standingOf({ ...sale, payments });
  }
}
