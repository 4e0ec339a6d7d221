const encoder = new TextEncoder();

/**
 * UTF-8 of a text into room made for it: half a megabyte that goes to the bank is otherwise copied
 * several times on its way, which takes five times as long.
 */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  // No unit of text takes more than three bytes; a pair of them takes four.
  const room = new Uint8Array(text.length * 3);
  return room.subarray(0, encoder.encodeInto(text, room).written);
}
