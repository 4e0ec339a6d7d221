import { EMPTY_HEAD, headOf, type Head, type JournalRecord } from '../domain/journal.ts';
import { chainFault, isAuthentic } from '../domain/journal-chain.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { utf8 } from '../lib/bytes.ts';
import type { JournalCrypto } from './ports.ts';

export interface ParsedJournal {
  /** The longest run from the beginning in which every record proves itself. */
  readonly records: JournalRecord[];
  /** Numbers of records that do not: quarantined, never used, never overwritten. */
  readonly damagedNumbers: readonly number[];
  /** Whole records behind the damage: theirs is the MAC of this till, only the chain is broken. */
  readonly loose: readonly JournalRecord[];
  readonly wholeBytes: number;
  /** What a write that was cut off left at the end; it had no effect (P9). */
  readonly tornBytes: number;
}

/**
 * Reads a journal file. The last line without its line end is a torn write and is cut off; a
 * whole line that does not prove itself is damage, and everything behind it is in doubt too.
 */
export function parseJournal(text: string, crypto: JournalCrypto): ParsedJournal {
  const end = endOfWholeLines(text);
  const lines = text.slice(0, end).split('\n').slice(0, -1);
  const records: JournalRecord[] = [];
  const damagedNumbers: number[] = [];
  const loose: JournalRecord[] = [];
  let head = EMPTY_HEAD;
  for (const line of lines) {
    const record = recordIn(line);
    const doubted = damagedNumbers.length;
    if (record !== null && doubted === 0 && chainFault(record, head, crypto) === null) {
      records.push(record);
      head = headOf(record);
      continue;
    }
    const authentic = record !== null && isAuthentic(record, crypto);
    if (authentic) loose.push(record);
    // A line that is not ours has no number that could be believed: its place stands in.
    damagedNumbers.push(authentic ? record.number : head.number + doubted + 1);
  }
  return {
    records,
    damagedNumbers,
    loose,
    wholeBytes: utf8(text.slice(0, end)).length,
    tornBytes: utf8(text.slice(end)).length,
  };
}

/**
 * A power cut may keep the end of an unsynced line and not its middle: then zeros stand there, which
 * no record holds (F06). Anywhere but in the last line they are damage: what is followed was synced.
 */
function endOfWholeLines(text: string): number {
  const end = text.lastIndexOf('\n') + 1;
  const lastLine = text.lastIndexOf('\n', end - 2) + 1;
  return text.slice(lastLine, end).includes('\0') ? lastLine : end;
}

/** Only canonical text counts: a line that was edited by hand may parse and still not be ours. */
function recordIn(line: string): JournalRecord | null {
  try {
    const value = JSON.parse(line) as JournalRecord;
    const shaped = typeof value.body.kind === 'string' && typeof value.counters === 'object';
    return shaped && canonicalJson(value) === line ? value : null;
  } catch {
    return null;
  }
}

export function sentinelText(head: Head, crypto: JournalCrypto): string {
  const text = canonicalJson(head);
  return `${text}\n${crypto.mac(text)}\n`;
}

/** A sentinel whose MAC does not hold says nothing: it may have been put there. */
export function parseSentinel(text: string | null, crypto: JournalCrypto): Head | null {
  const [head, mac] = (text ?? '').split('\n');
  if (head === undefined || head === '' || crypto.mac(head) !== mac) return null;
  return JSON.parse(head) as Head;
}
