import { z } from 'zod';
import {
  MAX_CUSTOMER_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_QUANTITY_MILLI,
  type Cart,
} from '../domain/cart.ts';
import { MAX_AMOUNT_MINOR, type Minor } from '../domain/money.ts';

/**
 * Carts as they are kept over a restart, on the counter (A03) and put aside (A16). A cart already
 * has the id of its sale: one whose sale is in the database was sold, and must not be sold again.
 */
export interface HeldCart {
  readonly cart: Cart;
  readonly heldAtMs: number;
}

const amount = z
  .int()
  .nonnegative()
  .lt(MAX_AMOUNT_MINOR)
  .transform((value) => value as Minor);
const text = z.string().max(MAX_NOTE_LENGTH);

const discount = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('percent'), basisPoints: z.int().positive().max(10_000) }),
  z.object({ kind: z.literal('amount'), amountMinor: amount }),
]);

const product = z.object({
  id: text.min(1),
  sku: text,
  barcode: text,
  nameZh: text,
  nameEn: text,
  category: text,
  priceMinor: amount,
  taxBasisPoints: z.int().nonnegative(),
  unit: z.enum(['piece', 'kg']),
});

const line = z.object({
  lineId: text.min(1),
  product,
  quantityMilli: z.int().positive().max(MAX_QUANTITY_MILLI),
  discount,
  note: text,
});

const cart = z.object({
  saleId: z.uuid(),
  lines: z.array(line).min(1),
  saleDiscount: discount,
  note: text,
  // A cart of an earlier version of this program has none.
  customer: z.string().max(MAX_CUSTOMER_LENGTH).default(''),
  activeLineId: z.string().nullable(),
});

const draft = z.object({ version: z.literal(1), cart });
const heldCarts = z.object({
  version: z.literal(1),
  carts: z.array(z.object({ heldAtMs: z.int().nonnegative(), cart })),
});

/** An empty note is a till without a draft; `unreadable` is one that somebody has damaged. */
export function readDraft(note: string): Cart | null | 'unreadable' {
  if (note === '') return null;
  const read = draft.safeParse(fromJson(note));
  return read.success ? read.data.cart : 'unreadable';
}

export function readHeldCarts(note: string): readonly HeldCart[] | 'unreadable' {
  if (note === '') return [];
  const read = heldCarts.safeParse(fromJson(note));
  return read.success ? read.data.carts : 'unreadable';
}

export function draftNote(goods: Cart): string {
  return goods.lines.length === 0 ? '' : JSON.stringify({ version: 1, cart: goods });
}

export function heldCartsNote(carts: readonly HeldCart[]): string {
  return carts.length === 0 ? '' : JSON.stringify({ version: 1, carts });
}

function fromJson(note: string): unknown {
  try {
    return JSON.parse(note);
  } catch {
    return null;
  }
}
