const AT_FIRST = 1024;

/** Whole numbers, four bytes each; a plain array of millions takes twice as much, and longer. */
export interface NumberList {
  readonly push: (value: number) => void;
  readonly length: () => number;
  /** What was pushed, no longer than that. */
  readonly taken: () => Uint32Array;
}

export function createNumberList(): NumberList {
  let values = new Uint32Array(AT_FIRST);
  let count = 0;
  return {
    push: (value) => {
      if (count === values.length) {
        const longer = new Uint32Array(count * 2);
        longer.set(values);
        values = longer;
      }
      values[count] = value;
      count += 1;
    },
    length: () => count,
    taken: () => values.slice(0, count),
  };
}
