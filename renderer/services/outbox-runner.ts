import type { BatchAnswer, UploadResult } from '../../shared/contracts/bank-api.ts';
import { classOfAnswer } from '../../shared/contracts/answer-classes.ts';
import { factsOf, type Failure } from '../../shared/contracts/error-codes.ts';
import type { LineFault } from '../../shared/contracts/host.ts';
import { waitAfter } from '../../shared/domain/backoff.ts';
import type { DeliveryResult } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { assertNever, present } from '../../shared/lib/assert.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { batchOf, deliveredUpTo, type DrainContext } from './drain-batch.ts';
import type { Ledger } from './ledger-of-the-till.ts';
import { RESTING, type QueueStatus } from './queue-status.ts';
import { paymentOf } from './upload.ts';

export type DrainOutcome =
  | { readonly kind: 'drained' }
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly reason: string }
  /** Every record alone is refused alike, or the bank wants a sign-on: a person must look (A10). */
  | { readonly kind: 'paused'; readonly reason: string }
  | { readonly kind: 'stale' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Refused alike this often in a row, with nothing accepted between: the queue pauses (A10). */
const ALIKE_BEFORE_PAUSE = 3;
/** 5xx so often on one record: it gets its own slow lane, the others overtake it (P12). */
const FAULTS_BEFORE_SLOW_LANE = 3;
const LARGEST_BATCH = 250;

interface Round {
  readonly epoch: number;
  readonly urgent: boolean;
  batchSize: number;
  refusedAlike: { reason: string; count: number };
}

type Stop = DrainOutcome | null;

/**
 * Empties the outbox (PROTOCOL P6, P11–P13).
 *
 *   due reversals, one by one ──▶ a batch, oldest first ──▶ results by id ──▶ one journal record
 *            │ no answer                 │ refused as a whole          │ missing: stay
 *            ▼                           ▼                             ▼
 *       everything waits         halved until the culprit       sent again with the next
 *       (back-off, kept)         stands alone and is parked
 *
 * One round of `drain` goes on while records are delivered and stops with the reason why it could
 * not go on. Who calls it when (line back, new sale, "send now") does not matter: rounds never
 * overlap, and a second drainer in another window is stopped by its epoch.
 */
export class OutboxRunner {
  readonly #ports: TillPorts;
  readonly #ledger: Ledger;
  readonly #context: () => DrainContext;
  #running: Promise<DrainOutcome> | null = null;
  #epoch: number | null = null;

  constructor(ports: TillPorts, ledger: Ledger, context: () => DrainContext) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#context = context;
  }

  async #drainOnce(urgent: boolean): Promise<DrainOutcome> {
    if (this.#epoch === null) {
      const raised = await this.#ports.store.raiseDrainEpoch();
      if (!raised.ok) return { kind: 'failed', failure: raised.error };
      this.#epoch = raised.value;
    }
    const round: Round = {
      epoch: this.#epoch,
      urgent,
      batchSize: this.#context().batchSize ?? LARGEST_BATCH,
      refusedAlike: { reason: '', count: 0 },
    };
    for (;;) {
      const rows = await this.#ports.store.outbox();
      if (!rows.ok) return { kind: 'failed', failure: rows.error };
      const open = rows.value.filter((row) => row.lane !== 'exception');
      if (open.length === 0) return { kind: 'drained' };
      const due = open.filter(
        (row) => round.urgent || row.nextTryAtMs <= this.#ports.clock.nowMs(),
      );
      const first = due[0];
      if (first === undefined) return this.#waitingFor(open);
      const stop =
        first.kind === 'reversal'
          ? await this.#sendReversal(first, rows.value, round)
          : await this.#sendBatch(due, rows.value, round);
      if (stop !== null) return stop;
    }
  }

  #waitingFor(open: readonly OutboxRow[]): DrainOutcome {
    const soonest = open.reduce((a, b) => (b.nextTryAtMs < a.nextTryAtMs ? b : a));
    return { kind: 'waiting', untilMs: soonest.nextTryAtMs, reason: soonest.reason };
  }

  async #sendReversal(row: OutboxRow, all: readonly OutboxRow[], round: Round): Promise<Stop> {
    const sales = await this.#ports.store.sales([row.saleId]);
    if (!sales.ok) return { kind: 'failed', failure: sales.error };
    const sale = present(sales.value.get(row.saleId), 'the sale of a reversal');
    const payment = present(paymentOf(sale, row.transactionId), 'the payment of a reversal');
    const { status } = payment;
    const reason = status.state === 'reversing' ? status.reason : 'given-up';
    const claimed = await this.#claim([row], round);
    if (claimed !== null) return claimed;
    const answered = await this.#ports.host.reverse({
      core: payment.core,
      reason,
      attempt: {
        sentAtMs: this.#ports.clock.nowMs(),
        operatorId: sale.operatorId,
        deliveredUpTo: deliveredUpTo(all, this.#ledger.head().counters.transaction),
      },
    });
    if (!answered.ok) return this.#postpone([row], answered.error, round);
    // Every signed answer to a reversal is final: undone, a tombstone, or nothing to undo (P6).
    return this.#record([deliveryOf(row, 'done', answered.value.answer.code)]);
  }

  async #sendBatch(
    due: readonly OutboxRow[],
    all: readonly OutboxRow[],
    round: Round,
  ): Promise<Stop> {
    const slow = due[0]?.lane === 'slow' ? due.slice(0, 1) : null;
    const rows = slow ?? due.filter((row) => row.lane === 'ready').slice(0, round.batchSize);
    const sales = await this.#ports.store.sales([...new Set(rows.map((row) => row.saleId))]);
    if (!sales.ok) return { kind: 'failed', failure: sales.error };
    const request = await batchOf(
      rows,
      all,
      sales.value,
      this.#ports,
      this.#ledger,
      this.#context(),
    );
    if (!request.ok) return { kind: 'failed', failure: request.error };
    const claimed = await this.#claim(rows, round);
    if (claimed !== null) return claimed;
    const answered = await this.#ports.host.upload(request.value);
    if (answered.ok) return this.#bookResults(rows, answered.value.answer, round);
    return this.#wholeBatchFailed(rows, answered.error, round);
  }

  /** Marks what is about to be on the wire; a drainer of an older epoch stops here (P11). */
  async #claim(rows: readonly OutboxRow[], round: Round): Promise<Stop> {
    this.#tell({ kind: 'sending', keys: rows.map(({ key }) => key) });
    const claimed = rows
      .filter((row) => row.claimedByEpoch !== round.epoch)
      .map((row) => ({ ...row, claimedByEpoch: round.epoch }));
    if (claimed.length === 0) return null;
    return this.#touch(claimed, round);
  }

  async #touch(rows: readonly OutboxRow[], round: Round): Promise<Stop> {
    const touched = await this.#ports.store.touchOutbox(rows, round.epoch);
    if (!touched.ok) return { kind: 'failed', failure: touched.error };
    if (touched.value === 'done') return null;
    this.#epoch = null;
    return { kind: 'stale' };
  }

  /** Results are matched by id; what the bank does not mention stays where it is (A07, F23). */
  async #bookResults(rows: readonly OutboxRow[], answer: BatchAnswer, round: Round): Promise<Stop> {
    const byId = new Map(answer.results.map((result) => [result.id, result]));
    const delivered: DeliveryResult[] = [];
    const later: OutboxRow[] = [];
    let signOn = false;
    for (const row of rows) {
      const result = byId.get(row.transactionId);
      if (result === undefined) {
        later.push(this.#postponed(row, 'line-no-answer', null));
        continue;
      }
      const judged = this.#judge(row, result);
      if (judged.kind === 'delivered') delivered.push(judged.result);
      else {
        later.push(this.#postponed(row, result.code, null));
        signOn = signOn || judged.kind === 'sign-on';
      }
    }
    if (later.length > 0) {
      const stop = await this.#touch(later, round);
      if (stop !== null) return stop;
    }
    if (delivered.length > 0) {
      const stop = await this.#record(delivered);
      if (stop !== null) return stop;
      this.#context().onAnchored(answer.anchor);
      round.refusedAlike = { reason: '', count: 0 };
      round.batchSize = Math.min(LARGEST_BATCH, round.batchSize * 2);
    }
    if (signOn) return { kind: 'paused', reason: 'sign-on-needed' };
    // Without progress another look at once would only be a busy loop.
    return delivered.length === 0 ? this.#waitingFor(later) : null;
  }

  #judge(row: OutboxRow, result: UploadResult): Judged {
    const answerClass = classOfAnswer(result.code);
    switch (answerClass) {
      case 'done':
      case 'done-watch':
      case 'refused':
      case 'our-fault':
        return { kind: 'delivered', result: deliveryOf(row, answerClass, result.code, result) };
      case 'again-later':
        return { kind: 'later' };
      case 'sign-on-again':
        return { kind: 'sign-on' };
      default:
        return assertNever(answerClass, 'answer class');
    }
  }

  async #wholeBatchFailed(
    rows: readonly OutboxRow[],
    fault: LineFault,
    round: Round,
  ): Promise<Stop> {
    const status = factsOf(fault.code).status ?? 0;
    const content = status === 400 || status === 413 || status === 422;
    if (!content) return this.#postpone(rows, fault, round);
    if (rows.length > 1) {
      round.batchSize = Math.ceil(rows.length / 2);
      return null;
    }
    const { reason, count } = round.refusedAlike;
    round.refusedAlike = { reason: fault.code, count: reason === fault.code ? count + 1 : 1 };
    if (round.refusedAlike.count >= ALIKE_BEFORE_PAUSE) {
      return { kind: 'paused', reason: fault.code };
    }
    // Alone and still refused: this one is at fault. It is parked, the others flow.
    return this.#record([deliveryOf(present(rows[0], 'the record'), 'our-fault', fault.code)]);
  }

  async #postpone(rows: readonly OutboxRow[], fault: LineFault, round: Round): Promise<Stop> {
    const later = rows.map((row) => this.#postponed(row, fault.code, fault.retryAfterMs));
    const stop = await this.#touch(later, round);
    if (stop !== null) return stop;
    const status = factsOf(fault.code).status ?? 0;
    if (status === 401 || status === 403) return { kind: 'paused', reason: fault.code };
    if (fault.code === 'bank-internal' && rows.length > 1) {
      // Perhaps one record breaks the server: smaller batches find out which (P12).
      round.batchSize = Math.ceil(rows.length / 2);
    }
    return this.#waitingFor(later);
  }

  #postponed(row: OutboxRow, reason: string, retryAfterMs: number | null): OutboxRow {
    const attempts = row.attempts + 1;
    const breaks = reason === 'bank-internal' && attempts >= FAULTS_BEFORE_SLOW_LANE;
    return {
      ...row,
      attempts,
      reason,
      lane: breaks && row.kind !== 'reversal' ? 'slow' : row.lane,
      nextTryAtMs:
        this.#ports.clock.nowMs() + waitAfter(attempts, this.#ports.random.unit(), retryAfterMs),
    };
  }

  async #record(results: readonly DeliveryResult[]): Promise<Stop> {
    const written = await this.#ledger.commit(() => ({ kind: 'delivery', results }));
    return written.ok ? null : { kind: 'failed', failure: written.error };
  }

  drain(options: { readonly urgent?: boolean } = {}): Promise<DrainOutcome> {
    this.#running ??= this.#drainAndTell(options.urgent ?? false).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drainAndTell(urgent: boolean): Promise<DrainOutcome> {
    const outcome = await this.#drainOnce(urgent);
    const goesOn = outcome.kind === 'waiting' || outcome.kind === 'paused';
    this.#tell(goesOn ? outcome : RESTING);
    return outcome;
  }

  #tell(status: QueueStatus): void {
    this.#context().onStatus?.(status);
  }

  async reversalsFirst(): Promise<boolean> {
    const waiting = await this.#openReversals();
    if (!waiting.ok) return false;
    if (waiting.value === 0) return true;
    await this.drain({ urgent: true });
    const left = await this.#openReversals();
    return left.ok && left.value === 0;
  }

  async #openReversals(): Promise<Result<number, Failure>> {
    const rows = await this.#ports.store.outbox();
    return rows.ok ? ok(rows.value.filter((row) => row.kind === 'reversal').length) : rows;
  }
}

type Judged =
  | { readonly kind: 'delivered'; readonly result: DeliveryResult }
  | { readonly kind: 'later' }
  | { readonly kind: 'sign-on' };

function deliveryOf(
  row: OutboxRow,
  outcome: DeliveryResult['outcome'],
  code: string,
  numbers: { authorisationCode: string; referenceNumber: string } = NO_NUMBERS,
): DeliveryResult {
  const { authorisationCode, referenceNumber } = numbers;
  return {
    outboxKey: row.key,
    saleId: row.saleId,
    transactionId: row.transactionId,
    outcome,
    code,
    authorisationCode,
    referenceNumber,
  };
}

const NO_NUMBERS = { authorisationCode: '', referenceNumber: '' };
