import type { BatchAnswer } from '../../shared/contracts/bank-api.ts';
import type { LineFault } from '../../shared/contracts/host.ts';
import { waitAfter } from '../../shared/domain/backoff.ts';
import type { DeliveryResult } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { present } from '../../shared/lib/assert.ts';
import type { TillPorts } from '../ports.ts';
import type { AnchorKeeper } from './anchor-keeper.ts';
import type { BatchSizing } from './batch-sizing.ts';
import { deliveryOf, judgeResults, kindOfFault } from './delivery-judgement.ts';
import { waitingFor, waitingOrPaused, type DrainOutcome } from './drain-outcome.ts';
import { batchOf, type DrainContext } from './drain-batch.ts';
import type { GapKeeper } from './gap-keeper.ts';
import type { Ledger } from './ledger-of-the-till.ts';
import { queueNow } from './queue-now.ts';
import type { QueueStatus } from './queue-status.ts';
import { isAhead, type QueueWaitKeeper } from './queue-wait.ts';
import type { Suspects } from './suspects.ts';
import { paymentOf } from './upload.ts';

export interface RoundParts {
  readonly ports: TillPorts;
  readonly ledger: Ledger;
  readonly context: DrainContext;
  readonly epoch: number;
  /** Somebody asked, or the line is back: waits that were running before do not count. */
  readonly urgent: boolean;
  readonly sizing: BatchSizing;
  readonly suspects: Suspects;
  readonly wait: QueueWaitKeeper;
  readonly anchor: AnchorKeeper;
  readonly gaps: GapKeeper;
  readonly tell: (status: QueueStatus) => void;
  /** A payment waits for the line: this round ends before its next message. */
  readonly isInterrupted: () => boolean;
}

type Stop = DrainOutcome | null;

/**
 * One round of draining (PROTOCOL P6, P11–P13): goes on while records are delivered, and ends with
 * the reason why it could not go on.
 *
 *   due reversals, one by one ──▶ a batch, oldest first ──▶ results by id ──▶ one journal record
 *            │ no answer                 │ refused as a whole          │ missing: stay
 *            ▼                           ▼                             ▼
 *       the queue waits          halved until the culprit       sent again with the next
 *       (back-off, kept)         stands alone (see Suspects)
 */
export class DrainRound {
  readonly #parts: RoundParts;
  /** Put off within this round: not due again before their own time, however urgent. */
  readonly #putOff = new Set<string>();
  #hasSignedOn = false;

  constructor(parts: RoundParts) {
    this.#parts = parts;
  }

