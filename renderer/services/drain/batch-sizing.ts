/**
 * How many records go in one batch (P12, A06). It grows while batches get through and is halved
 * when one does not: a line that is up for a second at a time (F18) still moves small ones. Until
 * the first failure it grows fast, since each step costs a whole way to the bank and back.
 */
export class BatchSizing {
  #largest = LARGEST_BATCH;
  #size = FIRST_BATCH;
  #growth = 4;

  /** What the bank takes at most, by its own word (P15). */
  limitTo(mostRecords: number): void {
    this.#largest = Math.min(LARGEST_BATCH, mostRecords);
    this.#size = Math.min(this.#size, this.#largest);
  }

  /** The first of `items` that fit: by number, and by bytes of their text. One always fits. */
  fitting<Item>(items: readonly Item[], bytesOf: (item: Item) => number): readonly Item[] {
    let bytes = 0;
    let count = 0;
    for (const item of items.slice(0, this.#size)) {
      bytes += bytesOf(item);
      if (count > 0 && bytes > MOST_BYTES) break;
      count += 1;
    }
    return items.slice(0, count);
  }

  get size(): number {
    return this.#size;
  }

  gotThrough(): void {
    this.#size = Math.min(this.#largest, this.#size * this.#growth);
  }

  /** @param sent how many were in the batch that failed; it may have been smaller than allowed. */
  failed(sent: number): void {
    this.#growth = 2;
    this.#size = Math.max(1, Math.floor(Math.min(sent, this.#size) / 2));
  }
}

const FIRST_BATCH = 100;
const LARGEST_BATCH = 500;
/** Before compression; the bank takes ten times as much, and slow lines do not. */
const MOST_BYTES = 512 * 1024;
