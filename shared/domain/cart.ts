import { err, ok, type Result } from '../lib/result.ts';
import { isPayable, type Minor } from './money.ts';
import type { Product } from './product.ts';

/** What is on the counter before money is at stake: lines, discounts, whose it is. No prices computed. */
export interface Cart {
  /**
   * The sale that this becomes (P1, P8): given with the first line and kept until it is sold or
   * cleared, so that every try to pay for it, also after a restart, is a try at one sale. Empty
   * while nothing was ever on the counter.
   */
  readonly saleId: string;
  readonly lines: readonly CartLine[];
  readonly saleDiscount: Discount;
  readonly note: string;
  /** Name or telephone of whoever buys it; empty where nobody has asked. */
  readonly customer: string;
  /** The line that the keys act on; null when the cart is empty. */
  readonly activeLineId: string | null;
}

export interface CartLine {
  readonly lineId: string;
  readonly product: Product;
  /** Thousandths of the unit: 2 pieces = 2000, 642 g = 642. */
  readonly quantityMilli: number;
  readonly discount: Discount;
  readonly note: string;
}

export type Discount =
  | { readonly kind: 'none' }
  | { readonly kind: 'percent'; readonly basisPoints: number }
  | { readonly kind: 'amount'; readonly amountMinor: Minor };

export type CartFault =
  | 'line-unknown'
  | 'quantity-out-of-range'
  | 'discount-out-of-range'
  | 'text-too-long'
  | 'total-too-large';

export const NO_DISCOUNT: Discount = { kind: 'none' };
export const EMPTY_CART: Cart = {
  saleId: '',
  lines: [],
  saleDiscount: NO_DISCOUNT,
  note: '',
  customer: '',
  activeLineId: null,
};

export const ONE_PIECE_MILLI = 1000;

/** Ten thousand pieces, or ten tonnes: above it a scan has gone wrong. */
export const MAX_QUANTITY_MILLI = 10_000_000;
export const MAX_NOTE_LENGTH = 500;
export const MAX_CUSTOMER_LENGTH = 100;

/**
 * A product is scanned or touched. The same product again raises the quantity of its line (A25)
 * unless that line was changed by hand: a discount or a note was meant for those pieces alone.
 * What is weighed gets a line each time: every bag has its own weight, which the customer checks.
 */
export function addProduct(
  cart: Cart,
  product: Product,
  quantityMilli: number,
  newLineId: string,
): Result<Cart, CartFault> {
  const same = cart.lines.find(
    (line) =>
      line.product.unit === 'piece' &&
      line.product.id === product.id &&
      line.product.priceMinor === product.priceMinor &&
      line.discount.kind === 'none' &&
      line.note === '',
  );
  if (same !== undefined) {
    return setQuantity(cart, same.lineId, same.quantityMilli + quantityMilli);
  }
  if (!isQuantity(quantityMilli)) return err('quantity-out-of-range');
  const line = { lineId: newLineId, product, quantityMilli, discount: NO_DISCOUNT, note: '' };
  return ok({ ...cart, lines: [...cart.lines, line], activeLineId: newLineId });
}

export function setQuantity(
  cart: Cart,
  lineId: string,
  quantityMilli: number,
): Result<Cart, CartFault> {
  if (!isQuantity(quantityMilli)) return err('quantity-out-of-range');
  return changed(cart, lineId, (line) => ({ ...line, quantityMilli }));
}

/** One piece more or less; the last piece stays, because taking it away has a key of its own. */
export function stepQuantity(
  cart: Cart,
  lineId: string,
  direction: 1 | -1,
): Result<Cart, CartFault> {
  const line = cart.lines.find((one) => one.lineId === lineId);
  if (line === undefined) return err('line-unknown');
  if (line.product.unit !== 'piece') return err('quantity-out-of-range');
  return setQuantity(cart, lineId, line.quantityMilli + direction * ONE_PIECE_MILLI);
}

export function setActiveLine(cart: Cart, lineId: string): Result<Cart, CartFault> {
  return changed(cart, lineId, (line) => line);
}

/** Up and Down stop at the ends: from the last line nobody wants to land on the first. */
export function moveActiveLine(cart: Cart, direction: 1 | -1): Cart {
  const at = cart.lines.findIndex(({ lineId }) => lineId === cart.activeLineId);
  const next = cart.lines[at + direction];
  return at < 0 || next === undefined ? cart : { ...cart, activeLineId: next.lineId };
}

export function setLineDiscount(
  cart: Cart,
  lineId: string,
  discount: Discount,
): Result<Cart, CartFault> {
  if (!isDiscount(discount)) return err('discount-out-of-range');
  return changed(cart, lineId, (line) => ({ ...line, discount }));
}

export function setLineNote(cart: Cart, lineId: string, note: string): Result<Cart, CartFault> {
  if (note.length > MAX_NOTE_LENGTH) return err('text-too-long');
  return changed(cart, lineId, (line) => ({ ...line, note }));
}

export function setSaleDiscount(cart: Cart, saleDiscount: Discount): Result<Cart, CartFault> {
  return isDiscount(saleDiscount) ? ok({ ...cart, saleDiscount }) : err('discount-out-of-range');
}

export function setSaleNote(cart: Cart, note: string): Result<Cart, CartFault> {
  return note.length > MAX_NOTE_LENGTH ? err('text-too-long') : ok({ ...cart, note });
}

export function setCustomer(cart: Cart, customer: string): Result<Cart, CartFault> {
  return customer.length > MAX_CUSTOMER_LENGTH ? err('text-too-long') : ok({ ...cart, customer });
}

/** The line above becomes the active one, so that Delete can be pressed again. */
export function removeLine(cart: Cart, lineId: string): Result<Cart, CartFault> {
  const at = cart.lines.findIndex((line) => line.lineId === lineId);
  if (at < 0) return err('line-unknown');
  const lines = cart.lines.filter((line) => line.lineId !== lineId);
  const next = lines[Math.max(0, at - 1)];
  return ok({ ...cart, lines, activeLineId: next?.lineId ?? null });
}

function changed(
  cart: Cart,
  lineId: string,
  change: (line: CartLine) => CartLine,
): Result<Cart, CartFault> {
  if (!cart.lines.some((line) => line.lineId === lineId)) return err('line-unknown');
  const lines = cart.lines.map((line) => (line.lineId === lineId ? change(line) : line));
  return ok({ ...cart, lines, activeLineId: lineId });
}

function isQuantity(quantityMilli: number): boolean {
  return (
    Number.isSafeInteger(quantityMilli) && quantityMilli > 0 && quantityMilli <= MAX_QUANTITY_MILLI
  );
}

function isDiscount(discount: Discount): boolean {
  if (discount.kind === 'none') return true;
  if (discount.kind === 'amount') return isPayable(discount.amountMinor);
  const { basisPoints } = discount;
  return Number.isSafeInteger(basisPoints) && basisPoints > 0 && basisPoints <= 10_000;
}
