import { SHOWN_AT_MOST } from '../catalogue-ports.ts';
import { createNumberList, type NumberList } from './number-list.ts';
import { BREAK, productAt, type SearchText } from './search-text.ts';

/**
 * Places in a text, sorted by the bytes that follow each: first by one byte, then by the second,
 * and on only where more than `leafSize` places still share the same beginning.
 *
 *   root ── n ── f ── s   (a leaf: the few places where "nfs" stands, from left to right)
 *        │    └─ g ┬─ …   (a fork: "ng" stands in too many places)
 *        └─ s ── … └─ …
 *
 * A leaf is read and compared. A fork that is asked for as a whole ("n") answers from its *head*,
 * the first few products of it, written down before its places were sorted further. Either way a
 * look-up touches few bytes, however large the catalogue and however common what was typed.
 */
export interface GramTree {
  /** Each node owns a stretch of it; in a leaf it runs from left to right in the text. */
  readonly places: Uint32Array;
  /** By node: the byte that leads to it. A fork's children stand side by side, in this order. */
  readonly bytes: Uint8Array;
  /** By node `NODE_SIZE` numbers side by side, for each is fetched from far away: see `FROM` ff. */
  readonly nodes: Uint32Array;
  readonly heads: Uint32Array;
}

/** A node's stretch of `places`. */
export const FROM = 0;
export const TO = 1;
/** How many bytes lead to it. */
export const DEPTH = 2;
const FIRST_CHILD = 3;
const CHILD_COUNT = 4;
/** Where a fork's head begins in `heads`, and how long it is; a leaf has none. */
export const HEAD_FROM = 5;
export const HEAD_COUNT = 6;
export const NODE_SIZE = 8;

export interface TreeShape {
  readonly leafSize: number;
  readonly maxDepth: number;
}

/** As many products as a head names: what is shown at once, and one that tells of more. */
export const HEAD_LENGTH = SHOWN_AT_MOST + 1;

interface Growing {
  readonly text: SearchText;
  readonly places: Uint32Array;
  readonly froms: number[];
  readonly tos: number[];
  readonly bytes: number[];
  readonly depths: number[];
  readonly firstChildren: number[];
  readonly childCounts: number[];
  readonly headFroms: number[];
  readonly headLengths: number[];
  readonly heads: NumberList;
  /** Which products the head at hand has already. */
  readonly seen: Uint32Array;
}

/** `places` run from left to right; the array is taken over. */
export function growTree(
  text: SearchText,
  places: Uint32Array,
  { leafSize, maxDepth }: TreeShape,
): GramTree {
  const tree: Growing = {
    text,
    places,
    froms: [0],
    tos: [places.length],
    bytes: [0],
    depths: [0],
    firstChildren: [0],
    childCounts: [0],
    headFroms: [0],
    headLengths: [0],
    heads: createNumberList(),
    seen: new Uint32Array(text.productCount),
  };
  const scratch = new Uint32Array(places.length);
  const forks = [0];
  for (let node = forks.pop(); node !== undefined; node = forks.pop()) {
    const first = fork(tree, node, scratch);
    const deeper = (tree.depths[node] ?? 0) + 1 < maxDepth;
    for (let child = first; deeper && child < tree.froms.length; child += 1) {
      if ((tree.tos[child] ?? 0) - (tree.froms[child] ?? 0) > leafSize) forks.push(child);
    }
  }
  return {
    places,
    bytes: Uint8Array.from(tree.bytes),
    nodes: packed(tree),
    heads: tree.heads.taken(),
  };
}

function packed(tree: Growing): Uint32Array {
  const nodes = new Uint32Array(tree.froms.length * NODE_SIZE);
  const write = (values: readonly number[], part: number): void => {
    for (const [node, value] of values.entries()) nodes[node * NODE_SIZE + part] = value;
  };
  write(tree.froms, FROM);
  write(tree.tos, TO);
  write(tree.depths, DEPTH);
  write(tree.firstChildren, FIRST_CHILD);
  write(tree.childCounts, CHILD_COUNT);
  write(tree.headFroms, HEAD_FROM);
  write(tree.headLengths, HEAD_COUNT);
  return nodes;
}

