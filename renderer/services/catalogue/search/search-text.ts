/**
 * Everything of the catalogue that can be found, as one long run of UTF-8 bytes.
 *
 *   农夫山泉 550 ml⏎…⏎spring water 550 ml⏎…⏎nfsq550ml⏎…⏎2000000000015⇥⏎…
 *   └─ names, zh ─────┘└─ names, en ──────────┘└─ initials ┘   └─ codes ──────┘
 *
 * One *entry* is one text of one product. The entries stand in the order in which they are to be
 * shown: field after field, within a field the shorter first, within a length as in the shop's
 * file. So "further to the left" means "better" everywhere, and a search that reads hits from left
 * to right may stop when the screen is full.
 *
 * Bytes, not characters: one byte a Latin letter instead of two, and 256 branches at most where
 * the trees (`gram-tree.ts`) fork, also for Chinese. Every entry begins at a multiple of eight
 * bytes, so that one look tells whose text stands at a place.
 */
export interface SearchText {
  readonly bytes: Uint8Array;
  readonly productCount: number;
  /** By stretch of eight bytes: which product its entry belongs to. */
  readonly owners: Uint32Array;
  /** By product: where its entry begins in each of the `FIELD_COUNT` fields; 0 is nowhere. */
  readonly startsOf: Uint32Array;
  /** Codes stand from here on: they are found by their beginning and their end, not their middle. */
  readonly namesEnd: number;
}

/** What a product is found by, in the order of how good a hit is. */
const NAMES = ['nameZh', 'nameEn', 'initials', 'spelling'] as const;
const CODES = ['barcode', 'sku'] as const;
type FieldName = (typeof NAMES)[number] | (typeof CODES)[number];
/** Of each field the texts of all products, in the order of the shop's file; '' if it has none. */
export type FieldTexts = Readonly<Record<FieldName, string[]>>;

/** Names, codes, and the barcode once more, backwards. */
export const FIELD_COUNT = NAMES.length + CODES.length + 1;

/** Ends every entry. No needle contains it, so that no hit reaches into the next entry. */
export const BREAK = 0x0a;
/** Ends a code: a needle that ends with it is a whole code. */
export const CODE_END = 0x09;
/** Before a barcode that is written backwards, which makes its end a beginning. */
export const BACKWARDS = 0x0d;

const CODE_END_SIGN = String.fromCodePoint(CODE_END);
const BACKWARDS_SIGN = String.fromCodePoint(BACKWARDS);
const encoder = new TextEncoder();

/** Of a stretch: 2 to the power of `STRETCH_BITS` bytes. */
const STRETCH_BITS = 3;
const STRETCH = 2 ** STRETCH_BITS;
/** No entry begins at 0, which says "nowhere". */
const FIRST_START = STRETCH;

/** The texts of one field, each ended by a break, and whose they are. */
interface Part {
  readonly owning: Uint32Array;
  readonly bytes: Uint8Array;
}

/** The names in `texts` are emptied on the way: a large catalogue is not held twice. */
export function createSearchText(texts: FieldTexts): SearchText {
  const productCount = texts.nameZh.length;
  const names = NAMES.map((field) => {
    const part = partOf(texts[field], (name) => name);
    texts[field].length = 0;
    return part;
  });
  const codes = CODES.map((field) => partOf(texts[field], (code) => `${code}${CODE_END_SIGN}`));
  const backwards = partOf(texts.barcode, (barcode) => `${BACKWARDS_SIGN}${barcode}`);
  turnRound(backwards.bytes);
  return joined([...names, ...codes, backwards], productCount);
}

function partOf(values: readonly string[], signed: (value: string) => string): Part {
  const owning = shortestFirst(values);
  const lines = Array.from(owning, (product) => `${signed(values[product] ?? '')}\n`);
  return { owning, bytes: encoder.encode(lines.join('')) };
}

