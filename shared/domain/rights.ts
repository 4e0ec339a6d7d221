import type { Cart, Discount } from './cart.ts';
import type { Right } from './operators.ts';
import type { Sale } from './sale.ts';

/**
 * What somebody must be allowed for this change of what is on the counter (A28): `delete` when goods
 * leave it unsold, `discount` when a discount is given or raised. Goods that come on need nothing, and
 * neither does a discount that is lowered or taken away.
 */
export function rightsNeeded(before: Cart, after: Cart): readonly Right[] {
  const needed: Right[] = [];
  if (before.lines.some(({ lineId, quantityMilli }) => quantityOf(after, lineId) < quantityMilli)) {
    needed.push('delete');
  }
  const isRaised =
    isMore(before.saleDiscount, after.saleDiscount) ||
    after.lines.some((line) => isMore(discountOf(before, line.lineId), line.discount));
  if (isRaised) needed.push('discount');
  return needed;
}

function quantityOf({ lines }: Cart, lineId: string): number {
  return lines.find((line) => line.lineId === lineId)?.quantityMilli ?? 0;
}

function discountOf({ lines }: Cart, lineId: string): Discount {
  return lines.find((line) => line.lineId === lineId)?.discount ?? { kind: 'none' };
}

/** Percent in place of an amount is another discount: which of the two is more depends on the goods. */
function isMore(before: Discount, after: Discount): boolean {
  if (after.kind === 'none') return false;
  if (after.kind === 'percent' && before.kind === 'percent') {
    return after.basisPoints > before.basisPoints;
  }
  if (after.kind === 'amount' && before.kind === 'amount') {
    return after.amountMinor > before.amountMinor;
  }
  return true;
}

/**
 * By how much less a sale is sold than its goods cost, in minor units: as it says itself, or as its lines
 * and its total say, whichever is more. In plain numbers: a window may have written anything.
 */
export function takenOff({ lines, totals }: Pick<Sale, 'lines' | 'totals'>): number {
  let gross = 0;
  for (const { unitPriceMinor, quantityMilli } of lines) {
    gross += Math.round((unitPriceMinor * quantityMilli) / 1000);
  }
  return Math.max(totals.discountMinor, gross - totals.dueMinor, 0);
}
