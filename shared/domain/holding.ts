import type { HoldAct, HoldStep } from './hold.ts';
import type { Minor } from './money.ts';
import type { PaymentKind } from './payment.ts';
import { signedMinor } from './refunding.ts';
import type { Sale, SaleState } from './sale.ts';

/**
 * What holds money on a card 预授权, takes what it came to 完成 or lets it go 撤销 (decision 14), each kept
 * as an aggregate of its own in the shape of a sale: its own number, business day, transaction and slip,
 * no goods, and `hold` says which.
 *
 *   paying ──bank approved──▶ held │ completed │ released     declined, taken back ──▶ not-paid
 *
 * The hold is not touched by what comes after it: whether it stands only the bank knows, since other
 * tills complete and release it too. A completion is voided like any sale (`voiding.ts`).
 */
export function isHeldMoney({ hold }: Pick<Sale, 'hold'>): boolean {
  return hold !== undefined && hold.act !== 'complete';
}

/** What the bank is asked for with it. */
export const KIND_OF_ACT: { readonly [Act in HoldAct]: PaymentKind } = {
  hold: 'pre-authorisation',
  complete: 'completion',
  release: 'pre-authorisation-void',
};

const STATE_OF_ACT: { readonly [Act in HoldAct]: SaleState } = {
  hold: 'held',
  complete: 'completed',
  release: 'released',
};

/** After the bank's yes; a slip of its own follows, and is missed like any other (F04). */
export function afterHoldStep(sale: Sale, { act }: HoldStep): Sale {
  return { ...sale, state: STATE_OF_ACT[act], receipt: { printedCount: 0 } };
}

/** To look at by itself, never to add up: what is held has an amount, and none of it is income. */
export function namedMinor(sale: Pick<Sale, 'refundOf' | 'hold'>, amountMinor: Minor): Minor {
  return isHeldMoney(sale) ? amountMinor : signedMinor(sale, amountMinor);
}
