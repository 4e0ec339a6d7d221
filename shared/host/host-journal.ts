import { failure, type Failure } from '../contracts/error-codes.ts';
import type { OperatorSession } from '../contracts/host-facts.ts';
import type { TillHost } from '../contracts/host.ts';
import { sealOf, type JournalBody, type JournalDraft } from '../domain/journal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Approvals } from './approvals.ts';
import type { BankSaid } from './bank-said.ts';
import { DiscountGate } from './discount-gate.ts';
import { allowsSettlement } from './settlement-gate.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { allowsShift } from './shift-gate.ts';
import type { AllowedVoids } from './void-gate.ts';

/** The same news is written down once in this time, or a broken window or bank would fill the disk. */
const SAME_AGAIN_MS = 60_000;

type JournalChannel =
  | 'openJournal'
  | 'readJournal'
  | 'readChain'
  | 'appendJournal'
  | 'compareJournal'
  | 'offerJournal'
  | 'repairJournal'
  | 'quarantineJournal';

export interface HostJournalPorts {
  readonly keeper: JournalKeeper;
  readonly approvals: Approvals;
  readonly bankSaid: Pick<BankSaid, 'heard' | 'bearsOut'>;
  readonly voids: Pick<AllowedVoids, 'written'>;
  readonly nowMs: () => number;
  readonly session: () => OperatorSession | null;
  /** Null when somebody may sell; else why not. */
  readonly refusesSelling: () => Promise<Failure | null>;
}

/**
 * The journal as a window may use it (PROTOCOL P9, P28): a window writes what happened to money;
 * what operators and supervisors did is written by the host, or with the host's own receipt.
 */
export class HostJournal {
  readonly #ports: HostJournalPorts;
  readonly #discounts: DiscountGate;
  readonly #lastNoted = new Map<string, number>();

  constructor(ports: HostJournalPorts) {
    this.#ports = ports;
    this.#discounts = new DiscountGate(ports.keeper);
  }

  contract(): Pick<TillHost, JournalChannel> {
    const { keeper, nowMs, bankSaid } = this.#ports;
    return {
      openJournal: () => keeper.open(),
      readJournal: (range) => keeper.read(range),
      readChain: (range) => keeper.chain(range),
      appendJournal: (drafts) => this.#append(drafts),
      compareJournal: (records) => Promise.resolve(keeper.compare(records)),
      offerJournal: (records) => keeper.offer(records),
      repairJournal: ({ bank }) =>
        bankSaid.bearsOut(bank)
          ? keeper.repair(bank, nowMs())
          : Promise.resolve(err(failure('message-refused', 'the bank has not said so'))),
      quarantineJournal: ({ records, detail }) => keeper.quarantine(records, detail, nowMs()),
    };
  }

  /** A record of the host's own; it takes no numbers of any series but its own. */
  write(body: JournalBody): Promise<Result<null, Failure>> {
    return this.#ports.keeper.note(this.#ports.nowMs(), body);
  }

  /** What was refused at the gate, for the audit (P28). */
  writeRefusal(channel: string, why: string): Promise<void> {
    return this.#writeOnce('call-refused', `${channel}: ${why}`);
  }

  /** The bank signed an answer to something else than was asked (P26): not believed, but not normal. */
  writeStrangeAnswer(detail: string): Promise<void> {
    return this.#writeOnce('answer-differs', detail);
  }

  /** The bank signed parameters of which something is older than what is held (P15): not taken. */
  writeOlderParameters(detail: string): Promise<void> {
    return this.#writeOnce('parameters-older', detail);
  }

  writeNotice(code: string, detail: string): Promise<Result<null, Failure>> {
    return this.write({ kind: 'notice', code, detail });
  }

  async #writeOnce(code: string, detail: string): Promise<void> {
    const nowMs = this.#ports.nowMs();
    for (const [noted, atMs] of this.#lastNoted) {
      if (Math.abs(nowMs - atMs) >= SAME_AGAIN_MS) this.#lastNoted.delete(noted);
    }
    if (this.#lastNoted.has(detail)) return;
    this.#lastNoted.set(detail, nowMs);
    await this.writeNotice(code, detail);
  }

  async #append(drafts: JournalDraft[]): ReturnType<TillHost['appendJournal']> {
    const selling = drafts.some(startsSelling) ? await this.#ports.refusesSelling() : null;
    if (selling !== null) return err(selling);
    const bodies = drafts.map(({ body }) => body);
    for (const body of bodies) {
      const allowed = this.#allows(body);
      if (!allowed.ok) return allowed;
    }
    const discount = await this.#discounts.refusal(bodies, this.#ports.session());
    if (discount !== null) {
      await this.writeRefusal('appendJournal', discount.code);
      return err(discount);
    }
    const written = await this.#ports.keeper.append(drafts, this.#ports.bankSaid.heard);
    if (!written.ok) return written;
    this.#ports.voids.written(bodies);
    this.#discounts.written(bodies);
    return ok(written.value.map(sealOf));
  }

  #allows(body: JournalBody): Result<null, Failure> {
    if (HOST_WRITES.has(body.kind)) {
      return err(failure('role-missing', `a window does not write ${body.kind}`));
    }
    const { approvals, keeper } = this.#ports;
    const { settlement, drawer } = keeper.standing;
    if (body.kind === 'settlement') return allowsSettlement(body, settlement, approvals);
    if (body.kind === 'shift') {
      return allowsShift(body, drawer, approvals, this.#ports.session()?.operatorId ?? '');
    }
    if (body.kind !== 'supervisor-act') return ok(null);
    const approved = approvals.take(body.approvalId, body.act);
    if (!approved.ok) return approved;
    return approved.value.supervisorId === body.supervisorId
      ? ok(null)
      : err(failure('role-missing', 'another supervisor has approved'));
  }
}

/** Who is at the till and whether it may use the line is the host's knowledge alone. */
const HOST_WRITES: ReadonlySet<JournalBody['kind']> = new Set([
  'operator',
  'force-offline',
  'new-epoch',
]);

/** Selling and the drawer need somebody at the till; what the bank answers is written down while it is locked. */
function startsSelling({ body }: JournalDraft): boolean {
  if (body.kind === 'shift') return true;
  return body.kind === 'sale' && (body.step === 'intent' || body.step === 'completed');
}
