import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { OriginalQuestion } from '../../../shared/contracts/refund-api.ts';
import { isPayable, subtract, type Minor } from '../../../shared/domain/money.ts';
import type { RefundOf } from '../../../shared/domain/refund-of.ts';
import { worthOf, type ReturnedGoods } from '../../../shared/domain/returned-goods.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import {
  askAgain,
  askBank,
  writtenIntent,
  type AskedEnd,
  type AskedIntent,
  type NothingSent,
} from '../paying/attended-ask.ts';
import { loneIds, lonePayment } from '../paying/lone-payment.ts';
import type { PaymentDesk } from '../paying/payment-desk.ts';
import { attendedRun, type AttendedRun, type PaymentServices } from '../paying/payment-run.ts';
import type { PaymentSurroundings } from '../paying/payment-surroundings.ts';
import { recordedSale } from '../books/sale-reading.ts';
import { openPayment } from '../books/sale-writing.ts';
import type { ReasonedApproval } from '../recovery/supervisor-acts.ts';

/** A sale that the bank has found, and how much of it has not gone back yet, at whatever till. */
export interface Refundable {
  readonly of: RefundOf;
  readonly maskedNumber: string;
  readonly leftMinor: Minor;
}

export interface RefundOrder {
  readonly original: Refundable;
  readonly amountMinor: Minor;
  /** What comes back for it, at its locked price (A20); absent where the amount was typed. */
  readonly goods?: readonly ReturnedGoods[];
  /** A supervisor's, for this very act (F38). */
  readonly approval: ReasonedApproval;
}

/** What was given back, and what came back for it where goods did. */
export function withGoods(of: RefundOf, goods: readonly ReturnedGoods[] = []): RefundOf {
  return goods.length === 0 ? of : { ...of, goods };
}

/** Whether so much may go back of what is left; goods at what was paid for them and nothing else (A20). */
export function allowsRefund(
  { amountMinor, goods = [] }: Pick<RefundOrder, 'amountMinor' | 'goods'>,
  leftMinor: Minor,
): Result<null, Failure> {
  if (goods.length > 0 && worthOf(goods) !== amountMinor) {
    return err(failure('amount-invalid', `${amountMinor} for goods of ${worthOf(goods)}`));
  }
  return isPayable(amountMinor) && amountMinor <= leftMinor
    ? ok(null)
    : err(failure('amount-over-original', `${amountMinor} of ${leftMinor}`));
}

export type RefundOutcome =
  | { readonly kind: 'refunded'; readonly sale: Sale }
  | Exclude<AskedEnd, { kind: 'done' }>
  | NothingSent;

/** What the slip of a sale names, asked of the bank (P18: never without a line). */
export async function findRefundable(
  host: Pick<TillPorts['host'], 'findOriginal'>,
  question: OriginalQuestion,
): Promise<Result<Refundable, Failure>> {
  const asked = await host.findOriginal(question);
  if (!asked.ok) return err(failure(asked.error.code, asked.error.detail));
  const { answer } = asked.value;
  if (!answer.found) return err(failure('original-not-found'));
  const { id, state, maskedNumber, refundedMinor, authorisationCode: _code, ...original } = answer;
  if (state === 'taken-back') return err(failure('refund-not-possible', 'taken back'));
  const { found: _found, ...facts } = original;
  const leftMinor = subtract(facts.amountMinor, refundedMinor);
  return ok({ of: { paymentId: id, ...facts }, maskedNumber, leftMinor });
}

/** The refund of this sale whose outcome is not known yet, at this till; null when there is none. */
export async function openRefundOf(
  store: Pick<TillPorts['store'], 'openSales'>,
  paymentId: string,
): Promise<Result<Sale | null, Failure>> {
  const open = await store.openSales();
  if (!open.ok) return open;
  return ok(open.value.find(({ refundOf }) => refundOf?.paymentId === paymentId) ?? null);
}

/**
 * Gives a part of a finished card sale back (`shared/domain/refunding.ts`), as an aggregate of its own
 * with this id, in the steps of a payment: the intent is durable before anything leaves (P9). Never
 * without a line (P18); how much may go back is the bank's to say (I1).
 */
export async function refundSale(
  services: PaymentServices,
  around: PaymentSurroundings,
  refundId: string,
  order: RefundOrder,
  desk: PaymentDesk,
): Promise<Result<RefundOutcome, Failure>> {
  const run = attendedRun(services, around, desk);
  const { ledger, ports } = services;
  const { amountMinor, original } = order;
  const before = await recordedSale(ledger, ports, refundId);
  if (!before.ok) return before;
  const open = before.value === null ? null : openPayment(before.value);
  if (before.value !== null) {
    // Pressed again while its outcome is unknown: the same id, no second refund (P8).
    return open === null || open.core.amountMinor !== amountMinor
      ? err(failure('refund-not-possible', 'another one is under way'))
      : asRefund(await askAgain(run, before.value, open));
  }
  const allowed = allowsRefund(order, original.leftMinor);
  if (!allowed.ok) return allowed;
  const store = () => storeIntent(run, refundId, order);
  return asRefund(await askBank(run, 'refund-needs-line', store));
}

/** With the supervisor's word in one record: neither is there without the other (P9, F38). */
async function storeIntent(
  run: AttendedRun,
  refundId: string,
  order: RefundOrder,
): Promise<Result<AskedIntent, Failure>> {
  const { services, around } = run;
  const { ledger, ports } = services;
  const ids = loneIds(ports.random, refundId);
  const { amountMinor, goods, original, approval } = order;
  const { supervisorId, approvalId, reason } = approval;
  const asked = {
    kind: 'refund',
    amountMinor,
    currency: around.terminal.parameters.currency,
    originalId: original.of.paymentId,
    card: { maskedNumber: original.maskedNumber },
    supervisorId,
  } as const;
  const written = await ledger.commit((numbers) => {
    const who = { supervisorId, approvalId, reason };
    const refund = lonePayment(ids, around.place, numbers, asked);
    const refunding = { ...refund, refundOf: withGoods(original.of, goods) };
    const about = { outboxKey: '', saleId: refundId };
    return { kind: 'supervisor-act', act: 'refund', ...who, ...about, refunding };
  }, refundId);
  return written.ok ? writtenIntent(run, refundId, ids.paymentId) : written;
}

function asRefund(ended: Result<AskedEnd | NothingSent, Failure>): Result<RefundOutcome, Failure> {
  if (!ended.ok) return ended;
  const { value } = ended;
  return ok(value.kind === 'done' ? { kind: 'refunded', sale: value.sale } : value);
}
