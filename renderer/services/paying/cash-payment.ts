import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { dueInCash, type CashRounding } from '../../../shared/domain/cash.ts';
import { isPayable, minor, subtract, type Minor } from '../../../shared/domain/money.ts';
import type { CashTender, Sale } from '../../../shared/domain/sale.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { withoutLosses } from '../recovery/recovery-writing.ts';
import { commitSale } from '../books/sale-commit.ts';
import {
  completedIfPaid,
  openRest,
  opensDrawer,
  saleOfCart,
  takesMoney,
  unpayable,
  withCashTender,
  type Place,
  type PricedCart,
} from '../books/sale-writing.ts';

export interface CashOrder {
  readonly cart: PricedCart;
  /** What the customer hands over; what is above the rest is change. */
  readonly receivedMinor: Minor;
  readonly rounding: CashRounding;
}

/**
 * Cash is certain the moment both copies hold it: one record, no question to anybody (P9), and the
 * same record says that the drawer opens for it, since each further one is paid for in time. Less
 * than the rest leaves the sale open for another tender; change is only ever given from cash. A
 * sale with a payment in doubt takes no cash: the customer might pay twice (P5).
 */
export async function payCash(
  { random }: Pick<TillPorts, 'random'>,
  ledger: Ledger,
  place: Place,
  { cart, receivedMinor, rounding }: CashOrder,
): Promise<Result<Sale, Failure>> {
  const refusal = unpayable(cart);
  if (refusal !== null) return err(refusal);
  if (!isPayable(receivedMinor)) return err(failure('amount-invalid', String(receivedMinor)));
  const tenderId = random.uuid();
  return commitSale(ledger, 'completed', cart.saleId, (numbers, before) => {
    if (!takesMoney(before)) return null;
    const sale = saleOfCart(before, cart, place, numbers);
    const tender = cashTender(tenderId, openRest(sale), receivedMinor, rounding);
    const closed = completedIfPaid(withCashTender(sale, tender), numbers, random);
    const paid = withoutLosses(closed, numbers.nowMs);
    return opensDrawer(paid.sale) ? { ...paid, opensDrawer: true } : paid;
  });
}

/**
 * Rounding belongs to the cash that closes a sale; a part paid in cash is just what it is (A19).
 * Nobody who hands over what the sale costs is asked for more because the shop rounds up.
 */
export function cashTender(
  id: string,
  rest: Minor,
  receivedMinor: Minor,
  rounding: CashRounding,
): CashTender {
  const rounded = dueInCash(rest, rounding);
  const asked = receivedMinor >= rest ? minor(Math.min(rounded, receivedMinor)) : rounded;
  if (receivedMinor < asked) {
    const nothing = minor(0);
    const open = { roundingMinor: nothing, changeMinor: nothing };
    return { kind: 'cash', id, amountMinor: receivedMinor, receivedMinor, ...open };
  }
  const roundingMinor = subtract(asked, rest);
  const changeMinor = subtract(receivedMinor, asked);
  return { kind: 'cash', id, amountMinor: rest, roundingMinor, receivedMinor, changeMinor };
}
