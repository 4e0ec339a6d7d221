/** What somebody looked at: versions, lengths and the like, each the same as before or not. */
export type Look = readonly unknown[];

export const isSameLook = (one: Look, other: Look): boolean =>
  one.length === other.length && one.every((part, i) => part === other[i]);
