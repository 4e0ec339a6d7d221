/** Throws for what is not JSON in UTF-8. */
export function jsonFrom(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}
