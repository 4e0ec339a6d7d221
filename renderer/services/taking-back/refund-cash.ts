import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { CashRounding } from '../../../shared/domain/cash.ts';
import { cashShare, withCashRefund } from '../../../shared/domain/cash-returned.ts';
import { negate, ZERO, type Minor } from '../../../shared/domain/money.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { CashOfSale } from '../../../shared/domain/refund-of.ts';
import { cashParts, refundHindrance, type CashPart } from '../../../shared/domain/refund-parts.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { cashMovedBy } from '../../../shared/domain/shift.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger, Numbers } from '../books/ledger-of-the-till.ts';
import { outboxRow, type Place } from '../books/sale-writing.ts';
import { saleWithoutGoods } from '../paying/lone-payment.ts';
import { allowsRefund, withGoods, type RefundOrder } from './refund-sale.ts';

export interface CashRefundOrder extends Omit<RefundOrder, 'original'> {
  /** The sale of this till that brought the cash, and which of it. */
  readonly cash: Pick<CashOfSale, 'saleId' | 'recovers'>;
  readonly rounding: CashRounding;
}

/**
 * Gives a part of what a sale brought in cash back over the counter, as an aggregate of its own
 * (decision 13), with one record and with or without a line: the money lies in the drawer, and the bank
 * hears of it with the queue (decision 15). What was taken later for a refused promise goes by itself: of
 * that the bank was never told, nor is it told that it goes back. Only the till that took the cash knows
 * how much of it is left, so no other till gives any of it back; what is left is asked in the turn in
 * which it is written (I1).
 */
export async function refundInCash(
  { random }: Pick<TillPorts, 'random'>,
  ledger: Ledger,
  place: Place,
  order: CashRefundOrder,
): Promise<Result<Sale, Failure>> {
  const { approval, cash } = order;
  const { saleId } = cash;
  const ids = { refundId: random.uuid(), tenderId: random.uuid(), reportId: random.uuid() };
  let refused: Failure | null = null;
  let refunded: Sale | null = null;
  const written = await ledger.commit((numbers, now) => {
    const sale = present(now, 'the sale that is refunded');
    const part = partMeant(sale, order);
    if (!part.ok) {
      refused = part.error;
      const detail = `refund of ${saleId}: ${refused.code} ${refused.detail}`;
      return { kind: 'notice', code: 'step-too-late', detail };
    }
    const { refund, told } = cashRefund(sale, part.value, order, ids, place, numbers);
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

/** What the order names, as far as so much of it may go back. */
function partMeant(sale: Sale, order: CashRefundOrder): Result<CashPart, Failure> {
  const { amountMinor, rounding, cash } = order;
  const { recovers } = cash;
  const part = cashParts(sale).find(({ of }) => of.cash?.recovers === recovers);
  if (part === undefined) {
    return err(failure('refund-not-possible', refundHindrance(sale) ?? 'not-in-cash'));
  }
  const allowed = allowsRefund(order, part.leftMinor);
  if (!allowed.ok) return allowed;
  // Less than half a coin: nothing would leave the drawer.
  const givenMinor = amountMinor + cashShare(sale, amountMinor, rounding, recovers);
  return givenMinor > 0 ? ok(part) : err(failure('amount-invalid', String(amountMinor)));
}

interface Ids {
  readonly refundId: string;
  readonly tenderId: string;
  readonly reportId: string;
}

function cashRefund(
  sale: Sale,
  { of }: CashPart,
  { amountMinor, goods, rounding, approval, cash }: CashRefundOrder,
  { refundId, tenderId, reportId }: Ids,
  place: Place,
  numbers: Numbers,
): { readonly refund: Sale; readonly told: readonly OutboxRow[] } {
  const blank = saleWithoutGoods(refundId, amountMinor, place, numbers);
  const roundingMinor = cashShare(sale, amountMinor, rounding, cash.recovers);
  const given = { amountMinor, roundingMinor, changeMinor: ZERO } as const;
  const receivedMinor = (amountMinor + roundingMinor) as Minor;
  const refund: Sale = {
    ...blank,
    tenders: [{ kind: 'cash', id: tenderId, ...given, receivedMinor }],
    state: 'refunded',
    refundOf: withGoods({ ...of, supervisorId: approval.supervisorId }, goods),
  };
  // What the bank was never told of, or will not be any more: nor is it told that it went back.
  const isTold = cash.recovers === undefined && sale.report?.writtenOff !== true;
  if (!isTold) return { refund, told: [] };
  const report = { id: reportId, ...numbers.takeTransaction(), delivered: false };
  const row = outboxRow('sale-report', reportId, report.transactionNumber, refund, numbers.nowMs);
  return {
    refund: { ...refund, report },
    told: [{ ...row, amountMinor: negate(amountMinor) }],
  };
}