  async run(): Promise<DrainOutcome> {
    const running = await this.#parts.wait.running();
    if (running !== null && !this.#parts.urgent) return waitingOrPaused(running);
    for (;;) {
      const queue = await queueNow(this.#parts.ports.store);
      if (!queue.ok) return { kind: 'failed', failure: queue.error };
      const { rows, deliveredUpTo } = queue.value;
      const open = rows.filter((row) => row.lane !== 'exception' && !this.#isWithheld(row));
      const reversal = open.find(({ kind }) => kind === 'reversal');
      const stop =
        open.length === 0
          ? { kind: 'drained' as const }
          : reversal === undefined
            ? await this.#sendNext(open, deliveredUpTo)
            : await this.#sendReversal(reversal, deliveredUpTo);
      if (stop !== null) return stop;
    }
  }

  #isWithheld({ kind, saleId }: OutboxRow): boolean {
    return kind !== 'reversal' && this.#parts.context.withholds?.(saleId) === true;
  }

  async #sendReversal(row: OutboxRow, deliveredUpTo: number): Promise<Stop> {
    const { ports } = this.#parts;
    const sales = await ports.store.sales([row.saleId]);
    if (!sales.ok) return { kind: 'failed', failure: sales.error };
    const sale = sales.value.get(row.saleId);
    const payment = sale === undefined ? undefined : paymentOf(sale, row.transactionId);
    if (sale === undefined || payment === undefined) return this.#park([row]);
    const { status } = payment;
    const claimed = await this.#claim([row]);
    if (claimed !== null) return claimed;
    const answered = await ports.host.reverse({
      core: payment.core,
      reason: status.state === 'reversing' ? status.reason : 'given-up',
      attempt: {
        sentAtMs: ports.clock.nowMs(),
        operatorId: sale.operatorId,
        deliveredUpTo,
      },
    });
    // Every signed answer to a reversal is final: undone, a tombstone, or nothing to undo (P6).
    if (answered.ok) {
      await this.#parts.wait.gotThrough();
      return this.#record([deliveryOf(row, 'done', answered.value.answer.code)]);
    }
    const { code } = answered.error;
    if (kindOfFault(code) === 'content') return this.#record([deliveryOf(row, 'our-fault', code)]);
    const tried = { ...row, attempts: row.attempts + 1, reason: code };
    return (await this.#touch([tried])) ?? this.#afterFault(answered.error);
  }

  async #sendNext(open: readonly OutboxRow[], deliveredUpTo: number): Promise<Stop> {
    const { suspects } = this.#parts;
    const due = open.filter((row) => this.#isDue(row) && !suspects.has(row));
    const ready = due.filter((row) => row.lane === 'ready');
    const candidates = ready.length > 0 ? ready : due.slice(0, 1);
    if (candidates.length > 0) {
      // "Oldest first" ends where a payment waits for the line: the rest has time.
      if (this.#parts.isInterrupted()) return this.#goesOnSoon();
      return this.#sendBatch(
        suspects.count > 0 ? candidates.slice(0, 1) : candidates,
        deliveredUpTo,
      );
    }
    return suspects.count > 0 ? this.#nobodyLeftToCompare() : waitingFor(open);
  }

  #isDue({ key, nextTryAtMs }: OutboxRow): boolean {
    if (this.#parts.urgent && !this.#putOff.has(key)) return true;
    return !isAhead(nextTryAtMs, this.#parts.ports.clock.nowMs());
  }

  #goesOnSoon(): DrainOutcome {
    return { kind: 'waiting', untilMs: this.#parts.ports.clock.nowMs(), reason: '' };
  }

  async #sendBatch(candidates: readonly OutboxRow[], deliveredUpTo: number): Promise<Stop> {
    const batch = await batchOf(candidates, deliveredUpTo, this.#parts);
    if (!batch.ok) return { kind: 'failed', failure: batch.error };
    const { rows, request, orphans } = batch.value;
    if (orphans.length > 0) return this.#park(orphans);
    const claimed = await this.#claim(rows);
    if (claimed !== null) return claimed;
    const answered = await this.#parts.ports.host.upload(request);
    return answered.ok
      ? this.#bookResults(rows, answered.value.answer)
      : this.#wholeBatchFailed(rows, answered.error);
  }

  /** Nothing can be sent for them any more: named for a person, and the others flow (P12, P13). */
  #park(orphans: readonly OutboxRow[]): Promise<Stop> {
    return this.#record(orphans.map((row) => deliveryOf(row, 'our-fault', 'sale-missing')));
  }

  /** The bank takes records: whoever failed alone before this has himself to blame. */
  async #bookResults(rows: readonly OutboxRow[], answer: BatchAnswer): Promise<Stop> {
    const { wait, sizing, anchor } = this.#parts;
    await wait.gotThrough();
    await anchor.heard(answer.anchor);
    sizing.gotThrough();
    this.#parts.suspects.gotThrough();
    const convicted = await this.#convict();
    if (convicted !== null) return convicted;
    const { delivered, later, signOn } = judgeResults(rows, answer.results);
    const stop =
      (await this.#putOffTill(later.map(({ row, code }) => ({ ...row, reason: code })))) ??
      (delivered.length > 0 ? await this.#record(delivered) : null);
    if (answer.anchor.state === 'fork') await this.#lookAtFork();
    if (stop !== null) return stop;
    const missing = await this.#parts.gaps.heard(answer.watermark);
    if (!missing.ok) return { kind: 'failed', failure: missing.error };
    return signOn === null ? null : this.#signOnAgain(signOn);
  }

  /** The bank has another journal of this till: signing on finds out, and locks cards (P2, P10). */
  async #lookAtFork(): Promise<void> {
    if (this.#hasSignedOn) return;
    this.#hasSignedOn = true;
    await this.#parts.context.signOn?.();
  }

  async #wholeBatchFailed(rows: readonly OutboxRow[], fault: LineFault): Promise<Stop> {
    const { sizing, suspects } = this.#parts;
    const kind = kindOfFault(fault.code);
    const [first] = rows;
    if (kind !== 'content' && kind !== 'server') {
      if (fault.mayHaveArrived) sizing.failed(rows.length);
      return this.#afterFault(fault);
    }
    sizing.failed(rows.length);
    if (rows.length > 1) return kind === 'content' ? null : this.#afterFault(fault);
    const row = present(first, 'the record that was alone');
    if (row.lane === 'slow') return this.#slowAgain(row, kind, fault);
    suspects.add(row, { kind, code: fault.code });
    return suspects.areInnocent ? this.#acquit() : null;
  }

  /** It has been alone before, and others got through: no comparison is needed. */
  #slowAgain(row: OutboxRow, kind: 'content' | 'server', { code }: LineFault): Promise<Stop> {
    if (kind === 'content') return this.#record([deliveryOf(row, 'our-fault', code)]);
    return this.#putOffTill([{ ...row, reason: code }]);
  }

  async #convict(): Promise<Stop> {
    const { rows, fault } = this.#parts.suspects.take();
    if (fault === null) return null;
    if (fault.kind === 'content') {
      return this.#record(rows.map((row) => deliveryOf(row, 'our-fault', fault.code)));
    }
    return this.#putOffTill(
      rows.map((row) => ({ ...row, lane: 'slow' as const, reason: fault.code })),
    );
  }

  /** All fail alike: it is the bank, and nothing is marked (A10). */
  async #acquit(): Promise<Stop> {
    const { fault } = this.#parts.suspects.take();
    const paused = fault?.kind === 'content';
    return waitingOrPaused(await this.#parts.wait.failed(fault?.code ?? '', { paused }));
  }

  /** The only record there is: parked (A11), unless it is not the first one to fail so. */
  #nobodyLeftToCompare(): Promise<Stop> {
    const { suspects } = this.#parts;
    if (!suspects.mayBeJudgedAlone) return this.#acquit();
    suspects.judgedAlone();
    return this.#convict();
  }

  /** It is not about these records: the queue signs on, or holds still. */
  async #afterFault({ code, retryAfterMs }: LineFault): Promise<Stop> {
    const kind = kindOfFault(code);
    if (kind === 'sign-on') return this.#signOnAgain(code);
    const paused = kind === 'person';
    return waitingOrPaused(await this.#parts.wait.failed(code, { paused, retryAfterMs }));
  }

  /** Once a round: a bank that still does not know this till is not asked without end (A09). */
  async #signOnAgain(reason: string): Promise<Stop> {
    const { context, wait } = this.#parts;
    const isFirst = !this.#hasSignedOn;
    this.#hasSignedOn = true;
    if (isFirst && (await context.signOn?.()) === true) return null;
    return waitingOrPaused(await wait.failed(reason, { paused: true }));
  }

  /** Each of these waits for itself; the others go on. */
  async #putOffTill(rows: readonly OutboxRow[]): Promise<Stop> {
    if (rows.length === 0) return null;
    const { clock, random } = this.#parts.ports;
    const later = rows.map((row) => {
      this.#putOff.add(row.key);
      const attempts = row.attempts + 1;
      const nextTryAtMs = clock.nowMs() + waitAfter(attempts, random.unit(), null);
      return { ...row, attempts, nextTryAtMs };
    });
    return this.#touch(later);
  }

  /** Marks what is about to be on the wire; a drainer of an older epoch stops here (P11). */
  async #claim(rows: readonly OutboxRow[]): Promise<Stop> {
    const { epoch, tell } = this.#parts;
    tell({ kind: 'sending', keys: rows.map(({ key }) => key) });
    const claimed = rows
      .filter((row) => row.claimedByEpoch !== epoch)
      .map((row) => ({ ...row, claimedByEpoch: epoch }));
    return claimed.length === 0 ? null : this.#touch(claimed);
  }

  async #touch(rows: readonly OutboxRow[]): Promise<Stop> {
    const touched = await this.#parts.ports.store.touchOutbox(rows, this.#parts.epoch);
    if (!touched.ok) return { kind: 'failed', failure: touched.error };
    return touched.value === 'done' ? null : { kind: 'stale' };
  }

  async #record(results: readonly DeliveryResult[]): Promise<Stop> {
    const written = await this.#parts.ledger.commit(() => ({ kind: 'delivery', results }));
    return written.ok ? null : { kind: 'failed', failure: written.error };
  }
}
