import { failure, type Failure } from '../contracts/error-codes.ts';
import { headOf, type Head, type JournalRecord } from '../domain/journal.ts';
import { chainFault, isAuthentic } from '../domain/journal-chain.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { JournalIndex } from './journal-index.ts';
import { eachJournalLine, LINE_END, type JournalEnd, type JournalLine } from './journal-lines.ts';
import { PageCutter, pageIn, type JournalPage } from './journal-pages.ts';
import type { JournalCrypto, JournalFiles } from './ports.ts';

type ReadFiles = Pick<JournalFiles, 'readAt' | 'decode'>;

export interface ScannedJournal extends JournalEnd {
  /** The longest run from the beginning in which every record proves itself. */
  readonly index: JournalIndex;
  /** Numbers of records that do not: quarantined, never used, never overwritten. */
  readonly damagedNumbers: readonly number[];
  /** Whole records behind the damage: theirs is the MAC of this till, only the chain is broken. */
  readonly loose: readonly JournalRecord[];
}

/**
 * Reads a journal file, from its beginning or behind what its pages prove (`index`). A whole line that
 * does not prove itself is damage, and everything behind it is in doubt too: from there on nothing
 * passes for torn. Nor does a line that the sentinel knows of (`sentinel`: its number), since the
 * sentinel is written after the sync.
 */
export async function scanJournal(
  files: ReadFiles,
  crypto: JournalCrypto,
  sentinel: Pick<Head, 'number'> | null,
  index = new JournalIndex(),
): Promise<Result<ScannedJournal, Failure>> {
  const damagedNumbers: number[] = [];
  const loose: JournalRecord[] = [];
  const take = (line: JournalLine): void => {
    const record = recordIn(line.text);
    const doubted = damagedNumbers.length;
    if (record !== null && doubted === 0 && chainFault(record, index.head, crypto) === null) {
      index.add(record, line);
      return;
    }
    const authentic = record !== null && isAuthentic(record, crypto);
    if (authentic) loose.push(record);
    // A line that is not ours has no number that could be believed: its place stands in.
    damagedNumbers.push(authentic ? record.number : index.head.number + doubted + 1);
  };
  const end = await eachJournalLine(files, index.bytes, take, () => {
    const isUnsynced = sentinel === null || sentinel.number <= index.head.number;
    return isUnsynced && damagedNumbers.length === 0;
  });
  return end.ok ? ok({ ...end.value, index, damagedNumbers, loose }) : end;
}

/** As much of the journal as its pages prove; an empty index where they prove nothing. */
export async function provenByPages(
  files: Pick<JournalFiles, 'readAt' | 'decode' | 'pages'>,
  crypto: JournalCrypto,
  pageBytes: number,
): Promise<Result<JournalIndex, Failure>> {
  const index = new JournalIndex(new PageCutter(crypto.sha256, pageBytes));
  const pages = await pagesIn(files, crypto);
  for (let page = pages.get(0); page !== undefined; page = pages.get(index.bytes)) {
    const bytes = page.records.reduce((sum, record) => sum + record.bytes, 0);
    const read = await files.readAt(page.from, bytes);
    if (!read.ok) return read;
    const text = files.decode(read.value);
    const isSame = text !== null && crypto.sha256(text) === page.textHash;
    if (!isSame || page.previousHash !== index.head.hash || bytes === 0) break;
    index.addPage(page);
  }
  return ok(index);
}

/** By where they begin. A file of pages that cannot be read has none. */
async function pagesIn(
  { pages, decode }: Pick<JournalFiles, 'decode' | 'pages'>,
  crypto: JournalCrypto,
): Promise<ReadonlyMap<number, JournalPage>> {
  const found = new Map<number, JournalPage>();
  const take = ({ text }: JournalLine): void => {
    const page = pageIn(text, crypto);
    if (page !== null) found.set(page.from, page);
  };
  await eachJournalLine({ readAt: pages.readAt, decode }, 0, take, () => true);
  return found;
}

/** What follows the records of the index, as far as it proves itself, and how many bytes do. */
export async function scanTail(
  files: ReadFiles,
  crypto: JournalCrypto,
  index: JournalIndex,
): Promise<Result<{ readonly records: JournalRecord[]; readonly bytes: number }, Failure>> {
  const isThere = await holdsAll(files, index);
  if (!isThere.ok) return isThere;
  const records: JournalRecord[] = [];
  let { head } = index;
  let isWhole = true;
  const take = ({ text }: JournalLine): void => {
    const record = recordIn(text);
    isWhole &&= record !== null && chainFault(record, head, crypto) === null;
    if (record === null || !isWhole) return;
    records.push(record);
    head = headOf(record);
  };
  const end = await eachJournalLine(files, index.bytes, take, () => true);
  if (!end.ok) return end;
  const { wholeBytes, tornBytes } = end.value;
  return ok({ records, bytes: wholeBytes - index.bytes + tornBytes });
}

/** Somebody may have cut the file meanwhile: then nothing that follows it can be told from it. */
async function holdsAll(files: ReadFiles, { bytes }: JournalIndex): Promise<Result<null, Failure>> {
  if (bytes === 0) return ok(null);
  const lastByte = await files.readAt(bytes - 1, 1);
  if (!lastByte.ok) return lastByte;
  if (lastByte.value[0] === LINE_END) return ok(null);
  return err(failure('journal-damaged', `less than the ${bytes} bytes that were written`));
}

/** No more than this at once, but for a single record that is larger. */
const MOST_BYTES_AT_ONCE = 1 << 23;

/**
 * Records by their place in the file. It was proven when it was opened; what is read again later is
 * held against that, since a hand may have been at the file meanwhile.
 */
export async function readRecords(
  files: ReadFiles,
  crypto: JournalCrypto,
  index: JournalIndex,
  { place, limit }: { readonly place: number; readonly limit: number },
): Promise<Result<JournalRecord[], Failure>> {
  const kept = index.newestFrom(place, limit);
  if (kept !== null) return ok(kept);
  const { from, to } = index.stretch(place, limit, MOST_BYTES_AT_ONCE);
  const read = await files.readAt(from, to - from);
  if (!read.ok) return read;
  const records: JournalRecord[] = [];
  for (const line of (files.decode(read.value) ?? '').split('\n').slice(0, -1)) {
    const record = recordIn(line);
    const isOurs = record !== null && index.hashOf(record.number) === record.hash;
    if (!isOurs || !isAuthentic(record, crypto)) break;
    records.push(record);
  }
  if (records.length > 0) return ok(records);
  return err(failure('journal-damaged', `the record at byte ${from} is not what it was`));
}

/** Only canonical text counts: a line that was edited by hand may parse and still not be ours. */
export function recordIn(line: string | null): JournalRecord | null {
  if (line === null) return null;
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
