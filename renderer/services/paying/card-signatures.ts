import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import type { SignatureUpload } from '../../../shared/contracts/signature-api.ts';
import {
  isRefused,
  isSignatureOpen,
  signatureOf,
  type CardSignature,
  type SignatureTold,
  type Strokes,
} from '../../../shared/domain/card-signature.ts';
import type { JournalBody } from '../../../shared/domain/journal.ts';
import type { PaymentState } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { kindOfFault } from '../drain/delivery-judgement.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { QueueWaitKeeper } from '../drain/queue-wait.ts';
import type { ReasonedApproval } from '../recovery/supervisor-acts.ts';

/** What the lane of the signatures needs of the till around it. */
export interface SignatureSurroundings {
  readonly operatorId: () => string;
  /** Somebody pays, or takes back, at this moment: the line is theirs. */
  readonly isMoneyUnderWay: () => boolean;
  readonly changed: () => void;
}

/**
 * Signatures of cardholders, from the pad to the bank:
 *
 *   signed, in the journal ──▶ not sent ──▶ sent
 *                                │   ▲ back-off      ╲ the bank reads it and says no
 *                                ▼   │                ▼
 *                               failed    again ◀── refused ──▶ closed, by a supervisor
 *
 * A lane of its own beside the queue: no money waits for it, it gives way to whoever pays, and what
 * becomes of it changes no sum. It waits as the queue does (`QueueWaitKeeper`), over restarts too. Of
 * a promise nothing is sent before the promise itself: the bank would not know what was signed.
 */
export class CardSignatures {
  readonly #ports: Pick<TillPorts, 'host' | 'store' | 'clock' | 'random'>;
  readonly #ledger: Ledger;
  readonly #around: SignatureSurroundings;
  readonly #wait: QueueWaitKeeper;
  /** Tried, and no usable answer came: by payment. The next start tries them all anew. */
  readonly #failed = new Set<string>();
  /** Nothing is open, as the database said last: it is not asked again after each sale. */
  #isEmpty = false;
  #running: Promise<void> | null = null;

  constructor(
    ports: Pick<TillPorts, 'host' | 'store' | 'clock' | 'random'>,
    ledger: Ledger,
    around: SignatureSurroundings,
  ) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#around = around;
    this.#wait = new QueueWaitKeeper(ports, 'signature-wait');
  }

  /** `strokes` null: signed with a pen on the slip. Signed once, whatever is pressed how often. */
  async sign(
    saleId: string,
    paymentId: string,
    strokes: Strokes | null,
  ): Promise<Result<Sale, Failure>> {
    const before = await this.#sale(saleId);
    if (!before.ok || signatureOf(before.value, paymentId) !== null) return before;
    const operatorId = this.#around.operatorId();
    const written = await this.#ledger.commit(
      ({ nowMs: atMs }) => ({
        kind: 'card-signature',
        saleId,
        signature: { paymentId, atMs, operatorId, strokes },
      }),
      saleId,
    );
    // Also after a failure: what was not confirmed may be in the journal all the same.
    this.#isEmpty = false;
    return written.ok ? this.#sale(saleId) : written;
  }

  /**
   * What the bank has refused waits for the next round as if it was signed just now, the same lines:
   * it may know the payment by then.
   */
  sendAgain(saleId: string): Promise<Result<Sale, Failure>> {
    const operatorId = this.#around.operatorId();
    return this.#decided(saleId, (paymentId) => ({
      kind: 'signature-again',
      saleId,
      paymentId,
      operatorId,
    }));
  }

  /** The bank will not have it: it stays here, in the journal and on the slip, and is open no more (P13). */
  close(saleId: string, approval: ReasonedApproval): Promise<Result<Sale, Failure>> {
    const { supervisorId, approvalId, reason } = approval;
    const who = { supervisorId, approvalId, reason };
    return this.#decided(saleId, (paymentId) => ({
      kind: 'supervisor-act',
      act: 'close-signature',
      ...who,
      outboxKey: '',
      saleId,
      signatureOf: paymentId,
    }));
  }

  /** The first that is refused, as the sale is now: whoever comes second finds nothing to decide. */
  async #decided(
    saleId: string,
    bodyOf: (paymentId: string) => JournalBody,
  ): Promise<Result<Sale, Failure>> {
    const before = await this.#sale(saleId);
    if (!before.ok || refusedOf(before.value) === null) return before;
    const written = await this.#ledger.commit((_numbers, now) => {
      const refused = now === null ? null : refusedOf(now);
      return refused === null ? tooLate(saleId) : bodyOf(refused.paymentId);
    }, saleId);
    // Also after a failure: what was not confirmed may be in the journal all the same.
    this.#isEmpty = false;
    return written.ok ? this.#sale(saleId) : written;
  }

  hasFailed(paymentId: string): boolean {
    return this.#failed.has(paymentId);
  }

  /** Sends what is due, one at a time; joins the round that is running. */
  upload({ urgent = false }: { readonly urgent?: boolean } = {}): Promise<void> {
    this.#running ??= this.#round(urgent).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #round(urgent: boolean): Promise<void> {
    if (this.#isEmpty) return;
    // Before it is read: what is signed meanwhile says so itself.
    this.#isEmpty = true;
    // A database that lacks what the journal holds says nothing about that.
    const mayLack = this.#ledger.isBehind();
    const open = await this.#ports.store.openSignatures();
    if (mayLack || !open.ok || signatureCounts(open.value).unsent > 0) this.#isEmpty = false;
    if (!open.ok || this.#isEmpty) return;
    const waiting = await this.#wait.running();
    if (waiting !== null && !urgent) return;
    let broken: LineFault | null = null;
    for (const { sale, signature } of open.value.flatMap(dueOf)) {
      if (this.#around.isMoneyUnderWay()) return;
      const fault = await this.#send(sale, signature);
      if (fault !== null) broken = fault;
      // It is not about this one: whoever comes next would hear the same.
      if (fault !== null && kindOfFault(fault.code) !== 'server') break;
    }
    if (broken === null) return this.#wait.gotThrough();
    const { code, retryAfterMs } = broken;
    await this.#wait.failed(code, { retryAfterMs });
    this.#around.changed();
  }

  /** Null: the bank has answered, and its answer is in the journal. */
  async #send(sale: Sale, signature: DueSignature): Promise<LineFault | null> {
    const answered = await this.#ports.host.uploadSignature(uploadOf(sale, signature));
    if (answered.ok) {
      await this.#told(sale.id, signature.paymentId, 'sent', '');
      return null;
    }
    const { code } = answered.error;
    if (code === 'not-found' || kindOfFault(code) === 'content') {
      await this.#told(sale.id, signature.paymentId, 'refused', code);
      return null;
    }
    this.#failed.add(signature.paymentId);
    return answered.error;
  }

  /** Called sent only once the journal says so (P9); what could not be written is asked again. */
  async #told(
    saleId: string,
    paymentId: string,
    outcome: SignatureTold['outcome'],
    code: string,
  ): Promise<void> {
    const body = { kind: 'signature-told', saleId, paymentId, outcome, code } as const;
    const written = await this.#ledger.commit(() => body, saleId);
    if (!written.ok) return;
    this.#failed.delete(paymentId);
    this.#around.changed();
  }

  async #sale(saleId: string): Promise<Result<Sale, Failure>> {
    const sales = await this.#ports.store.sales([saleId]);
    if (!sales.ok) return sales;
    const sale = sales.value.get(saleId);
    return sale === undefined ? err(failure('not-found', saleId)) : ok(sale);
  }
}

