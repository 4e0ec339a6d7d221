import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { add, isPayable, minor, subtract, type Minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import type { Ledger } from './ledger-of-the-till.ts';
import { commitSale } from './sale-commit.ts';
import {
  completedIfPaid,
  newSale,
  openRest,
  withCashTender,
  type Place,
  type PricedCart,
} from './sale-writing.ts';

export interface CashOrder {
  readonly cart: PricedCart;
  readonly sale: Sale | null;
  readonly tenderId: string;
  /** What the customer hands over; what is above the rest is change. */
  readonly receivedMinor: Minor;
  /** Rounded rest minus rest, by the shop's cash rounding; zero where there is none (A19). */
  readonly roundingMinor: Minor;
}

/**
 * Cash is certain the moment both copies hold it: one record, no question to anybody (P9). Less
 * than the rest leaves the sale open for another tender; change is only ever given from cash.
 */
export async function payCash(
  { random }: TillPorts,
  ledger: Ledger,
  place: Place,
  order: CashOrder,
): Promise<Result<Sale, Failure>> {
  const { receivedMinor, cart } = order;
  if (cart.lines.length === 0) return err(failure('cart-empty'));
  if (!isPayable(receivedMinor)) return err(failure('amount-invalid', String(receivedMinor)));
  return commitSale(ledger, 'completed', (numbers) => {
    const sale = order.sale ?? newSale(cart, place, numbers);
    const rest = openRest(sale);
    const dueInCash = add(rest, order.roundingMinor);
    const covers = receivedMinor >= dueInCash;
    const tender = {
      kind: 'cash',
      id: order.tenderId,
      amountMinor: covers ? rest : receivedMinor,
      roundingMinor: covers ? order.roundingMinor : minor(0),
      receivedMinor,
      changeMinor: covers ? subtract(receivedMinor, dueInCash) : minor(0),
    } as const;
    return completedIfPaid(withCashTender(sale, tender), numbers, random);
  });
}
