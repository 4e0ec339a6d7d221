import type { SignOnAnswer } from '../../../shared/contracts/bank-api.ts';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { AnchorKeeper } from './anchor-keeper.ts';
import { BatchSizing } from './batch-sizing.ts';
import type { DrainContext } from './drain-batch.ts';
import type { DrainOutcome } from './drain-outcome.ts';
import { DrainRound } from './drain-round.ts';
import { waitingReversals } from './waiting-reversals.ts';
import { GapKeeper } from './gap-keeper.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { RESTING, type QueueStatus } from '../queue/queue-status.ts';
import { QueueWaitKeeper } from './queue-wait.ts';
import { Suspects } from './suspects.ts';

interface Running {
  readonly urgent: boolean;
  readonly done: Promise<DrainOutcome>;
}

/**
 * Empties the outbox, one round at a time (PROTOCOL P11–P13). Who asks for a round (line back, new
 * sale, "send now") and how often does not matter: rounds never overlap (A05), in this window by
 * this class, among windows by a lock, and whatever slips through is stopped by its epoch.
 */
export class OutboxRunner {
  readonly #ports: TillPorts;
  readonly #ledger: Ledger;
  readonly #context: () => DrainContext;
  readonly #sizing = new BatchSizing();
  readonly #suspects = new Suspects();
  readonly #wait: QueueWaitKeeper;
  readonly #anchor: AnchorKeeper;
  readonly #gaps: GapKeeper;
  #running: Running | null = null;
  #next: Promise<DrainOutcome> | null = null;
  #epoch: number | null = null;
  #paymentsWaiting = 0;

  constructor(ports: TillPorts, ledger: Ledger, context: () => DrainContext) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#context = context;
    this.#wait = new QueueWaitKeeper(ports);
    this.#anchor = new AnchorKeeper(ports.store);
    this.#gaps = new GapKeeper(ports, ledger);
  }

  /** Joins the round that is running; an urgent one follows on a round that respects waits. */
  drain({ urgent = false }: { readonly urgent?: boolean } = {}): Promise<DrainOutcome> {
    const running = this.#running;
    if (running === null) return this.#start(urgent);
    if (!urgent || running.urgent) return running.done;
    this.#next ??= running.done.then(() => {
      this.#next = null;
      return this.drain({ urgent: true });
    });
    return this.#next;
  }

  /** Whether the bank has heard of every reversal: before that no card is authorised (P6). */
  async reversalsFirst(): Promise<boolean> {
    const waiting = await this.#openReversals();
    if (!waiting.ok) return false;
    if (waiting.value === 0) return true;
    this.#paymentsWaiting += 1;
    // Whatever becomes of the round: a payment that is not there any more must not hold the queue.
    await this.drain({ urgent: true }).finally(() => {
      this.#paymentsWaiting -= 1;
    });
    const left = await this.#openReversals();
    return left.ok && left.value === 0;
  }

  /**
   * Does this while nothing of the queue is on the wire and nobody can send any of it (P11): a round that
   * runs ends before its next message. Null: another window sends, and nothing was done.
   */
  async alone<Done>(work: () => Promise<Done>): Promise<Done | null> {
    this.#paymentsWaiting += 1;
    try {
      while (this.#running !== null) await this.#running.done;
      let done: Done | null = null;
      await this.#ports.drainLock.ifFree(async () => {
        done = await work();
      });
      return done;
    } finally {
      this.#paymentsWaiting -= 1;
    }
  }

  /** What the bank said at sign-on: of which records it has the hashes, which numbers it lacks (P2). */
  async signedOn({ anchor, watermark }: Pick<SignOnAnswer, 'anchor' | 'watermark'>): Promise<void> {
    this.#anchor.heard(anchor);
    await this.#anchor.keep();
    await this.#gaps.heard(watermark);
  }

  /** Numbers that the bank lacks and that this till cannot tell again (P2). */
  get missingAtBank(): readonly number[] {
    return this.#gaps.lost;
  }

  #start(urgent: boolean): Promise<DrainOutcome> {
    const done = this.#drainUnderLock(urgent).finally(() => {
      this.#running = null;
    });
    this.#running = { urgent, done };
    return done;
  }

  async #drainUnderLock(urgent: boolean): Promise<DrainOutcome> {
    let outcome: DrainOutcome = { kind: 'stale' };
    await this.#ports.drainLock.ifFree(async () => {
      outcome = await this.#round(urgent);
    });
    this.#tell(statusAfter(outcome));
    return outcome;
  }

  async #round(urgent: boolean): Promise<DrainOutcome> {
    if (this.#epoch === null) {
      const raised = await this.#ports.store.raiseDrainEpoch();
      if (!raised.ok) return { kind: 'failed', failure: raised.error };
      this.#epoch = raised.value;
    }
    const context = this.#context();
    this.#sizing.limitTo(context.mostRecordsPerBatch);
    const outcome = await new DrainRound({
      ports: this.#ports,
      ledger: this.#ledger,
      context,
      epoch: this.#epoch,
      urgent,
      sizing: this.#sizing,
      suspects: this.#suspects,
      wait: this.#wait,
      anchor: this.#anchor,
      gaps: this.#gaps,
      tell: (status) => this.#tell(status),
      isInterrupted: () => this.#paymentsWaiting > 0,
    }).run();
    if (outcome.kind === 'stale') this.#epoch = null;
    return outcome;
  }

  async #openReversals(): Promise<Result<number, Failure>> {
    // One that the journal alone holds goes before a card too.
    const whole = this.#ledger.isBehind() ? await this.#ledger.catchUp() : ok(0);
    return whole.ok ? waitingReversals(this.#ports.store) : whole;
  }

  #tell(status: QueueStatus): void {
    this.#context().onStatus?.(status);
  }
}

function statusAfter(outcome: DrainOutcome): QueueStatus {
  return outcome.kind === 'waiting' || outcome.kind === 'paused' ? outcome : RESTING;
}
