import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { JournalBody } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Payment } from '../../../shared/domain/payment.ts';
import { openLinkOf } from '../../../shared/domain/pay-link.ts';
import { lossOf, mayTryAgain, rootIdOf } from '../../../shared/domain/recovery.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { Turns } from '../../../shared/lib/turns.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger, Numbers, Write } from '../books/ledger-of-the-till.ts';
import type { PayLinks } from './pay-links.ts';
import { isOpen, outboxRow, voidNumberFor } from '../books/sale-writing.ts';

/** A supervisor's yes to one act, given against the PIN, and why, in words that the journal keeps. */
export interface ReasonedApproval extends Approval {
  readonly reason: string;
}

/** `already`: somebody decided it before; a second press is no second act (A14). */
export type ActOutcome = 'done' | 'already';

type Acted = Promise<Result<ActOutcome, Failure>>;
type Act = Extract<JournalBody, { kind: 'supervisor-act' }>;

export interface SupervisorActs {
  /**
   * A refused payment becomes a linked new transaction; a record that the bank could not read goes
   * out again under its own id.
   */
  readonly tryAgain: (key: string, approval: ReasonedApproval) => Acted;
  /** The shop bears the loss; the record leaves the exception list (P13). */
  readonly writeOff: (key: string, approval: ReasonedApproval) => Acted;
}

/**
 * What only a person may decide about the queue (PROTOCOL P13, A14). Each act carries the host's
 * receipt for the PIN and the reason, is written to the journal, and only then has an effect (P9).
 * Acts go one after the other, each looking at the rows as they are then: the second press of a
 * double click finds that it is decided.
 */
export function createSupervisorActs(
  ports: TillPorts,
  ledger: Ledger,
  withdrawLink: PayLinks['withdraw'],
): SupervisorActs {
  const turns = new Turns();

  function act(
    name: Act['act'],
    key: string,
    approval: ReasonedApproval,
    decide: (act: Act, exception: Exception) => Result<Decision, Failure>,
  ): Acted {
    return turns.take(async (): Acted => {
      const looked = await exceptionAt(key);
      const freed = looked.ok ? await withoutLink(looked.value) : looked;
      if (!freed.ok) return freed;
      const found = freed.value === 'none' ? looked : await exceptionAt(key);
      if (!found.ok) return found;
      if (found.value === null) return ok('already');
      const { row } = found.value;
      const { approvalId, supervisorId, reason } = approval;
      const who = { supervisorId, approvalId, reason };
      const about = { outboxKey: row.key, saleId: row.saleId };
      const plain: Act = { kind: 'supervisor-act', act: name, ...who, ...about };
      if (isBeingPaid(found.value)) return err(failure('loss-decided', row.key));
      const decided = decide(plain, found.value);
      if (!decided.ok) return decided;
      if (decided.value === 'already') return ok('already');
      const { value: write } = decided;
      // As it stands in the turn in which it is written: the database may not have heard of it yet (P9).
      let isInHand = false;
      const written = await ledger.commit((numbers, sale) => {
        isInHand = isBeingPaid({ row, sale });
        return write(numbers, sale);
      }, row.saleId);
      if (!written.ok) return written;
      if (written.value.body.kind === 'supervisor-act') return ok('done');
      return isInHand ? err(failure('loss-decided', key)) : ok('already');
    });
  }

  /** Its customer may be paying at this moment: withdrawn first, and then nobody does (I2). */
  async function withoutLink(
    exception: Exception | null,
  ): Promise<Result<'none' | 'free' | 'paid', Failure>> {
    const sale = exception?.sale ?? null;
    const tenderId = exception === null ? null : tenderOf(exception);
    if (sale === null || tenderId === null) return ok('none');
    if (openLinkOf(sale, tenderId) === null) return ok('none');
    return withdrawLink(sale.id, tenderId);
  }

  async function exceptionAt(key: string): Promise<Result<Exception | null, Failure>> {
    const rows = await ports.store.outboxRows([key]);
    if (!rows.ok) return rows;
    const row = rows.value.get(key);
    if (row === undefined || row.lane !== 'exception') return ok(null);
    const sales = await ports.store.sales([row.saleId]);
    if (!sales.ok) return sales;
    return ok({ row, sale: sales.value.get(row.saleId) ?? null });
  }

  return {
    tryAgain: (key, approval) =>
      act('try-again', key, approval, (plain, exception) => tryAgain(plain, exception, ports)),
    writeOff: (key, approval) =>
      act('write-off', key, approval, (plain, exception) => ok(writeOff(plain, exception, ports))),
  };
}

