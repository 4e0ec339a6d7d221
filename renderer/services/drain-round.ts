import type { BatchAnswer } from '../../shared/contracts/bank-api.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { TillPorts } from '../ports.ts';
import type { AnchorKeeper } from './anchor-keeper.ts';
import { BatchFlights, type Landed } from './batch-flights.ts';
import { deliveryOf, judgeResults, kindOfFault } from './delivery-judgement.ts';
import { DrainBooks } from './drain-books.ts';
import { batchOf } from './drain-batch.ts';
import { waitingFor, waitingOrPaused, type DrainOutcome, type Stop } from './drain-outcome.ts';
import { DrainTroubles, type TroubleParts } from './drain-troubles.ts';
import type { GapKeeper } from './gap-keeper.ts';
import type { Ledger } from './ledger-of-the-till.ts';
import type { QueueNow } from './queue-now.ts';
import type { QueueStatus } from './queue-status.ts';
import { paymentOf } from './upload.ts';

export interface RoundParts extends TroubleParts {
  readonly ports: TillPorts;
  readonly ledger: Ledger;
  readonly epoch: number;
  readonly anchor: AnchorKeeper;
  readonly gaps: GapKeeper;
  readonly tell: (status: QueueStatus) => void;
  /** A payment waits for the line: this round ends before its next message. */
  readonly isInterrupted: () => boolean;
}

/** What an answered batch asks for once nothing else is on the wire. */
interface Aftermath {
  readonly stop: Stop;
  readonly signOn: string | null;
  readonly isFork: boolean;
}

/**
 * One round of draining (PROTOCOL P6, P11–P13): goes on while records are delivered, and ends with
 * the reason why it could not go on.
 *
 *   due reversals, one by one ──▶ batches, oldest first ──▶ results by id ──▶ one journal record
 *            │ no answer                 │ refused as a whole          │ missing: stay
 *            ▼                           ▼                             ▼
 *       the queue waits          halved until the culprit       sent again with the next
 *       (back-off, kept)         stands alone (see Suspects)
 */
export class DrainRound {
  readonly #parts: RoundParts;
  readonly #books: DrainBooks;
  readonly #troubles: DrainTroubles;
  readonly #flights = new BatchFlights();

  constructor(parts: RoundParts) {
    this.#parts = parts;
    this.#books = new DrainBooks(parts.ports.store, parts.ledger, parts.epoch);
    this.#troubles = new DrainTroubles(parts, this.#books);
  }

