import type { SettlementEndAnswer } from '../../../shared/contracts/settlement-api.ts';
import { MOST_RECORDS_PER_UPLOAD } from '../../../shared/contracts/settlement-api.ts';
import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import type { PrintedSlip } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import type { ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import { recoveryTally, type RecoveryTally } from '../../../shared/domain/recovery-rate.ts';
import {
  isOpenSettlement,
  namedDifferences,
  settledAfter,
  settledSoFar,
  standingOf,
  type Settlement,
  type Watched,
} from '../../../shared/domain/settlement.ts';
import type { BatchRecord } from '../../../shared/domain/settlement-records.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { signatureCounts, type SignatureCounts } from '../paying/card-signatures.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { carryOut, withDecisions, type CureDecision, type CureParts } from './day-end-cures.ts';
import { cutBatch, namedOf, settlementIn, type SettlementBody } from './day-end-cut.ts';
import { paymentsToSettle } from './day-end-payments.ts';
import { dropSlip, printSettlement, settlementWithoutSlip } from '../slips/day-end-slip.ts';

/** What a day end needs of the till around it. */
export interface DayEndSurroundings {
  readonly terminal: () => Terminal;
  readonly businessDay: () => string;
  /** Asked, not remembered: a day is not closed on an old word. */
  readonly isOnline: () => Promise<boolean>;
  /** Reversals and uploads, now (P22: before the totals). */
  readonly drain: () => Promise<void>;
  readonly deliveredUpTo: () => Promise<number>;
}

export type DayEndProgress =
  | { readonly kind: 'resting' }
  | { readonly kind: 'sending-queue' }
  | { readonly kind: 'asking-totals' }
  | { readonly kind: 'uploading'; readonly sent: number; readonly of: number }
  | { readonly kind: 'curing' };

/** What would be settled now, and what stands beside it. */
export interface DayEndView {
  readonly last: Settlement | null;
  readonly batchNumber: number;
  readonly totals: Settlement['totals'];
  readonly unsent: Settlement['unsent'];
  readonly watched: readonly Watched[];
  /** Records that need a person first; they are not in the totals. */
  readonly exceptions: number;
  /** Of this day's sales: what was refused later, and what has come back of it (P13). */
  readonly recovery: RecoveryTally;
  /** Of cardholders, of any day: not at the bank. No sum waits for them. */
  readonly signatures: SignatureCounts;
}

/** `noAnswer`: the settlement is open, and goes on by itself under the same number (F35). */
export interface DayEndOutcome {
  readonly settlement: Settlement;
  readonly noAnswer: LineFault | null;
}

type Ended = Promise<Result<DayEndOutcome, Failure>>;

const MOST_ROUNDS = 3;

/**
 * Settlement 日终 (PROTOCOL P21–P24): reversals, uploads, totals; where they differ the records one
 * by one, and each difference by name. One at a time; whoever asks again joins. Each step is in the
 * journal before the next message leaves, so that a kill at any moment goes on with the same number.
 */
export class DayEnd {
  readonly #ports: TillPorts;
  readonly #ledger: Ledger;
  readonly #around: DayEndSurroundings;
  readonly #listeners = new Set<(progress: DayEndProgress) => void>();
  #running: Ended | null = null;

  constructor(ports: TillPorts, ledger: Ledger, around: DayEndSurroundings) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#around = around;
  }

  /** Told of each step, until the returned function is called. */
  watch(listener: (progress: DayEndProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async look(): Promise<Result<DayEndView, Failure>> {
    const last = await this.#last();
    if (!last.ok) return last;
    const { value } = last;
    const isOpen = isOpenSettlement(value);
    const batchNumber = isOpen ? value.batchNumber : this.#ledger.head().counters.batch;
    const before = isOpen ? value.before : settledSoFar(value);
    const payments = await paymentsToSettle(this.#ports.store, batchNumber, before);
    if (!payments.ok) return payments;
    const outbox = await this.#ports.store.outbox();
    if (!outbox.ok) return outbox;
    const { totals, unsent, watched } = standingOf(payments.value, isOpen ? value.accepted : []);
    const exceptions = outbox.value.filter(({ lane }) => lane === 'exception').length;
    const late = await this.#ports.store.lateDeclines();
    if (!late.ok) return late;
    const day = this.#around.businessDay();
    const recovery = recoveryTally(late.value.filter(({ businessDay }) => businessDay === day));
    const signed = await this.#ports.store.openSignatures();
    if (!signed.ok) return signed;
    const signatures = signatureCounts(signed.value);
    const beside = { unsent, watched, exceptions, recovery, signatures };
    return ok({ last: value, batchNumber, totals, ...beside });
  }

  /**
   * Ends the day, or goes on with one that is open. Without a line it closes unconfirmed (F36); so it does
   * while a reversal has no answer: what goes back is in no total here, and the bank would pay it out.
   */
  close(approval: Approval): Ended {
    return this.#alone(async () => {
      const last = await this.#last();
      if (!last.ok) return last;
      const { value } = last;
      if (isOpenSettlement(value)) return this.#settle(value);
      this.#tell({ kind: 'sending-queue' });
      await this.#around.drain();
      const before = settledSoFar(value);
      const isOnline = await this.#around.isOnline();
      const opened = await cutBatch(
        { ports: this.#ports, ledger: this.#ledger },
        { isOnline, before, businessDay: this.#around.businessDay() },
        approval,
      );
      if (!opened.ok) return opened;
      return opened.value.step === 'opened'
        ? this.#settle(opened.value)
        : ok({ settlement: opened.value, noAnswer: null });
    });
  }

  /** After a restart, or when the line is back: the same settlement, before anything else (P21). */
  async resume(): Promise<void> {
    const last = await this.#last();
    if (!last.ok || last.value?.step !== 'opened') return;
    const open = last.value;
    await this.#alone(() => this.#settle(open));
  }

  /** Does what a supervisor has decided about these differences, then compares again. */
  cure(decisions: readonly CureDecision[], { approvalId, supervisorId }: Approval): Ended {
    return this.#alone(async () => {
      const last = await this.#last();
      if (!last.ok) return last;
      const { value: open } = last;
      const isToCure = isOpenSettlement(open) && open.step === 'disagree';
      if (!isToCure) return err(failure('not-found', 'no difference is open'));
      const { settlement, chosen } = withDecisions(open, decisions, supervisorId);
      this.#tell({ kind: 'curing' });
      // Written down with the receipt for the PIN before anything is done (P9, F38).
      const decided = settlementIn(
        await this.#ledger.commit((): SettlementBody => {
          return { kind: 'settlement', settlement, approvalId };
        }),
      );
      if (!decided.ok) return decided;
      for (const difference of chosen) await carryOut(this.#cureParts, decided.value, difference);
      await this.#around.drain();
      return this.#settle(decided.value);
    });
  }

  get #cureParts(): CureParts {
    const { deliveredUpTo } = this.#around;
    return { ports: this.#ports, ledger: this.#ledger, deliveredUpTo };
  }

  /** On paper; a printer without any holds nothing up (TERMINAL 2b). */
  print(
    settlement: Settlement,
    title: string,
    rows: readonly ReceiptRow[],
  ): Promise<Result<PrintedSlip, Failure>> {
    return printSettlement(this.#ports, this.#around.terminal(), settlement, { title, rows });
  }

  /** What ended while nobody looked, and has no slip yet (P21). */
  withoutSlip(): Promise<Result<Settlement | null, Failure>> {
    return settlementWithoutSlip(this.#ports);
  }

  /** Nobody wants a slip of this one. */
  dropSlip(settlement: Settlement): Promise<void> {
    return dropSlip(this.#ports, settlement);
  }

  #tell(progress: DayEndProgress): void {
    for (const listener of this.#listeners) listener(progress);
  }

  #alone(work: () => Ended): Ended {
    this.#running ??= work().finally(() => {
      this.#running = null;
      this.#tell({ kind: 'resting' });
    });
    return this.#running;
  }

  async #last(): Promise<Result<Settlement | null, Failure>> {
    const about = await this.#ports.host.about();
    return about.ok ? ok(about.value.settlement) : about;
  }

  /** Totals, and as long as they differ the records; ends confirmed, in disagreement, with an error, or unheard. */
  async #settle(opened: Settlement): Ended {
    let settlement = opened;
    for (let round = 1; ; round += 1) {
      const payments = await paymentsToSettle(
        this.#ports.store,
        settlement.batchNumber,
        settlement.before,
      );
      if (!payments.ok) return payments;
      const standing = standingOf(payments.value, settlement.accepted);
      const { records, compared } = standing;
      const now = { ...settlement, ...namedOf(standing) };
      this.#tell({ kind: 'asking-totals' });
      const asked = await this.#ports.host.settle({ ...asking(now), totals: compared });
      if (!asked.ok) return ok({ settlement: now, noAnswer: asked.error });
      const [group] = asked.value.answer.groups;
      const { nextBatchNumber, uploaded } = asked.value.answer;
      const bank = group === undefined ? null : banksTotals(group.totals);
      if (group?.result === 'balanced') {
        const after = settledAfter(now, payments.value);
        const confirmed = { ...now, step: 'confirmed', bank, after, differences: [] } as const;
        return ended(await this.#write(confirmed, nextBatchNumber));
      }
      if (group?.result === 'error') {
        const error = { step: 'disagree', bankError: 'batch-closed', differences: [] } as const;
        return ended(await this.#write({ ...now, ...error, bank }, nextBatchNumber));
      }
      // After a kill the upload goes on behind what the bank has (F35).
      const from = round === 1 && settlement.step === 'opened' ? uploaded : 0;
      const compare = await this.#upload(now, records, from);
      if (!compare.ok) return ok({ settlement: now, noAnswer: compare.error });
      if (compare.value.length === 0 && round < MOST_ROUNDS) continue;
      const tried = new Map(settlement.differences.map((one) => [one.id, one.tried]));
      const differences = namedDifferences(compare.value, payments.value, tried);
      const disagrees = { ...now, step: 'disagree', bank, differences } as const;
      return ended(await this.#write(disagrees));
    }
  }

  /** Record by record in the terminal's order, then the end message (TERMINAL 2b). */
  async #upload(
    settlement: Settlement,
    records: readonly BatchRecord[],
    from: number,
  ): Promise<Result<SettlementEndAnswer['differences'], LineFault>> {
    const { host } = this.#ports;
    const count = records.length;
    let sent = Math.min(from, count);
    while (sent < count) {
      this.#tell({ kind: 'uploading', sent, of: count });
      const portion = records.slice(sent, sent + MOST_RECORDS_PER_UPLOAD);
      const request = { ...asking(settlement), first: sent, records: [...portion] };
      const taken = await host.uploadSettlement(request);
      if (!taken.ok) return taken;
      // A bank that does not go on has something to say about it in its answer to the end.
      if (taken.value.answer.uploaded <= sent) break;
      sent = Math.min(taken.value.answer.uploaded, count);
    }
    const end = await host.endSettlement({ ...asking(settlement), count });
    if (!end.ok) return end;
    const { uploaded, differences } = end.value.answer;
    // What was uploaded before a kill may be another list than today's: then all of it once more.
    const isDoubtful = from > 0 && (uploaded !== count || differences.length > 0);
    return isDoubtful ? this.#upload(settlement, records, 0) : ok(differences);
  }

  async #write(
    settlement: Settlement,
    nextBatchNumber?: number,
  ): Promise<Result<Settlement, Failure>> {
    const written = await this.#ledger.commit((numbers): SettlementBody => {
      if (nextBatchNumber !== undefined) numbers.openBatch(nextBatchNumber);
      return { kind: 'settlement', settlement: { ...settlement, atMs: numbers.nowMs } };
    });
    return settlementIn(written);
  }
}

function asking({ id, batchNumber, supervisorId }: Settlement) {
  return { settlementId: id, batchNumber, operatorId: supervisorId };
}

function banksTotals({ debit, credit }: Pick<Settlement['totals'], 'debit' | 'credit'>) {
  return { debit, credit };
}

function ended(written: Result<Settlement, Failure>): Result<DayEndOutcome, Failure> {
  return written.ok ? ok({ settlement: written.value, noAnswer: null }) : written;
}
