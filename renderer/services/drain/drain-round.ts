import type { BatchAnswer } from '../../../shared/contracts/bank-api.ts';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import type { DeliveryResult } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { TillPorts } from '../../ports.ts';
import type { AnchorKeeper } from './anchor-keeper.ts';
import { BatchFlights, MOST_IN_FLIGHT, type Landed } from './batch-flights.ts';
import { deliveryOf, judgeResults, kindOfFault } from './delivery-judgement.ts';
import { DrainBooks } from './drain-books.ts';
import { batchOf } from './drain-batch.ts';
import { waitingFor, waitingOrPaused, type DrainOutcome, type Stop } from './drain-outcome.ts';
import { DrainTroubles, type TroubleParts } from './drain-troubles.ts';
import type { GapKeeper } from './gap-keeper.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import type { QueueNow } from '../queue/queue-now.ts';
import type { QueueStatus } from '../queue/queue-status.ts';
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

/** What answers ask for beyond being written down; it is done once nothing else is on the wire. */
interface Aftermath {
  readonly stop: Stop;
  readonly signOn: string | null;
  readonly isFork: boolean;
  readonly failed: { readonly rows: readonly OutboxRow[]; readonly fault: LineFault } | null;
}

const ALL_WELL: Aftermath = { stop: null, signOn: null, isFork: false, failed: null };

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
  #booking: { readonly rows: readonly OutboxRow[]; readonly done: Promise<Aftermath> } | null =
    null;

  constructor(parts: RoundParts) {
    this.#parts = parts;
    this.#books = new DrainBooks(parts.ports.store, parts.ledger, parts.epoch);
    this.#troubles = new DrainTroubles(parts, this.#books);
  }

  async run(): Promise<DrainOutcome> {
    const running = await this.#parts.wait.running();
    if (running !== null && !this.#parts.urgent) return waitingOrPaused(running);
    if (this.#parts.wait.isInTrouble) this.#flights.inTrouble();
    let stop: Stop = null;
    while (stop === null) stop = await this.#step();
    // What the bank has answered by now is not asked again, whatever ended the round.
    await this.#bookRest();
    await this.#parts.anchor.keep();
    return stop;
  }

  async #step(): Promise<Stop> {
    const queue = await this.#books.queue();
    if (!queue.ok) return { kind: 'failed', failure: queue.error };
    const { rows, deliveredUpTo } = queue.value;
    const under = new Set(this.#underWay().map(({ key }) => key));
    const open = rows.filter(
      (row) => row.lane !== 'exception' && !this.#isWithheld(row) && !under.has(row.key),
    );
    const reversal = open.find(({ kind }) => kind === 'reversal');
    const next = reversal === undefined ? this.#nextOf(open) : [];
    // "Oldest first" ends where a payment waits for the line: the rest has time.
    const isHeld = next.length > 0 && this.#parts.isInterrupted();
    const leaving = isHeld ? [] : next;
    if (leaving.length > 0 && this.#flights.hasRoom) return this.#send(leaving, queue.value);
    if (!this.#flights.isEmpty) return this.#land(leaving);
    if (this.#booking !== null) return this.#settle();
    if (isHeld) return this.#goesOnSoon();
    if (reversal !== undefined) return this.#sendReversal(reversal, deliveredUpTo);
    if (open.length === 0) return { kind: 'drained' };
    return this.#parts.suspects.count > 0 ? this.#troubles.nobodyLeftToCompare() : waitingFor(open);
  }

  /** On the wire, or answered and being written down. */
  #underWay(): readonly OutboxRow[] {
    return [...this.#flights.rows, ...(this.#booking?.rows ?? [])];
  }

  #isWithheld({ kind, saleId }: OutboxRow): boolean {
    return kind !== 'reversal' && this.#parts.context.withholds?.(saleId) === true;
  }

  /** What may leave next. While somebody is suspected, and in the slow lane, one goes alone. */
  #nextOf(open: readonly OutboxRow[]): readonly OutboxRow[] {
    const { suspects, ports } = this.#parts;
    const under = this.#underWay();
    const isAlone = suspects.count > 0;
    if (isAlone && under.length > 0) return [];
    const due = open.filter((row) => this.#troubles.isDue(row) && !suspects.has(row));
    const busy = new Set(under.map(({ saleId }) => saleId));
    const inOrder = due.filter(({ lane }) => lane === 'ready');
    // Oldest first, and of one sale in order: behind one that must wait everybody does (P12, A12).
    const held = inOrder.findIndex(({ saleId }) => busy.has(saleId));
    const ready = held < 0 ? inOrder : inOrder.slice(0, held);
    if (ready.length > 0) {
      return isAlone ? suspects.nextToCompare(ready, open, ports.random.unit()) : ready;
    }
    return under.length === 0 ? due.slice(0, 1) : [];
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
    const claimed = await this.#claim([row], []);
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
    const batch = await batchOf(candidates, travels, { ...this.#parts, books: this.#books });
    if (!batch.ok) return { kind: 'failed', failure: batch.error };
    const { rows, request, orphans } = batch.value;
    if (orphans.length > 0) return this.#park(orphans);
    const claimed = await this.#claim(rows, this.#soon(candidates));
    if (claimed !== null) return claimed;
    this.#flights.start(batch.value, this.#parts.ports.host.upload(request));
    return null;
  }

  /** As many as will be on the wire at once. */
  #soon(candidates: readonly OutboxRow[]): readonly OutboxRow[] {
    return candidates.slice(0, MOST_IN_FLIGHT * this.#parts.sizing.size + 1);
  }

  #claim(rows: readonly OutboxRow[], following: readonly OutboxRow[]): Promise<Stop> {
    const keys = [...this.#flights.rows, ...rows].map(({ key }) => key);
    this.#parts.tell({ kind: 'sending', keys });
    return this.#books.claim(rows, following);
  }

  /** Nothing can be sent for them any more: named for a person, and the others flow (P12, P13). */
  async #park(orphans: readonly OutboxRow[]): Promise<Stop> {
    const stop = await this.#settle();
    const named = orphans.map((row) => deliveryOf(row, 'our-fault', 'sale-missing'));
    return stop ?? this.#books.record(named);
  }

  /** While answers are written down the next batches leave, unless there is something about them. */
  async #land(next: readonly OutboxRow[]): Promise<Stop> {
    this.#books.readAhead([...new Set(this.#soon(next).map(({ saleId }) => saleId))]);
    const landed = await this.#flights.land();
    const before = await (this.#booking?.done ?? ALL_WELL);
    const isDelicate = this.#parts.suspects.count > 0;
    const judged = this.#judged(landed);
    const after = merged(before, judged.aftermath);
    const done = this.#booked(judged).then((stop) => merged(after, { ...ALL_WELL, stop }));
    this.#booking = { rows: landed.flatMap(({ rows }) => rows), done };
    // A bug breaks in where it is awaited.
    done.catch(() => undefined);
    return isWell(after) && !isDelicate && judged.later.length === 0 ? null : this.#settle();
  }

  /** What else is on the wire is heard first: one trouble at a time. */
  async #settle(): Promise<Stop> {
    const after = await this.#bookRest();
    if (isWell(after)) return null;
    const { stop, signOn, isFork, failed } = after;
    this.#flights.inTrouble();
    if (isFork) await this.#troubles.lookAtFork();
    if (stop !== null) return stop;
    if (failed !== null) return this.#troubles.wholeBatchFailed(failed.rows, failed.fault);
    return signOn === null ? null : this.#troubles.signOnAgain(signOn);
  }

  async #bookRest(): Promise<Aftermath> {
    let after = await (this.#booking?.done ?? ALL_WELL);
    while (!this.#flights.isEmpty) {
      const judged = this.#judged(await this.#flights.land());
      const stop = await this.#booked(judged);
      after = merged(merged(after, judged.aftermath), { ...ALL_WELL, stop });
    }
    this.#booking = null;
    return after;
  }

  /** What the answers say. The bank takes records: batches grow, and more of them travel. */
  #judged(landed: readonly Landed[]): Judged {
    const { sizing, anchor, suspects } = this.#parts;
    let aftermath = ALL_WELL;
    const answers: BatchAnswer[] = [];
    const [delivered, later]: [DeliveryResult[], OutboxRow[]] = [[], []];
    for (const { rows, answered } of landed) {
      if (!answered.ok) {
        aftermath = merged(aftermath, { ...ALL_WELL, failed: { rows, fault: answered.error } });
        continue;
      }
      const { answer } = answered.value;
      answers.push(answer);
      anchor.heard(answer.anchor);
      const judgement = judgeResults(rows, answer.results);
      delivered.push(...judgement.delivered);
      later.push(...judgement.later.map(({ row, code }) => ({ ...row, reason: code })));
      const isFork = answer.anchor.state === 'fork';
      aftermath = merged(aftermath, { ...ALL_WELL, isFork, signOn: judgement.signOn });
    }
    if (answers.length > 0) {
      sizing.gotThrough();
      suspects.gotThrough();
      this.#flights.gotThrough();
    }
    return { aftermath, answers, delivered, later };
  }

  /** All that came together is one record and one transaction. */
  async #booked({ answers, delivered, later }: Judged): Promise<Stop> {
    if (answers.length === 0) return null;
    await this.#parts.wait.gotThrough();
    const stop =
      (await this.#troubles.convict()) ??
      (await this.#troubles.putOff(later)) ??
      (delivered.length > 0 ? await this.#books.record(delivered) : null);
    if (stop !== null) return stop;
    for (const { watermark } of answers) {
      const missing = await this.#parts.gaps.heard(watermark);
      if (!missing.ok) return { kind: 'failed', failure: missing.error };
    }
    return null;
  }
}

interface Judged {
  readonly aftermath: Aftermath;
  readonly answers: readonly BatchAnswer[];
  readonly delivered: readonly DeliveryResult[];
  readonly later: readonly OutboxRow[];
}

/** The first trouble of each kind counts. */
function merged(a: Aftermath, b: Aftermath): Aftermath {
  return {
    stop: a.stop ?? b.stop,
    signOn: a.signOn ?? b.signOn,
    isFork: a.isFork || b.isFork,
    failed: a.failed ?? b.failed,
  };
}

function isWell({ stop, signOn, isFork, failed }: Aftermath): boolean {
  return stop === null && signOn === null && !isFork && failed === null;
}
