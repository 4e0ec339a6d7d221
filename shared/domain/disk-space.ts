const MEGABYTE = 1_000_000;

/** A journal of a year fits in here; somebody has time to make room. */
const LOW_BELOW_BYTES = 200 * MEGABYTE;
/** Room for what is in flight to end well: outcomes, reversals and deliveries still need writing. */
const NONE_BELOW_BYTES = 50 * MEGABYTE;

export type DiskSpace = 'enough' | 'low' | 'none';

/**
 * Whether the disk has room for another payment (F08). A full disk empties IndexedDB and makes it
 * hang, so it is asked before money moves, not when a write has failed. Where nobody can say how
 * much is free, writes alone decide.
 */
export function diskSpace(freeBytes: number | null): DiskSpace {
  if (freeBytes === null || freeBytes >= LOW_BELOW_BYTES) return 'enough';
  return freeBytes >= NONE_BELOW_BYTES ? 'low' : 'none';
}