/** `␍123⏎` becomes `␍321⏎` in every entry; a needle is turned round in the same way. */
function turnRound(bytes: Uint8Array): void {
  let from = 0;
  for (let end = bytes.indexOf(BREAK); end >= 0; end = bytes.indexOf(BREAK, from)) {
    bytes.subarray(from + 1, end).reverse();
    from = end + 1;
  }
}

/** Products that have such a text at all; a stable sort by counting, for lengths are small. */
function shortestFirst(values: readonly string[]): Uint32Array {
  const longest = values.reduce((most, { length }) => Math.max(most, length), 0);
  const next = new Uint32Array(longest + 2);
  for (const { length } of values) next[length + 1] = (next[length + 1] ?? 0) + 1;
  const empty = next[1] ?? 0;
  next[1] = 0;
  for (let length = 1; length <= longest; length += 1) {
    next[length + 1] = (next[length + 1] ?? 0) + (next[length] ?? 0);
  }
  const sorted = new Uint32Array(values.length - empty);
  for (const [product, { length }] of values.entries()) {
    if (length === 0) continue;
    const place = next[length] ?? 0;
    sorted[place] = product;
    next[length] = place + 1;
  }
  return sorted;
}

function joined(parts: readonly Part[], productCount: number): SearchText {
  const room = parts.reduce(
    (sum, { owning, bytes }) => sum + bytes.length + owning.length * STRETCH,
    FIRST_START,
  );
  const whole = new Uint8Array(room).fill(BREAK);
  const owners = new Uint32Array(Math.ceil(room / STRETCH));
  const startsOf = new Uint32Array(productCount * FIELD_COUNT);
  let at = FIRST_START;
  let namesEnd = FIRST_START;
  for (const [field, { owning, bytes }] of parts.entries()) {
    let from = 0;
    for (const product of owning) {
      const to = bytes.indexOf(BREAK, from);
      const end = beginningBehind(at + to - from);
      startsOf[product * FIELD_COUNT + field] = at;
      for (let i = from; i < to; i += 1) whole[at + i - from] = bytes[i] ?? 0;
      owners.fill(product, at >>> STRETCH_BITS, end >>> STRETCH_BITS);
      at = end;
      from = to + 1;
    }
    if (field < NAMES.length) namesEnd = at;
  }
  return {
    bytes: whole.slice(0, at),
    productCount,
    owners: owners.slice(0, at >>> STRETCH_BITS),
    startsOf,
    namesEnd,
  };
}

/** Where the next entry may begin, when the break of the last one stands here. */
function beginningBehind(place: number): number {
  return ((place >>> STRETCH_BITS) + 1) << STRETCH_BITS;
}

/** Whose text stands at this place. */
export function productAt({ owners }: SearchText, place: number): number {
  return owners[place >>> STRETCH_BITS] ?? 0;
}

/** Where each entry begins. */
export function beginningPlaces({ bytes, startsOf }: SearchText): Uint32Array {
  const places = new Uint32Array(startsOf.length);
  let count = 0;
  for (let start = FIRST_START; start < bytes.length; count += 1) {
    places[count] = start;
    start = beginningBehind(bytes.indexOf(BREAK, start));
  }
  return places.slice(0, count);
}

/** Where a character begins inside a name, its initials or its spelling: all but the first ones. */
export function innerPlaces({ bytes, namesEnd }: SearchText): Uint32Array {
  const places = new Uint32Array(namesEnd);
  let count = 0;
  for (let start = FIRST_START; start < namesEnd;) {
    let at = start + 1;
    for (let byte = bytes[at]; byte !== BREAK && byte !== undefined; byte = bytes[at]) {
      if (!isInsideCharacter(byte)) {
        places[count] = at;
        count += 1;
      }
      at += 1;
    }
    start = beginningBehind(at);
  }
  return places.slice(0, count);
}

/** The second byte of a character in UTF-8, or a later one. */
function isInsideCharacter(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
