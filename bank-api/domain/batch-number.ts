/** A till opens a batch alone when its trace numbers run out, and after a repair: never this often. */
export const MOST_OPENED_ALONE = 100;

/**
 * The bank's batch number wins, upwards only (P21): what a till has gone on to alone is taken over. A
 * number far above is not believed, since it could not be brought back and the series would end (P3).
 */
export function agreedBatch(own: number, told: number): number {
  return told <= own + MOST_OPENED_ALONE ? Math.max(own, told) : own;
}
