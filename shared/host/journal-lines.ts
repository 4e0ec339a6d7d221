import type { Failure } from '../contracts/error-codes.ts';
import { ok, type Result } from '../lib/result.ts';
import type { JournalFiles } from './ports.ts';

/** So much of the file is in memory at once, and no line is believed to be longer than the second. */
const CHUNK_BYTES = 1 << 20;
const LONGEST_LINE_BYTES = 1 << 26;
export const LINE_END = 0x0a;

export interface JournalLine {
  /** Null where it is not UTF-8 text, or longer than any record. */
  readonly text: string | null;
  /** With its end. */
  readonly bytes: number;
}

/** What stands behind the last line that counts. */
export interface JournalEnd {
  readonly wholeBytes: number;
  /** What a write that was cut off left at the end; it had no effect (P9). */
  readonly tornBytes: number;
}

/**
 * The lines of the journal file from a byte on, a piece of the file at a time: it grows for years,
 * and no text holds more than half a gigabyte. Places are counted in bytes as they lie on the disk,
 * never in characters: damage may be no text at all.
 *
 * A last line without its end is a torn write. So is one that holds a zero, where `mayBeTorn` says so
 * once all before it has been handed on: a power cut may keep the end of an unsynced line and not its
 * middle, and no record holds a zero (F06). Anywhere but there it is damage: what is followed was
 * synced.
 */
export async function eachJournalLine(
  files: Pick<JournalFiles, 'readAt' | 'decode'>,
  from: number,
  take: (line: JournalLine) => void,
  mayBeTorn: () => boolean,
): Promise<Result<JournalEnd, Failure>> {
  let pieces = new Pieces();
  /** Not handed on before it is known whether something follows it. */
  let held: Pieces | null = null;
  let wholeBytes = from;
  const pass = (line: Pieces): void => {
    wholeBytes += line.bytes + 1;
    take({ text: line.text(files), bytes: line.bytes + 1 });
  };
  for (let offset = from; ;) {
    const read = await files.readAt(offset, CHUNK_BYTES);
    if (!read.ok) return read;
    const chunk = read.value;
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      pieces.add(chunk.subarray(start, end));
      if (held !== null) pass(held);
      held = pieces;
      pieces = new Pieces();
      start = end + 1;
    }
    pieces.add(chunk.subarray(start));
    offset += chunk.length;
    // Less than was asked for: the end of the file.
    if (chunk.length < CHUNK_BYTES) break;
  }
  if (held === null) return ok({ wholeBytes, tornBytes: pieces.bytes });
  if (held.holdsZero && mayBeTorn()) {
    return ok({ wholeBytes, tornBytes: held.bytes + 1 + pieces.bytes });
  }
  pass(held);
  return ok({ wholeBytes, tornBytes: pieces.bytes });
}

/** One line, as it came: in one piece, or over the border of two. */
class Pieces {
  bytes = 0;
  #pieces: Uint8Array[] = [];

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.bytes += piece.length;
    if (this.bytes > LONGEST_LINE_BYTES) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  get holdsZero(): boolean {
    return this.#pieces.some((piece) => piece.includes(0));
  }

  text({ decode }: Pick<JournalFiles, 'decode'>): string | null {
    if (this.bytes > LONGEST_LINE_BYTES) return null;
    const [only = EMPTY] = this.#pieces;
    return decode(this.#pieces.length > 1 ? this.#joined() : only);
  }

  #joined(): Uint8Array {
    const whole = new Uint8Array(this.bytes);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}

const EMPTY = new Uint8Array();
