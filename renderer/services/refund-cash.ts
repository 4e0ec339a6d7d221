import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { CashRounding } from '../../shared/domain/cash.ts';
import { cashLeft, cashShare, withCashRefund } from '../../shared/domain/cash-returned.ts';
import { isPayable, negate, ZERO, type Minor } from '../../shared/domain/money.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { cashOriginal, refundHindrance } from '../../shared/domain/refunding.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { cashMovedBy } from '../../shared/domain/shift.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import type { Ledger, Numbers } from './ledger-of-the-till.ts';
import { newSale, outboxRow, type Place } from './sale-writing.ts';
import type { ReasonedApproval } from './supervisor-acts.ts';

export interface CashRefundOrder {
  /** The sale of this till that brought the cash. */
  readonly saleId: string;
  readonly amountMinor: Minor;
  readonly rounding: CashRounding;
  /** A supervisor's, for this very act (F38). */
  readonly approval: ReasonedApproval;
}

/**
 * Gives a part of a sale in cash back over the counter, as an aggregate of its own (decision 13), with one
 * record and with or without a line: the money lies in the drawer, and the bank hears of it with the
 * queue (decision 15). Only the till that took the cash knows how much of it is left, so no other till
 * gives any of it back; what is left is asked in the turn in which it is written (I1).
 */
export async function refundInCash(
  { random }: Pick<TillPorts, 'random'>,
  ledger: Ledger,
  place: Place,
  order: CashRefundOrder,
): Promise<Result<Sale, Failure>> {
  const { saleId, approval } = order;
  const ids = { refundId: random.uuid(), tenderId: random.uuid(), reportId: random.uuid() };
  let refused: Failure | null = null;
  let refunded: Sale | null = null;
  const written = await ledger.commit((numbers, now) => {
    const sale = present(now, 'the sale that is refunded');
    refused = refusalOf(sale, order);
    if (refused !== null) {
      const detail = `refund of ${saleId}: ${refused.code} ${refused.detail}`;
      return { kind: 'notice', code: 'step-too-late', detail };
    }
    const { refund, told } = cashRefund(sale, order, ids, place, numbers);
    refunded = refund;
    const { supervisorId, approvalId, reason } = approval;
    const done = {
      sales: [withCashRefund(sale, refund), refund],
      outbox: told,
      opensDrawer: true,
      cashMinor: cashMovedBy(null, refund),
    } as const;
    const who = { supervisorId, approvalId, reason };
    const about = { outboxKey: '', saleId: ids.refundId };
    return { kind: 'supervisor-act', act: 'refund', ...who, ...about, done };
  }, saleId);
  if (refused !== null) return err(refused);
  return written.ok ? ok(present<Sale>(refunded, 'the refund')) : written;
}

function refusalOf(sale: Sale, { amountMinor, rounding }: CashRefundOrder): Failure | null {
  const hindrance = refundHindrance(sale) ?? (cashOriginal(sale) === null ? 'not-in-cash' : null);
  if (hindrance !== null) return failure('refund-not-possible', hindrance);
  const leftMinor = cashLeft(sale);
  if (!isPayable(amountMinor) || amountMinor > leftMinor) {
    return failure('amount-over-original', `${amountMinor} of ${leftMinor}`);
  }
  // Less than half a coin: nothing would leave the drawer.
  const givenMinor = amountMinor + cashShare(sale, amountMinor, rounding);
  return givenMinor > 0 ? null : failure('amount-invalid', String(amountMinor));
}

interface Ids {
  readonly refundId: string;
  readonly tenderId: string;
  readonly reportId: string;
}

function cashRefund(
  sale: Sale,
  { amountMinor, rounding, approval }: CashRefundOrder,
  { refundId, tenderId, reportId }: Ids,
  place: Place,
  numbers: Numbers,
): { readonly refund: Sale; readonly told: readonly OutboxRow[] } {
  const totals = { grossMinor: ZERO, discountMinor: ZERO, taxMinor: ZERO, dueMinor: amountMinor };
  const blank = newSale({ saleId: refundId, lines: [], totals, note: '' }, place, numbers);
  const roundingMinor = cashShare(sale, amountMinor, rounding);
  const given = { amountMinor, roundingMinor, changeMinor: ZERO } as const;
  const receivedMinor = (amountMinor + roundingMinor) as Minor;
  const refund: Sale = {
    ...blank,
    tenders: [{ kind: 'cash', id: tenderId, ...given, receivedMinor }],
    state: 'refunded',
    refundOf: {
      ...present(cashOriginal(sale), 'the sale in cash'),
      supervisorId: approval.supervisorId,
    },
  };
  // Of what a supervisor gave up telling, the bank is not told that it went back either.
  if (sale.report?.writtenOff === true) return { refund, told: [] };
  const report = { id: reportId, ...numbers.takeTransaction(), delivered: false };
  const row = outboxRow('sale-report', reportId, report.transactionNumber, refund, numbers.nowMs);
  return {
    refund: { ...refund, report },
    told: [{ ...row, amountMinor: negate(amountMinor) }],
  };
}
