/** Below this, packing costs more than it saves: an authorisation goes as it is, a batch does not. */
const WORTH_PACKING_BYTES = 4 * 1024;

/** Whether a request body is sent with `content-encoding: gzip` (P12). */
export function isWorthPacking(bytes: number): boolean {
  return bytes >= WORTH_PACKING_BYTES;
}
