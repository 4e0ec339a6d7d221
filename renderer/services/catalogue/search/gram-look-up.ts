import {
  DEPTH,
  descend,
  FROM,
  HEAD_COUNT,
  HEAD_FROM,
  HEAD_LENGTH,
  TO,
  type GramTree,
} from './gram-tree.ts';
import { standsAt, type Needle, type Needles } from './needle.ts';
import { addTo, type ProductSet } from './product-set.ts';
import { BREAK, FIELD_COUNT, productAt, type SearchText } from './search-text.ts';

/** What was found so far, best first, each product once. */
export interface Hits {
  /** As long as nothing else was found it is all in a head, and neither here nor seen. */
  readonly products: Uint32Array;
  count: number;
  /** That head begins here; null: there is none, or more than one head was found. */
  head: { readonly tree: GramTree; readonly from: number } | null;
  /** Who was looked at already. */
  readonly seen: ProductSet;
  /** Which of the products at the right places are wanted; null: all. */
  fits: ((product: number) => boolean) | null;
  /** What can be said at little cost of who will fit; null: nothing. */
  mayFit: ((product: number) => boolean) | null;
}

/** No more is wanted than there is room for. */
export const isFull = ({ products, count }: Hits): boolean => count >= products.length;

function take(hits: Hits, product: number): void {
  if (!addTo(hits.seen, product)) return;
  if (hits.fits !== null && !hits.fits(product)) return;
  hits.products[hits.count] = product;
  hits.count += 1;
}

/** Adds the products at whose places the needle stands, best first, until no more are wanted. */
export function collect(text: SearchText, tree: GramTree, needle: Needle, hits: Hits): void {
  if (isFull(hits)) return;
  const node = descend(tree, needle.bytes, needle.from, needle.to);
  if (node < 0) return;
  takeOut(hits);
  const from = tree.nodes[node + FROM] ?? 0;
  const to = tree.nodes[node + TO] ?? 0;
  const isExact = isAt(tree, node, needle);
  if (!isExact || tree.nodes[node + HEAD_COUNT] === 0) {
    takePlaces(text, tree.places, from, to, isExact ? null : needle, hits);
    return;
  }
  takeHead(tree, node, hits);
  if (tree.nodes[node + HEAD_COUNT] !== HEAD_LENGTH || isFull(hits)) return;
  takeOut(hits);
  const sorted = sortedPlaces(text, tree.places.subarray(from, to), hits);
  takePlaces(text, sorted, 0, sorted.length, null, hits);
}

/** At how many places of the tree the needle stands, or a few more than that. */
export function countOf(tree: GramTree, needle: Needle): number {
  const node = descend(tree, needle.bytes, needle.from, needle.to);
  return node < 0 ? 0 : (tree.nodes[node + TO] ?? 0) - (tree.nodes[node + FROM] ?? 0);
}

/** Every product at whose places the needle stands, in no order and perhaps more than once. */
export function visitAll(
  text: SearchText,
  tree: GramTree,
  needle: Needle,
  visit: (product: number) => void,
): void {
  const node = descend(tree, needle.bytes, needle.from, needle.to);
  if (node < 0) return;
  const isExact = isAt(tree, node, needle);
  const to = tree.nodes[node + TO] ?? 0;
  for (let i = tree.nodes[node + FROM] ?? 0; i < to; i += 1) {
    const place = tree.places[i] ?? 0;
    if (isExact || standsAt(text.bytes, place, needle)) visit(productAt(text, place));
  }
}

/** Whether a product would be found by this: in a name, as a code's beginning, a barcode's end. */
export function isFoundBy(text: SearchText, product: number, { plain, ending }: Needles): boolean {
  const { bytes, startsOf, namesEnd } = text;
  for (let field = 0; field < FIELD_COUNT; field += 1) {
    const start = startsOf[product * FIELD_COUNT + field] ?? 0;
    if (start === 0) continue;
    const isFound =
      start < namesEnd
        ? standsFrom(bytes, start, plain)
        : standsAt(bytes, start, plain) || standsAt(bytes, start, ending);
    if (isFound) return true;
  }
  return false;
}

/** Somewhere between here and the end of the entry. */
function standsFrom(bytes: Uint8Array, start: number, needle: Needle): boolean {
  const first = needle.bytes[needle.from];
  for (let place = start; bytes[place] !== BREAK; place += 1) {
    if (bytes[place] === first && standsAt(bytes, place, needle)) return true;
  }
  return false;
}

/** All of the needle led to the node, and not only its first bytes to a leaf. */
function isAt({ nodes }: GramTree, node: number, { from, to }: Needle): boolean {
  return nodes[node + DEPTH] === to - from;
}

function takeHead(tree: GramTree, node: number, hits: Hits): void {
  const { heads, nodes } = tree;
  const from = nodes[node + HEAD_FROM] ?? 0;
  const to = from + (nodes[node + HEAD_COUNT] ?? 0);
  if (hits.count === 0 && hits.fits === null) {
    // Each of them once: mostly nothing follows, and nobody asks who was seen.
    hits.count = Math.min(to - from, hits.products.length);
    hits.head = { tree, from };
    return;
  }
  if (hits.fits === null) takeAll(heads, from, to, hits);
  else for (let i = from; i < to && !isFull(hits); i += 1) take(hits, heads[i] ?? 0);
}

/** More is found behind a head: now it matters who was in it. */
function takeOut(hits: Hits): void {
  const { head, count } = hits;
  if (head === null) return;
  hits.head = null;
  hits.count = 0;
  takeAll(head.tree.heads, head.from, head.from + count, hits);
}

/** As `take` does, for hundreds at once: this is where most of a look-up's time is spent. */
function takeAll(heads: Uint32Array, from: number, to: number, hits: Hits): void {
  const { products, seen } = hits;
  let { count } = hits;
  for (let i = from; i < to && count < products.length; i += 1) {
    const product = heads[i] ?? 0;
    if (!addTo(seen, product)) continue;
    products[count] = product;
    count += 1;
  }
  hits.count = count;
}

/** `needle` is null where it is known to stand at every place. */
function takePlaces(
  text: SearchText,
  places: Uint32Array,
  from: number,
  to: number,
  needle: Needle | null,
  hits: Hits,
): void {
  for (let i = from; i < to && !isFull(hits); i += 1) {
    const place = places[i] ?? 0;
    if (needle === null || standsAt(text.bytes, place, needle)) take(hits, productAt(text, place));
  }
}

/** A fork's places from left to right again. */
function sortedPlaces(text: SearchText, places: Uint32Array, { mayFit }: Hits): Uint32Array {
  if (mayFit === null) return places.slice().sort();
  return places.filter((place) => mayFit(productAt(text, place))).sort();
}
