import { failure, type Failure } from '../contracts/error-codes.ts';
import { CARDS_LOCKED, vouchedAnew } from '../domain/card-lock.ts';
import { linkFault } from '../domain/journal-chain.ts';
import { headOf, journalLine, type Head, type JournalRecord } from '../domain/journal.ts';
import { utf8Length } from '../lib/bytes.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { JournalIndex } from './journal-index.ts';
import { eachJournalLine } from './journal-lines.ts';
import { sealed } from './journal-repair.ts';
import { recordIn, sentinelText } from './journal-text.ts';
import type { JournalCrypto, JournalFiles } from './ports.ts';

export interface AdoptedJournal {
  /** 0: there is nothing to take over. */
  readonly records: number;
  /** Of the terminal that wrote it; null where it has sold nothing yet. */
  readonly terminalId: string | null;
}

type OldFiles = Pick<JournalFiles, 'readAt' | 'decode' | 'readSentinel'>;

const AT_ONCE = 500;
const MOST_BYTES_AT_ONCE = 1 << 23;

/**
 * A journal whose keys are lost goes on under new ones (PROTOCOL P10, P25): each record as it is, with
 * its number, its content and its hash, and a MAC of the new key in place of the old. So the bank,
 * which knows the hashes up to its anchor, sees at the next batch whether it is the journal that it
 * knows. What it does not know yet is vouched for by the chain alone, and by the seal of each card
 * payment: that is written down behind it, and keeps cards locked until a supervisor has looked.
 *
 * Nothing but a whole file is taken over; what a write that was cut off has left is left out.
 */
export async function adoptJournal(
  old: OldFiles,
  next: Pick<JournalFiles, 'append' | 'writeSentinel'>,
  crypto: JournalCrypto,
  atMs: number,
): Promise<Result<AdoptedJournal, Failure>> {
  const looked = await chainOf(old, crypto);
  if (!looked.ok) return looked;
  const { index, terminalId } = looked.value;
  if (index.count === 0) return ok({ records: 0, terminalId: null });
  for (let place = 0; place < index.count;) {
    const page = await pageAt(old, index, place);
    if (!page.ok) return page;
    const lines = page.value.map((record) =>
      journalLine({ ...record, mac: crypto.mac(record.hash) }),
    );
    const written = await next.append(lines.join(''));
    if (!written.ok) return written;
    place += page.value.length;
  }
  const detail = vouchedAnew(index.links(0, 1)[0]?.number ?? 1, index.head.number);
  const { counters } = index.head;
  const body = { kind: 'notice', code: CARDS_LOCKED, detail } as const;
  const last = sealed({ atMs, counters, body }, index.head, crypto);
  const noted = await next.append(journalLine(last));
  if (!noted.ok) return noted;
  const remembered = await next.writeSentinel(sentinelText(headOf(last), crypto));
  return remembered.ok ? ok({ records: index.count, terminalId }) : remembered;
}

async function chainOf(
  old: OldFiles,
  crypto: JournalCrypto,
): Promise<Result<{ readonly index: JournalIndex; readonly terminalId: string | null }, Failure>> {
  const index = new JournalIndex();
  const broken: number[] = [];
  let terminalId: string | null = null;
  const sentinel = await old.readSentinel();
  if (!sentinel.ok) return sentinel;
  const remembered = numberIn(sentinel.value);
  const end = await eachJournalLine(
    old,
    0,
    (line) => {
      const record = recordIn(line.text);
      const isNext = record !== null && linkFault(record, index.head, crypto) === null;
      if (!isNext || broken.length > 0) {
        broken.push(index.head.number + 1);
        return;
      }
      index.add(record, line);
      if (record.body.kind === 'sale') ({ terminalId } = record.body.sale);
    },
    () => broken.length === 0 && remembered <= index.head.number,
  );
  if (!end.ok) return end;
  if (broken[0] !== undefined) return err(failure('journal-damaged', `record ${broken[0]}`));
  if (remembered > index.head.number) {
    return err(failure('journal-damaged', `ends at ${index.head.number}, not at ${remembered}`));
  }
  return ok({ index, terminalId });
}

/** What the sentinel remembers; its MAC is of the lost key, and says nothing any more. */
function numberIn(sentinel: string | null): number {
  try {
    const { number } = JSON.parse((sentinel ?? '').split('\n')[0] ?? '') as Head;
    return Number.isSafeInteger(number) ? number : 0;
  } catch {
    return 0;
  }
}

async function pageAt(
  old: OldFiles,
  index: JournalIndex,
  place: number,
): Promise<Result<JournalRecord[], Failure>> {
  const { from, to } = index.stretch(place, AT_ONCE, MOST_BYTES_AT_ONCE);
  const read = await old.readAt(from, to - from);
  if (!read.ok) return read;
  const records: JournalRecord[] = [];
  for (const line of (old.decode(read.value) ?? '').split('\n').slice(0, -1)) {
    const record = recordIn(line);
    if (record === null || index.hashOf(record.number) !== record.hash) break;
    records.push(record);
  }
  const bytes = records.reduce((sum, record) => sum + utf8Length(journalLine(record)), 0);
  return bytes === to - from
    ? ok(records)
    : err(failure('journal-damaged', `the record at byte ${from} is not what it was`));
}