interface Exception {
  readonly row: OutboxRow;
  /** Null when it is gone: the record is named for a person all the same (P13). */
  readonly sale: Sale | null;
}

type Decision = 'already' | Write;

/**
 * The customer is at the counter with another card, or has a link: nothing is decided, and nothing may
 * be yet.
 */
function isBeingPaid({ row, sale }: Exception): boolean {
  const tenderId = tenderOf({ row, sale });
  if (sale === null || tenderId === null) return false;
  if (openLinkOf(sale, tenderId) !== null) return true;
  return sale.payments.some((payment) => payment.tenderId === tenderId && isOpen(payment));
}

/** Of a promise; null for every other record. */
function tenderOf({ row, sale }: Exception): string | null {
  if (row.kind !== 'stored-payment') return null;
  return sale?.payments.find(({ id }) => id === row.transactionId)?.tenderId ?? null;
}

function tryAgain(
  act: Act,
  { row, sale }: Exception,
  { random }: TillPorts,
): Result<Decision, Failure> {
  const payment = sale?.payments.find(({ id }) => id === row.transactionId);
  if (sale === null || row.kind !== 'stored-payment') return ok(() => act);
  if (payment?.status.state !== 'refused') return ok(() => act);
  const loss = lossOf(sale, payment.tenderId);
  if (loss?.status.state !== 'refused') return ok('already');
  if (!mayTryAgain(loss.status.code)) return err(failure('never-again', loss.status.code));
  return ok((numbers, now) => {
    // An act that was called failed may be written: its number is taken, and no second one is.
    const stillOpen = now === null ? null : lossOf(now, payment.tenderId);
    if (now === null || stillOpen?.id !== loss.id) {
      return tooLate('try-again', payment.id);
    }
    const retry = retryOf(loss, rootIdOf(now.payments, loss), random.uuid(), numbers);
    const { id, core } = retry;
    const grown = { ...now, payments: [...now.payments, retry] };
    const outbox = outboxRow('stored-payment', id, core.transactionNumber, grown, numbers.nowMs);
    return { ...act, retry: { payment: retry, outbox } };
  });
}

function tooLate(act: Act['act'], paymentId: string): JournalBody {
  return { kind: 'notice', code: 'step-too-late', detail: `${act} of ${paymentId}` };
}

/**
 * Same card, same amount, a new id and new numbers: the refusal was final for the old id (P5). The
 * card data stays sealed to the first refused try, which `supersedes` names.
 */
function retryOf(loss: Payment, rootId: string, id: string, numbers: Numbers): Payment {
  const { nowMs } = numbers;
  return {
    ...loss,
    id,
    createdAtMs: nowMs,
    core: { ...loss.core, ...numbers.takeTransaction(), id, supersedes: rootId },
    status: { state: 'stored', atMs: nowMs, latestSendingMs: nowMs },
  };
}

/**
 * Where the bank could not read a record it has not taken its number either: the number is
 * declared unused, or the series would have a hole for ever (P2). A reversal is never written off:
 * the customer's money hangs on it.
 */
function writeOff(act: Act, { row, sale }: Exception, { random }: TillPorts): Decision {
  if (row.kind === 'reversal') return 'already';
  const payment = sale?.payments.find(({ id }) => id === row.transactionId);
  if (sale !== null && payment?.status.state === 'refused') {
    const isOpenLoss = (now: Sale | null): boolean =>
      now !== null && lossOf(now, payment.tenderId)?.id === payment.id;
    // Tried again in the meantime: the bank may pay it yet, and then it was no loss (A14).
    if (!isOpenLoss(sale)) return 'already';
    return (_numbers, now) => (isOpenLoss(now) ? act : tooLate('write-off', payment.id));
  }
  if (row.kind === 'void-number') return () => act;
  return ({ nowMs }) => {
    return { ...act, voidNumber: voidNumberFor(row, random.uuid(), nowMs) };
  };
}
