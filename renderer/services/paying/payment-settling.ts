import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import { afterHoldStep } from '../../../shared/domain/holding.ts';
import { hears, type Payment, type ReversalReason } from '../../../shared/domain/payment.ts';
import { makesUp } from '../../../shared/domain/recovery.ts';
import { isRefund, refunded } from '../../../shared/domain/refunding.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { afterVoid } from '../../../shared/domain/voiding.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Random } from '../../ports.ts';
import type { AnswerEvent } from './attended-wait.ts';
import { cashGoesBack, cashStays } from '../taking-back/cash-going-back.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { lossAgain, recoveredBy, withoutLosses } from '../recovery/recovery-writing.ts';
import { changeSale } from '../books/sale-commit.ts';
import {
  afterFailedTry,
  completedIfPaid,
  isOpen,
  paymentAfter,
  paymentIn,
  reopened,
  reversalRow,
  voidNumberRow,
  withPayment,
} from '../books/sale-writing.ts';

/**
 * The two ways in which an open payment ends, the same for the counter, for a restart and for an
 * approval that could not be recorded (P5, P6, P9). Both start from the payment as it is now: what
 * was settled in the meantime is left alone, and the late step is noted (F14).
 */

export interface OpenPaymentOf {
  readonly saleId: string;
  readonly paymentId: string;
}

interface AnswerFacts {
  /** False where the bank refused to read it: its number is declared unused (P2). */
  readonly isNumberTaken: boolean;
  /** How the chip in the reader took the answer; undefined where there was none. */
  readonly chip: ChipRecord | undefined;
}

function withChip(payment: Payment, chip: ChipRecord | undefined): Payment {
  return chip === undefined ? payment : { ...payment, chip };
}

/**
 * A part is of use where the rest can be taken otherwise: not for what gives money back, all of it or
 * nothing, and not for a loss, which one payment makes up for (P13). It is taken back instead (P6).
 */
export function isUseless(
  event: AnswerEvent,
  sale: Sale,
  { paymentId }: Pick<OpenPaymentOf, 'paymentId'>,
): boolean {
  if (event.type !== 'bank-approved-in-part') return false;
  const payment = paymentIn(sale, paymentId);
  return payment.core.kind !== 'purchase' || makesUp(sale, payment);
}

export function storeAnswer(
  ledger: Ledger,
  random: Random,
  { saleId, paymentId }: OpenPaymentOf,
  event: AnswerEvent,
  { isNumberTaken, chip }: AnswerFacts = { isNumberTaken: true, chip: undefined },
): Promise<Result<Sale, Failure>> {
  const approved = event.type !== 'bank-declined';
  return changeSale(ledger, approved ? 'approved' : 'declined', saleId, (numbers, sale) => {
    const payment = paymentIn(sale, paymentId);
    if (!hears(payment.status, event) || isUseless(event, sale, { paymentId })) return null;
    const heard = withPayment(sale, withChip(paymentAfter(payment, event), chip));
    const after = standingFor(heard, payment, event);
    const isVoid = payment.core.kind === 'void';
    const isRecovery = makesUp(sale, payment);
    if (approved && isVoid) {
      const taken = afterVoid(after);
      // What came in as cash goes back over the counter with the last card (A27).
      if (taken.state !== 'voided') return { sale: taken, outbox: [] };
      return cashGoesBack(taken, payment.supervisorId ?? '', numbers, random);
    }
    if (approved && isRefund(sale)) return { sale: refunded(after), outbox: [] };
    if (approved && sale.hold !== undefined) {
      return { sale: afterHoldStep(after, sale.hold), outbox: [] };
    }
    if (approved && isRecovery) return recoveredBy(after, paymentId, numbers.nowMs);
    if (approved) return withoutLosses(completedIfPaid(after, numbers, random), numbers.nowMs);
    const failed = isVoid ? afterVoid(after) : isRecovery ? after : afterFailedTry(after);
    if (isNumberTaken) return { sale: failed, outbox: [] };
    const { transactionNumber } = payment.core;
    const unused = voidNumberRow(random.uuid(), transactionNumber, failed, numbers.nowMs);
    return { sale: failed, outbox: [unused] };
  });
}

/** The tender stands for what was approved: the rest of it is due again, for whatever tender (A17). */
function standingFor(sale: Sale, { tenderId }: Payment, event: AnswerEvent): Sale {
  if (event.type !== 'bank-approved-in-part') return sale;
  const { approvedMinor: amountMinor } = event;
  const tenders = sale.tenders.map((tender) =>
    tender.id === tenderId && tender.kind === 'card' ? { ...tender, amountMinor } : tender,
  );
  return { ...sale, tenders };
}

/** Durable before anybody reads that the payment was given up (P5); from then on it is repeated. */
export function decideReversal(
  ledger: Ledger,
  random: Random,
  { saleId, paymentId }: OpenPaymentOf,
  reason: ReversalReason,
  chip?: ChipRecord,
): Promise<Result<Sale, Failure>> {
  return changeSale(ledger, 'reversal-decided', saleId, (numbers, sale) => {
    const { nowMs } = numbers;
    const payment = paymentIn(sale, paymentId);
    const event = { type: 'reversal-decided', atMs: nowMs, reason } as const;
    // An approval is undone only where it was told as not recorded; whoever else decided did not
    // know of it yet, and comes too late.
    const mayUndo = isOpen(payment) || reason === 'not-recorded';
    if (!mayUndo || !hears(payment.status, event)) return null;
    if (makesUp(sale, payment)) {
      const back = withChip(paymentAfter(payment, event), chip);
      const again = lossAgain(withPayment(sale, back), paymentId, nowMs);
      return { ...again, outbox: [reversalRow(back, again.sale, nowMs), ...again.outbox] };
    }
    const reversing = withChip(paymentAfter(payment, event), chip);
    const taken = withPayment(sale, reversing);
    if (payment.core.kind === 'void') {
      // The purchase stands again, or still: what is taken back is the taking back of it.
      const { sale: standing, ...rows } = cashStays(afterVoid(taken), numbers, random);
      const outbox = [reversalRow(reversing, standing, nowMs), ...rows.outbox];
      return { ...rows, sale: standing, outbox };
    }
    if (reason === 'superseded') {
      return { sale: taken, outbox: [reversalRow(reversing, taken, nowMs)] };
    }
    const { sale: after, outbox, withdrawn } = reopened(afterFailedTry(taken), numbers, random);
    return { sale: after, outbox: [reversalRow(reversing, after, nowMs), ...outbox], withdrawn };
  });
}
