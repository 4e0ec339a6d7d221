/**
 * One searchable text of every product, joined to a single long string with line breaks between.
 * `indexOf` over it runs at the speed of memory, and because the entries stand shortest first, the
 * first matches are the best ones and the search may stop there.
 */
export interface SearchField {
  readonly text: string;
  /** Where each entry begins in `text`. */
  readonly starts: Uint32Array;
  /** Which product each entry belongs to. */
  readonly owners: Uint32Array;
  /** The entry of each product: `owners` the other way round. */
  readonly entries: Uint32Array;
}

/** How a needle must sit in its entry. */
export type Fit = 'whole' | 'beginning' | 'word' | 'end' | 'anywhere';

const BREAK = '\n';

/** `values[i]` is the text of product `i`, without line breaks; an empty one never matches. */
export function createSearchField(values: readonly string[]): SearchField {
  const owners = Uint32Array.from(values.keys());
  const lengths = Uint32Array.from(values, (value) => value.length);
  // Products of one length stay in the order of the file.
  owners.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const starts = new Uint32Array(values.length);
  const entries = new Uint32Array(values.length);
  const sorted: string[] = [];
  let at = 1;
  for (const [entry, owner] of owners.entries()) {
    const value = values[owner] ?? '';
    starts[entry] = at;
    entries[owner] = entry;
    at += value.length + 1;
    sorted.push(value);
  }
  return { text: `${BREAK}${sorted.join(BREAK)}${BREAK}`, starts, owners, entries };
}

/** The products that match, shortest text first, each once. */
export function* matchesIn(field: SearchField, needle: string, fit: Fit): Generator<number, void> {
  const wanted = dressed(needle, fit);
  const lead = wanted.indexOf(needle);
  let from = 0;
  for (;;) {
    const hit = field.text.indexOf(wanted, from);
    if (hit < 0) return;
    const entry = entryAt(field.starts, hit + lead);
    yield field.owners[entry] ?? 0;
    const next = field.starts[entry + 1];
    if (next === undefined) return;
    from = next - 1;
  }
}

export function textOf(field: SearchField, product: number): string {
  const entry = field.entries[product] ?? 0;
  const next = field.starts[entry + 1] ?? field.text.length;
  return field.text.slice(field.starts[entry], next - 1);
}

function dressed(needle: string, fit: Fit): string {
  switch (fit) {
    case 'whole':
      return `${BREAK}${needle}${BREAK}`;
    case 'beginning':
      return `${BREAK}${needle}`;
    case 'word':
      return ` ${needle}`;
    case 'end':
      return `${needle}${BREAK}`;
    case 'anywhere':
      return needle;
  }
}

/** The last entry that begins at or before the position. */
function entryAt(starts: Uint32Array, position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
