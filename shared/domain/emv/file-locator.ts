import { err, ok, type Result } from '../../lib/result.ts';

/** Application file locator, tag 94 (EMV Book 3, 10.2): which records a terminal must read. */
export interface LocatedRecord {
  readonly file: number;
  readonly record: number;
  /** Signed along by the card's certificate, so that nobody can change it (10.3). */
  readonly isSigned: boolean;
}

/** More than any card has; a liar must not keep a terminal reading. */
const MOST_RECORDS = 32;

export function locatedRecords(
  locator: Uint8Array,
): Result<readonly LocatedRecord[], 'file-locator'> {
  const records: LocatedRecord[] = [];
  for (let at = 0; at < locator.length; at += 4) {
    const [place = 0, first = 0, last = 0, signed] = locator.subarray(at, at + 4);
    const file = place >> 3;
    const isInOrder = first > 0 && first <= last && last - first < MOST_RECORDS;
    const isFile = (place & 7) === 0 && file >= 1 && file <= 30;
    if (signed === undefined || !isFile || !isInOrder || signed > last - first + 1) {
      return err('file-locator');
    }
    for (let record = first; record <= last; record += 1) {
      records.push({ file, record, isSigned: record - first < signed });
    }
  }
  return records.length > 0 && records.length <= MOST_RECORDS ? ok(records) : err('file-locator');
}
