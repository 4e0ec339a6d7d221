import { EMPTY_HEAD, headOf, type JournalRecord } from '../domain/journal.ts';
import { chainFault } from '../domain/journal-chain.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { utf8 } from '../lib/bytes.ts';
import type { JournalCrypto } from './ports.ts';

export interface ParsedJournal {
  /** The longest run from the beginning in which every record proves itself. */
  readonly records: JournalRecord[];
  /** Numbers (by line) of records that do not: quarantined, never used, never overwritten. */
  readonly damagedNumbers: readonly number[];
  readonly wholeBytes: number;
  /** What a write that was cut off left behind the last line end; it had no effect (P9). */
  readonly tornBytes: number;
}

/**
 * Reads a journal file. The last line without its line end is a torn write and is cut off; a
 * whole line that does not prove itself is damage, and everything behind it is in doubt too.
 */
export function parseJournal(text: string, crypto: JournalCrypto): ParsedJournal {
  const end = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, end).split('\n').slice(0, -1);
  const records: JournalRecord[] = [];
  const damagedNumbers: number[] = [];
  let head = EMPTY_HEAD;
  for (const [index, line] of lines.entries()) {
    const record = damagedNumbers.length === 0 ? recordIn(line) : null;
    if (record !== null && chainFault(record, head, crypto) === null) {
      records.push(record);
      head = headOf(record);
    } else damagedNumbers.push(index + 1);
  }
  return {
    records,
    damagedNumbers,
    wholeBytes: utf8(text.slice(0, end)).length,
    tornBytes: utf8(text.slice(end)).length,
  };
}

/** Only canonical text counts: a line that was edited by hand may parse and still not be ours. */
function recordIn(line: string): JournalRecord | null {
  try {
    const value = JSON.parse(line) as JournalRecord;
    return canonicalJson(value) === line ? value : null;
  } catch {
    return null;
  }
}