  async run(): Promise<DrainOutcome> {
    const running = await this.#parts.wait.running();
    if (running !== null && !this.#parts.urgent) return waitingOrPaused(running);
    let stop: Stop = null;
    while (stop === null) stop = await this.#step();
    // What the bank has answered by now is not asked again, whatever ended the round.
    await this.#landRest();
    await this.#parts.anchor.keep();
    return stop;
  }

  async #step(): Promise<Stop> {
    const queue = await this.#books.queue();
    if (!queue.ok) return { kind: 'failed', failure: queue.error };
    const { rows, deliveredUpTo } = queue.value;
    const flying = new Set(this.#flights.rows.map(({ key }) => key));
    const open = rows.filter(
      (row) => row.lane !== 'exception' && !this.#isWithheld(row) && !flying.has(row.key),
    );
    const reversal = open.find(({ kind }) => kind === 'reversal');
    const next = reversal === undefined ? this.#nextOf(open) : [];
    // "Oldest first" ends where a payment waits for the line: the rest has time.
    const isHeld = next.length > 0 && this.#parts.isInterrupted();
    if (next.length > 0 && !isHeld) return this.#send(next, queue.value);
    if (!this.#flights.isEmpty) return this.#land();
    if (isHeld) return this.#goesOnSoon();
    if (reversal !== undefined) return this.#sendReversal(reversal, deliveredUpTo);
    if (open.length === 0) return { kind: 'drained' };
    return this.#parts.suspects.count > 0 ? this.#troubles.nobodyLeftToCompare() : waitingFor(open);
  }

  #isWithheld({ kind, saleId }: OutboxRow): boolean {
    return kind !== 'reversal' && this.#parts.context.withholds?.(saleId) === true;
  }

  /** What may leave now. While somebody is suspected, and in the slow lane, one goes alone. */
  #nextOf(open: readonly OutboxRow[]): readonly OutboxRow[] {
    const { suspects } = this.#parts;
    const isAlone = suspects.count > 0;
    if (!this.#flights.hasRoom || (isAlone && !this.#flights.isEmpty)) return [];
    const due = open.filter((row) => this.#troubles.isDue(row) && !suspects.has(row));
    const flying = new Set(this.#flights.rows.map(({ saleId }) => saleId));
    const ready = due.filter((row) => row.lane === 'ready' && !flying.has(row.saleId));
    if (ready.length > 0) return isAlone ? ready.slice(0, 1) : ready;
    return this.#flights.isEmpty ? due.slice(0, 1) : [];
  }

  #goesOnSoon(): DrainOutcome {
    return { kind: 'waiting', untilMs: this.#parts.ports.clock.nowMs(), reason: '' };
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
      return this.#books.record([deliveryOf(row, 'done', answered.value.answer.code)]);
    }
    const { code } = answered.error;
    if (kindOfFault(code) === 'content') {
      return this.#books.record([deliveryOf(row, 'our-fault', code)]);
    }
    const tried = { ...row, attempts: row.attempts + 1, reason: code };
    return (await this.#books.touch([tried])) ?? this.#troubles.afterFault(answered.error);
  }

  async #send(
    candidates: readonly OutboxRow[],
    { deliveredUpTo, atRecord }: QueueNow,
  ): Promise<Stop> {
    const withHashes = !this.#flights.carryHashes;
    const travels = { deliveredUpTo, atRecord, withHashes };
    const batch = await batchOf(candidates, travels, this.#parts);
    if (!batch.ok) return { kind: 'failed', failure: batch.error };
    const { rows, request, orphans } = batch.value;
    if (orphans.length > 0) return this.#park(orphans);
    const claimed = await this.#claim(rows);
    if (claimed !== null) return claimed;
    this.#flights.start(batch.value, this.#parts.ports.host.upload(request));
    return null;
  }

  #claim(rows: readonly OutboxRow[]): Promise<Stop> {
    const keys = [...this.#flights.rows, ...rows].map(({ key }) => key);
    this.#parts.tell({ kind: 'sending', keys });
    return this.#books.claim(rows);
  }

  /** Nothing can be sent for them any more: named for a person, and the others flow (P12, P13). */
  #park(orphans: readonly OutboxRow[]): Promise<Stop> {
    return this.#books.record(orphans.map((row) => deliveryOf(row, 'our-fault', 'sale-missing')));
  }

  async #land(): Promise<Stop> {
    const landed = await this.#flights.land();
    if (landed === null) return null;
    const { rows, answered } = landed;
    const after = await this.#booked(landed);
    if (answered.ok && after === null) return null;
    // Something is to be done about it: what else is on the wire is heard first.
    const rest = await this.#landRest();
    this.#flights.inTrouble();
    if (after?.isFork === true) await this.#troubles.lookAtFork();
    const stop = after?.stop ?? rest;
    if (stop !== null) return stop;
    if (!answered.ok) return this.#troubles.wholeBatchFailed(rows, answered.error);
    const signOn = after?.signOn ?? null;
    return signOn === null ? null : this.#troubles.signOnAgain(signOn);
  }

  /** Whatever failed of it stays in the queue and is sent again: one trouble at a time. */
  async #landRest(): Promise<Stop> {
    let stop: Stop = null;
    for (;;) {
      const landed = await this.#flights.land();
      if (landed === null) return stop;
      const after = await this.#booked(landed);
      stop ??= after?.stop ?? null;
    }
  }

  /** Null when there is nothing more to do about it. */
  async #booked({ rows, answered }: Landed): Promise<Aftermath | null> {
    if (!answered.ok) return null;
    const { answer } = answered.value;
    const { stop, signOn } = await this.#bookResults(rows, answer);
    const isFork = answer.anchor.state === 'fork';
    return stop === null && signOn === null && !isFork ? null : { stop, signOn, isFork };
  }

  async #bookResults(
    rows: readonly OutboxRow[],
    answer: BatchAnswer,
  ): Promise<Pick<Aftermath, 'stop' | 'signOn'>> {
    const { wait, sizing, anchor, suspects, gaps } = this.#parts;
    await wait.gotThrough();
    anchor.heard(answer.anchor);
    sizing.gotThrough();
    suspects.gotThrough();
    this.#flights.gotThrough();
    const convicted = await this.#troubles.convict();
    if (convicted !== null) return { stop: convicted, signOn: null };
    const { delivered, later, signOn } = judgeResults(rows, answer.results);
    const stop =
      (await this.#troubles.putOff(later.map(({ row, code }) => ({ ...row, reason: code })))) ??
      (delivered.length > 0 ? await this.#books.record(delivered) : null);
    if (stop !== null) return { stop, signOn };
    const missing = await gaps.heard(answer.watermark);
    return missing.ok
      ? { stop: null, signOn }
      : { stop: { kind: 'failed', failure: missing.error }, signOn };
  }
}
