import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { JournalOpening, Terminal } from '../../shared/contracts/host.ts';
import { EMPTY_HEAD, type Head } from '../../shared/domain/journal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { createLedger, type Ledger } from './ledger-of-the-till.ts';

/** What the start found and did, by name, for the screen and the log (P10). */
export interface StartReport {
  readonly ledger: Ledger;
  readonly terminal: Terminal;
  /** Records that the database lacked and got back from the file. */
  readonly restoredToDatabase: number;
  /** Records that the file lacked and got back from the database. */
  readonly restoredToFile: number;
  readonly tornLines: number;
  /** Records that exist in neither copy though the sentinel knows of them. */
  readonly missing: number;
  readonly damagedNumbers: readonly number[];
  /** Cards stay locked until a supervisor has looked (P10); cash goes on. */
  readonly cardsLocked: boolean;
  /** Time of the last record before this start; 0 when there is none: a floor for the clock. */
  readonly lastRecordAtMs: number;
}

const READ_AT_ONCE = 500;

/**
 * Start-up repair (PROTOCOL P10): the shorter copy is completed from the longer one, and what
 * cannot be completed is said, with numbers. The file's records prove themselves when it is
 * opened; the database's prove themselves when the file adopts them.
 */
export async function startTill(ports: TillPorts): Promise<Result<StartReport, Failure>> {
  const { host, store } = ports;
  const about = await host.about();
  if (!about.ok) return about;
  const { terminal } = about.value;
  if (terminal === null) return err(failure('not-activated'));
  const opened = await host.openJournal();
  if (!opened.ok) return opened;
  const reached = await store.head();
  if (!reached.ok) return reached;
  const adopted = await completeFile(ports, opened.value, reached.value ?? EMPTY_HEAD);
  if (!adopted.ok) return adopted;
  const { head, restoredToFile } = adopted.value;
  const ledger = createLedger(ports, head);
  const caughtUp = await ledger.catchUp();
  if (!caughtUp.ok) return caughtUp;
  const last = await store.recordsFrom(Math.max(1, head.number), 1);
  if (!last.ok) return last;
  const { sentinel, tornLines, damagedNumbers } = opened.value;
  const missing = Math.max(0, (sentinel?.number ?? 0) - head.number);
  const cardsLocked = missing > 0 || damagedNumbers.length > 0;
  const noted = await noteRepairs(ledger, {
    'restored-to-database': caughtUp.value,
    'restored-to-file': restoredToFile,
    'torn-lines': tornLines,
    'records-missing': missing,
  });
  // A damaged journal takes no further records; the report says why.
  if (!noted.ok && damagedNumbers.length === 0) return noted;
  return ok({
    ledger,
    terminal,
    restoredToDatabase: caughtUp.value,
    restoredToFile,
    tornLines,
    missing,
    damagedNumbers,
    cardsLocked,
    lastRecordAtMs: last.value[0]?.atMs ?? 0,
  });
}

async function completeFile(
  { host, store }: TillPorts,
  opened: JournalOpening,
  reached: Head,
): Promise<Result<{ head: Head; restoredToFile: number }, Failure>> {
  let { head } = opened;
  const first = head.number;
  while (head.number < reached.number) {
    const records = await store.recordsFrom(head.number + 1, READ_AT_ONCE);
    if (!records.ok) return records;
    if (records.value.length === 0) break;
    const adopted = await host.adoptJournal(records.value);
    if (!adopted.ok) return adopted;
    head = adopted.value;
  }
  return ok({ head, restoredToFile: head.number - first });
}

/** One notice a repair, then the first batch of a new till: numbers of a slip need one (P3). */
async function noteRepairs(
  ledger: Ledger,
  repairs: Readonly<Record<string, number>>,
): Promise<Result<null, Failure>> {
  for (const [code, count] of Object.entries(repairs)) {
    if (count === 0) continue;
    const noted = await ledger.commit(() => ({ kind: 'notice', code, detail: String(count) }));
    if (!noted.ok) return noted;
  }
  if (ledger.head().counters.batch > 0) return ok(null);
  return openBatch(ledger, 1, 1);
}

/** The host's batch number wins, upwards only (P21). */
export async function openBatch(
  ledger: Ledger,
  batchNumber: number,
  parametersVersion: number,
): Promise<Result<null, Failure>> {
  if (batchNumber <= ledger.head().counters.batch) return ok(null);
  const opened = await ledger.commit((numbers) => {
    numbers.openBatch(batchNumber);
    return { kind: 'batch-opened', batchNumber, parametersVersion };
  });
  return opened.ok ? ok(null) : opened;
}
