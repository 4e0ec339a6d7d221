import type { Cart, CartLine, Discount } from './cart.ts';
import { MAX_AMOUNT_MINOR, minor, subtract, sum, type Minor } from './money.ts';
import { allocate, multiplied } from './rounding.ts';
import type { SaleLine, SaleTotals } from './sale.ts';
import { taxed, type TaxMode } from './tax.ts';

export interface PricedSale {
  readonly lines: readonly SaleLine[];
  readonly totals: SaleTotals;
}

/**
 * What a cart costs. Line discounts first, then the discount on the whole sale, split over the
 * lines by what they cost, so that a single line can be taken back later at its true price; then
 * tax per line. A discount never makes anything cheaper than free, and the lines always add up to
 * the total.
 */
export function priceCart(cart: Cart, mode: TaxMode): PricedSale {
  const gross = cart.lines.map((line) =>
    multiplied(line.product.priceMinor, line.quantityMilli, 1000, 'half-up'),
  );
  const lineDiscounts = cart.lines.map((line, i) =>
    discountOn(gross[i] ?? minor(0), line.discount),
  );
  const afterLine = gross.map((price, i) => subtract(price, lineDiscounts[i] ?? minor(0)));
  const saleDiscount = discountOn(sum(afterLine), cart.saleDiscount);
  const shares = cart.lines.length === 0 ? [] : allocate(saleDiscount, afterLine);
  const lines = cart.lines.map((line, i) =>
    saleLine(
      line,
      lineDiscounts[i] ?? minor(0),
      shares[i] ?? minor(0),
      afterLine[i] ?? minor(0),
      mode,
    ),
  );
  return {
    lines,
    totals: {
      grossMinor: sum(gross),
      discountMinor: sum([...lineDiscounts, saleDiscount]),
      taxMinor: sum(lines.map(({ taxMinor }) => taxMinor)),
      dueMinor: sum(lines.map(({ amountMinor }) => amountMinor)),
    },
  };
}

/**
 * Whether what is on the counter adds up to less than the most that one amount may be: above it
 * nothing could be paid, written down or reported. Asked before pricing, in plain numbers, since the
 * sum may be larger than any amount; each line may be rounded up by less than one.
 */
export function isWithinLimit({ lines }: Pick<Cart, 'lines'>): boolean {
  let gross = lines.length;
  for (const { product, quantityMilli } of lines) {
    gross += (product.priceMinor * quantityMilli) / 1000;
  }
  return gross < MAX_AMOUNT_MINOR;
}

function saleLine(
  { lineId, product, quantityMilli, note }: CartLine,
  discountMinor: Minor,
  saleDiscountMinor: Minor,
  afterLineDiscount: Minor,
  mode: TaxMode,
): SaleLine {
  const price = subtract(afterLineDiscount, saleDiscountMinor);
  return {
    lineId,
    productId: product.id,
    barcode: product.barcode,
    nameZh: product.nameZh,
    nameEn: product.nameEn,
    unit: product.unit,
    quantityMilli,
    unitPriceMinor: product.priceMinor,
    taxBasisPoints: product.taxBasisPoints,
    discountMinor,
    saleDiscountMinor,
    ...taxed(price, product.taxBasisPoints, mode),
    note,
  };
}

function discountOn(price: Minor, discount: Discount): Minor {
  if (discount.kind === 'none') return minor(0);
  if (discount.kind === 'amount') return minor(Math.min(discount.amountMinor, price));
  return multiplied(price, discount.basisPoints, 10_000, 'half-up');
}
