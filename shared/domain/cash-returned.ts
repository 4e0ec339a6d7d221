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
}

type Cash = Pick<CashReturned, 'amountMinor' | 'roundingMinor'>;

/** No card took part: whatever goes back goes back over the counter. */
export function isCashAlone({ tenders }: Pick<Sale, 'tenders'>): boolean {
  return tenders.every(({ kind }) => kind === 'cash');
}

/** What of a sale was paid in cash when it was sold. */
export function cashPaid({ tenders }: Pick<Sale, 'tenders'>): Cash {
  return sumOf(tenders.flatMap((tender) => (tender.kind === 'cash' ? tender : [])));
}

/** What of it has not been refunded yet; a void leaves nothing, and is asked about elsewhere. */
export function cashLeft(sale: Pick<Sale, 'tenders' | 'cashRefunds'>): Minor {
  return subtract(cashPaid(sale).amountMinor, sumOf(sale.cashRefunds ?? []).amountMinor);
}

/**
 * The rounding of the next refund (A19): the difference that it makes to what has gone back so far, so
 * that parts never add up to more coins, or fewer, than the sale had brought.
 */
export function cashShare(
  sale: Pick<Sale, 'tenders' | 'cashRefunds'>,
  amountMinor: Minor,
  rounding: CashRounding,
): Minor {
  const paid = cashPaid(sale);
  const before = sumOf(sale.cashRefunds ?? []);
  const after = minor(before.amountMinor + amountMinor);
  const inAll = after === paid.amountMinor ? paid.roundingMinor : cashRoundingOf(after, rounding);
  return subtract(inAll, before.roundingMinor);
}

/** The sale after a refund of it: what has gone back is counted here, since no bank counts it for us. */
export function withCashRefund(sale: Sale, refund: Pick<Sale, 'id' | 'tenders'>): Sale {
  const cashRefunds = [...(sale.cashRefunds ?? []), { refundId: refund.id, ...cashPaid(refund) }];
  return { ...sale, cashRefunds };
}

function sumOf(parts: readonly Cash[]): Cash {
  let [amount, rounding] = [0, 0];
  for (const { amountMinor, roundingMinor } of parts) {
    amount += amountMinor;
    rounding += roundingMinor;
  }
  return { amountMinor: minor(amount), roundingMinor: minor(rounding) };
}