/** Sorts the places of a node by their next byte, one child for each; returns the first child. */
function fork(tree: Growing, node: number, scratch: Uint32Array): number {
  const { places, text } = tree;
  const { bytes } = text;
  const from = tree.froms[node] ?? 0;
  const to = tree.tos[node] ?? 0;
  const depth = tree.depths[node] ?? 0;
  if (node > 0 && tree.headLengths[node] === 0) writeHead(tree, node);
  const ends = new Uint32Array(257);
  for (let i = from; i < to; i += 1) {
    const byte = bytes[(places[i] ?? 0) + depth] ?? 0;
    ends[byte + 1] = (ends[byte + 1] ?? 0) + 1;
  }
  const first = tree.froms.length;
  let at = from;
  for (let byte = 0; byte < 256; byte += 1) {
    const count = ends[byte + 1] ?? 0;
    ends[byte + 1] = at + count;
    if (count > 0 && byte !== BREAK) addNode(tree, at, at + count, byte, depth + 1);
    at += count;
  }
  tree.firstChildren[node] = first;
  tree.childCounts[node] = tree.froms.length - first;
  if (isOnlyChild(tree, node)) {
    // The same places lead on to it, in the same order: `nongfushanqu` has the head of `nongfu`.
    tree.headFroms[first] = tree.headFroms[node] ?? 0;
    tree.headLengths[first] = tree.headLengths[node] ?? 0;
    return first;
  }
  ends[0] = from;
  for (let i = from; i < to; i += 1) {
    const place = places[i] ?? 0;
    const byte = bytes[place + depth] ?? 0;
    const target = ends[byte] ?? 0;
    scratch[target] = place;
    ends[byte] = target + 1;
  }
  places.set(scratch.subarray(from, to), from);
  return first;
}

function isOnlyChild({ froms, tos, firstChildren, childCounts }: Growing, node: number): boolean {
  const first = firstChildren[node] ?? 0;
  return childCounts[node] === 1 && froms[first] === froms[node] && tos[first] === tos[node];
}

function addNode(tree: Growing, from: number, to: number, byte: number, depth: number): void {
  tree.froms.push(from);
  tree.tos.push(to);
  tree.bytes.push(byte);
  tree.depths.push(depth);
  tree.firstChildren.push(0);
  tree.childCounts.push(0);
  tree.headFroms.push(0);
  tree.headLengths.push(0);
}

/** While its places still run from left to right: the best products that it leads to. */
function writeHead({ text, places, seen, heads, ...tree }: Growing, node: number): void {
  const headFrom = heads.length();
  const to = tree.tos[node] ?? 0;
  let length = 0;
  for (let i = tree.froms[node] ?? 0; i < to && length < HEAD_LENGTH; i += 1) {
    const product = productAt(text, places[i] ?? 0);
    if (seen[product] === node) continue;
    seen[product] = node;
    heads.push(product);
    length += 1;
  }
  tree.headFroms[node] = headFrom;
  tree.headLengths[node] = length;
}

/**
 * The node that as many bytes of the needle lead to as are in the tree, as its place in `nodes`;
 * -1 if the needle is not there.
 */
export function descend(
  { bytes, nodes }: GramTree,
  needle: Uint8Array,
  from: number,
  to: number,
): number {
  let node = 0;
  for (let i = from; i < to; i += 1) {
    const count = nodes[node + CHILD_COUNT] ?? 0;
    if (count === 0) return node;
    const byte = needle[i] ?? 0;
    const first = nodes[node + FIRST_CHILD] ?? 0;
    let low = first;
    let high = first + count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((bytes[middle] ?? 0) < byte) low = middle + 1;
      else high = middle;
    }
    if (low === first + count || bytes[low] !== byte) return -1;
    node = low * NODE_SIZE;
  }
  return node;
}
