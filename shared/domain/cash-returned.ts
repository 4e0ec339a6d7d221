import { cashRoundingOf, type CashRounding } from './cash.ts';
import { minor, subtract, type Minor } from './money.ts';
import type { Sale } from './sale.ts';

/**
 * Cash that went back over the counter with a void. The bank is told of it by a transaction of its
 * own (P2): the sale was reported, and the report stays as it is.
 */
export interface CashReturned {
  readonly id: string;
  readonly transactionNumber: number;
  readonly batchNumber: number;
  readonly traceNumber: number;
  /** What of the sale was paid in cash; with the rounding it is what leaves the drawer (A19). */
  readonly amountMinor: Minor;
  readonly roundingMinor: Minor;
  /** Who allowed it with a PIN (F38). */
  readonly supervisorId: string;
  readonly atMs: number;
}

/** A refund in cash, as the sale remembers it that it gave a part back of. */
export interface CashRefunded {
  readonly refundId: string;
  readonly amountMinor: Minor;
  readonly roundingMinor: Minor;
  /** The tender, where it gave back what was taken later for its refused promise. */
  readonly recovers?: string;
}

type Cash = Pick<CashReturned, 'amountMinor' | 'roundingMinor'>;
type Taken = Pick<Sale, 'tenders' | 'recoveredInCash'>;
type Refunded = Taken & Pick<Sale, 'cashRefunds'>;

/** No card took part: whatever goes back goes back over the counter. */
export function isCashAlone({ tenders }: Pick<Sale, 'tenders'>): boolean {
  return tenders.every(({ kind }) => kind === 'cash');
}

/** What of a sale was paid in cash when it was sold. */
export function cashPaid({ tenders }: Pick<Sale, 'tenders'>): Cash {
  return sumOf(tenders.flatMap((tender) => (tender.kind === 'cash' ? tender : [])));
}

/**
 * What may go back in cash: what was paid so when it was sold, or, apart from that, what was taken
 * later for the refused promise of this tender. The bank has been told of the one and not of the other.
 */
export function cashTaken(sale: Taken, recovers?: string): Cash {
  if (recovers === undefined) return cashPaid(sale);
  return sumOf((sale.recoveredInCash ?? []).filter((one) => one.recovers === recovers));
}

/** What of it has not been refunded yet; a void leaves nothing, and is asked about elsewhere. */
export function cashLeft(sale: Refunded, recovers?: string): Minor {
  return subtract(cashTaken(sale, recovers).amountMinor, refundedOf(sale, recovers).amountMinor);
}

/**
 * The rounding of the next refund (A19): the difference that it makes to what has gone back so far, so
 * that parts never add up to more coins, or fewer, than the sale had brought.
 */
export function cashShare(
  sale: Refunded,
  amountMinor: Minor,
  rounding: CashRounding,
  recovers?: string,
): Minor {
  const taken = cashTaken(sale, recovers);
  const before = refundedOf(sale, recovers);
  const after = minor(before.amountMinor + amountMinor);
  // Cash beside a card is not rounded, and who had no coins for it was let off: no more than came in.
  const most = minor(taken.amountMinor + taken.roundingMinor - after);
  const inAll =
    after === taken.amountMinor
      ? taken.roundingMinor
      : minor(Math.min(cashRoundingOf(after, rounding), most));
  return subtract(inAll, before.roundingMinor);
}

/** The sale after a refund of it: what has gone back is counted here, since no bank counts it for us. */
export function withCashRefund(
  sale: Sale,
  refund: Pick<Sale, 'id' | 'tenders' | 'refundOf'>,
): Sale {
  const { recovers } = refund.refundOf?.cash ?? {};
  const gone = { refundId: refund.id, ...cashPaid(refund) };
  const one = recovers === undefined ? gone : { ...gone, recovers };
  return { ...sale, cashRefunds: [...(sale.cashRefunds ?? []), one] };
}

function refundedOf({ cashRefunds = [] }: Refunded, recovers?: string): Cash {
  return sumOf(cashRefunds.filter((one) => one.recovers === recovers));
}

function sumOf(parts: readonly Cash[]): Cash {
  let [amount, rounding] = [0, 0];
  for (const { amountMinor, roundingMinor } of parts) {
    amount += amountMinor;
    rounding += roundingMinor;
  }
  return { amountMinor: minor(amount), roundingMinor: minor(rounding) };
}
