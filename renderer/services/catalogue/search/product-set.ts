/**
 * Some of the products, one bit each: that of a hundred thousand stays in the processor's nearest
 * memory, where a look-up that names three hundred of them would otherwise wait three hundred times.
 */
export type ProductSet = Uint32Array;

const BITS = 32;

export function createProductSet(productCount: number): ProductSet {
  return new Uint32Array(Math.ceil(productCount / BITS));
}

export function isIn(set: ProductSet, product: number): boolean {
  return ((set[product >>> 5] ?? 0) & (1 << (product & 31))) !== 0;
}

/** False if it was there already. */
export function addTo(set: ProductSet, product: number): boolean {
  if (isIn(set, product)) return false;
  set[product >>> 5] = (set[product >>> 5] ?? 0) | (1 << (product & 31));
  return true;
}

/**
 * Empties a set that holds these products and no other. They are few: to empty it from end to end takes
 * as long as a look-up.
 */
export function emptyOf(set: ProductSet, products: Uint32Array, count: number): void {
  for (let i = 0; i < count; i += 1) set[(products[i] ?? 0) >>> 5] = 0;
}
