import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Minor } from '../../shared/domain/money.ts';
import { soldLossOf } from '../../shared/domain/recovery.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CardOrder } from '../services/paying/payment-run.ts';
import { cartOf } from '../services/recovery/recovery-writing.ts';
import { restOf, type PricedCart } from '../services/books/sale-writing.ts';
import { NEW_TRY, type Paying, type RecoveredLoss } from './paying.ts';
import type { TillAtTheCounter } from './step-conclusion.ts';

/**
 * What the same keys of the payment screen take: the rest of what is on the counter, or the loss of a
 * sale that was sold long ago (P13).
 */

/** Null where somebody has decided about it meanwhile. */
export async function recoveryPaying(
  till: TillAtTheCounter | null,
  saleId: string,
  { tenderId, tender }: Omit<RecoveredLoss, 'amountMinor'>,
): Promise<Paying | null> {
  const found = await till?.checkout.saleOf(saleId);
  const sale = found?.ok === true ? found.value : null;
  const loss = soldLossOf(sale, tenderId);
  if (loss === null) return null;
  const { amountMinor } = loss.core;
  return { ...NEW_TRY, sale, recovers: { tenderId, amountMinor, tender } };
}

export function cardOrder(
  paying: Paying | null,
  cart: PricedCart,
  cardId: string,
  amountMinor: number | undefined,
): CardOrder {
  const { recovers, sale = null } = paying ?? {};
  if (recovers !== undefined && sale !== null) {
    const { tenderId, amountMinor: lost } = recovers;
    return { cart: cartOf(sale), cardId, amountMinor: lost, recovers: tenderId };
  }
  const wanted = (amountMinor ?? restOf(sale, cart.totals.dueMinor)) as Minor;
  return { cart, cardId, amountMinor: wanted };
}

export function takeCash(
  { checkout }: TillAtTheCounter,
  paying: Paying | null,
  cart: PricedCart,
  receivedMinor: Minor,
): Promise<Result<Sale, Failure>> {
  const { recovers, sale = null } = paying ?? {};
  return recovers === undefined || sale === null
    ? checkout.payCash(cart, receivedMinor)
    : checkout.recoverInCash(sale.id, recovers.tenderId, receivedMinor);
}