type DueSignature = CardSignature & { readonly strokes: Strokes };

function isUnsent({ strokes, told }: CardSignature): boolean {
  return strokes !== null && told === undefined;
}

/** The bank has not been told of these payments yet. */
const UNTOLD: ReadonlySet<PaymentState> = new Set(['stored', 'offline-approved']);

function dueOf(sale: Sale): { readonly sale: Sale; readonly signature: DueSignature }[] {
  const { signatures = [], payments } = sale;
  const due = signatures.filter((one): one is DueSignature => {
    const payment = payments.find(({ id }) => id === one.paymentId);
    return isUnsent(one) && payment !== undefined && !UNTOLD.has(payment.status.state);
  });
  return due.map((signature) => ({ sale, signature }));
}

function refusedOf({ signatures = [] }: Sale): CardSignature | null {
  return signatures.find(isRefused) ?? null;
}

function tooLate(saleId: string): JournalBody {
  return { kind: 'notice', code: 'step-too-late', detail: `signature of ${saleId}` };
}

function uploadOf(
  { id: saleId }: Sale,
  { paymentId, atMs, operatorId, strokes }: DueSignature,
): SignatureUpload {
  const lines = strokes.map((stroke) => [...stroke]);
  return { paymentId, saleId, signedAtMs: atMs, operatorId, strokes: lines };
}

/** What a day end says of the signatures of this till (5.7): of any day, like what is unsent. */
export interface SignatureCounts {
  readonly unsent: number;
  readonly refused: number;
  /** The oldest with a refused one: where a person begins; empty where there is none. */
  readonly refusedSale: string;
}

export const NO_SIGNATURES: SignatureCounts = { unsent: 0, refused: 0, refusedSale: '' };

export function signatureCounts(sales: readonly Sale[]): SignatureCounts {
  const open = sales.filter(isSignatureOpen).flatMap(({ signatures = [] }) => signatures);
  return {
    unsent: open.filter(isUnsent).length,
    refused: open.filter(isRefused).length,
    refusedSale: sales.find((sale) => refusedOf(sale) !== null)?.number ?? '',
  };
}
