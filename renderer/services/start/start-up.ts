import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import type { JournalOpening, JournalRepair } from '../../../shared/contracts/journal-copies.ts';
import { EMPTY_HEAD, type Head } from '../../../shared/domain/journal.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { clockFloor } from './clock-floor.ts';
import { findDamagedRows, type DamagedRow } from '../books/copies-check.ts';
import { createLedger, type Ledger } from '../books/ledger-of-the-till.ts';

/** What the start found and did, by name, for the screen and the log (P10). */
export interface StartReport {
  readonly ledger: Ledger;
  readonly terminal: Terminal;
  /** The database was empty though the journal is not: an alarm, never a first run. */
  readonly databaseWasEmpty: boolean;
  /** Records that the database lacked and got back from the file. */
  readonly restoredToDatabase: number;
  /** Sales of which the bank has not heard everything, after the repair. */
  readonly unsentSales: number;
  /** Records that the file lacked and got back from the database. */
  readonly restoredToFile: number;
  readonly tornLines: number;
  /** Numbers that exist in neither copy though sentinel or chain know of them. */
  readonly missing: number;
  readonly damagedNumbers: readonly number[];
  /** Rows of the database that the journal did not bear out; made again from the file. */
  readonly damagedRows: readonly DamagedRow[];
  /** The damaged file under its new name; null when the file was whole. */
  readonly keptAs: string | null;
  /** Cards stay locked until a supervisor has looked (P10); cash goes on. */
  readonly cardsLocked: boolean;
  /** What the journal bears out: a floor for the clock, see `clockFloor`; 0 when it is empty. */
  readonly floorMs: number;
}

const READ_AT_ONCE = 500;

/**
 * Start-up repair (PROTOCOL P10): first the file, by proof, with what the database can add; then the
 * database from the file; then the rows are held against the journal. What cannot be mended is said
 * with numbers, and locks cards. The file's records prove themselves when it is opened; the
 * database's prove themselves when they are offered.
 */
export async function startTill(ports: TillPorts): Promise<Result<StartReport, Failure>> {
  const { host, store } = ports;
  const about = await host.about();
  if (!about.ok) return about;
  const { terminal, keysLocked, refusedActivation } = about.value;
  if (keysLocked) return err(failure('keys-locked'));
  if (terminal === null) return err(refusedActivation?.failure ?? failure('not-activated'));
  const opened = await host.openJournal();
  if (!opened.ok) return opened;
  const reached = await store.head();
  if (!reached.ok) return reached;
  const repaired = await repairFile(ports, opened.value, reached.value ?? EMPTY_HEAD);
  if (!repaired.ok) return repaired;
  const { head } = repaired.value;
  const foreign = await dropForeign(ports, head, reached.value ?? EMPTY_HEAD);
  if (!foreign.ok) return foreign;
  const lacks = (reached.value?.number ?? 0) < head.number;
  const claimed = lacks ? await claimAll(store, head) : ok(null);
  if (!claimed.ok) return claimed;
  const ledger = createLedger(ports, head);
  const caughtUp = await ledger.catchUp();
  if (!caughtUp.ok) return caughtUp;
  const rows = await repairRows(ports, ledger);
  if (!rows.ok) return rows;
  const floor = await clockFloor(store, head.number);
  if (!floor.ok) return floor;
  const databaseWasEmpty = reached.value === null && caughtUp.value > 0;
  const { tornLines } = opened.value;
  const { damagedNumbers, keptAs, lost, fromDatabase } = repaired.value;
  const noted = await noteRepairs(ledger, {
    'database-empty': databaseWasEmpty ? caughtUp.value : 0,
    'restored-to-database': caughtUp.value,
    'restored-to-file': fromDatabase,
    'torn-lines': tornLines,
  });
  if (!noted.ok) return noted;
  const [unsent, lock] = [await store.outbox(), await host.about()];
  if (!unsent.ok) return unsent;
  if (!lock.ok) return lock;
  return ok({
    ledger,
    terminal,
    databaseWasEmpty,
    restoredToDatabase: caughtUp.value,
    unsentSales: new Set(unsent.value.map(({ saleId }) => saleId)).size,
    restoredToFile: fromDatabase,
    tornLines,
    missing: Math.max(0, lost.to - lost.from + 1),
    damagedNumbers,
    damagedRows: [...foreign.value, ...rows.value],
    keptAs,
    cardsLocked: lock.value.cardLock !== null,
    floorMs: floor.value,
  });
}

/**
 * A database that lacks records may lack as well what it had claimed of the queue: all that there is may
 * have been on the wire, and none of it is taken back here without asking the bank (P11). Before it has
 * the records again, since a start may be killed in between.
 */
async function claimAll(
  store: Pick<TillPorts['store'], 'note' | 'writeNote'>,
  { counters }: Pick<Head, 'counters'>,
): Promise<Result<null, Failure>> {
  const claim = await store.note('drain-claim');
  if (!claim.ok) return claim;
  const upTo = Math.max(Number(claim.value ?? 0), counters.transaction);
  return store.writeNote('drain-claim', String(upTo));
}

const NOTHING_REPAIRED: Omit<JournalRepair, 'head'> = {
  fromDatabase: 0,
  retold: 0,
  damagedNumbers: [],
  lost: { from: 1, to: 0 },
  conflicts: [],
  keptAs: null,
};

/** A whole file that nobody remembers to have been longer is left alone. */
async function repairFile(
  ports: TillPorts,
  { head, sentinel, damagedNumbers }: JournalOpening,
  reached: Head,
): Promise<Result<JournalRepair, Failure>> {
  const known = Math.max(reached.number, sentinel?.number ?? 0);
  if (damagedNumbers.length === 0 && known <= head.number) {
    return ok({ ...NOTHING_REPAIRED, head });
  }
  const offered = await offerCopies(ports, head.number + 1);
  return offered.ok ? ports.host.repairJournal({ bank: null }) : offered;
}

async function offerCopies(
  { host, store }: TillPorts,
  from: number,
): Promise<Result<null, Failure>> {
  for (let next = from; ;) {
    const copies = await store.recordsFrom(next, READ_AT_ONCE);
    if (!copies.ok) return copies;
    const last = copies.value.at(-1);
    if (last === undefined) return ok(null);
    const offered = await host.offerJournal(copies.value);
    if (!offered.ok) return offered;
    next = last.number + 1;
  }
}

/** Behind the repaired end only copies are left that prove nothing: kept aside, named, taken out. */
async function dropForeign(
  ports: TillPorts,
  head: Head,
  reached: Head,
): Promise<Result<DamagedRow[], Failure>> {
  if (reached.number <= head.number) return ok([]);
  const kept = await keepAside(ports, head.number + 1, () => true);
  if (!kept.ok) return kept;
  const dropped = await ports.store.dropRecordsFrom(head.number + 1);
  return dropped.ok ? ok(kept.value.map(recordRow)) : dropped;
}

/**
 * Every copy that is taken out is evidence first, in as many files as there are pages: nothing is
 * dropped that was not kept (P10).
 *
 * @returns the numbers of what was kept.
 */
async function keepAside(
  { host, store }: TillPorts,
  from: number,
  isEvidence: (number: number) => boolean,
): Promise<Result<number[], Failure>> {
  const numbers: number[] = [];
  for (let next = from; ;) {
    const page = await store.recordsFrom(next, READ_AT_ONCE);
    if (!page.ok) return page;
    const last = page.value.at(-1);
    if (last === undefined) return ok(numbers);
    const records = page.value.filter(({ number }) => isEvidence(number));
    const found = records.map(({ number }) => number);
    if (found.length > 0) {
      const kept = await host.quarantineJournal({
        records,
        detail: detailOf(found.map(recordRow)),
      });
      if (!kept.ok) return kept;
    }
    numbers.push(...found);
    next = last.number + 1;
  }
}

/** What differs is kept aside by the host, named, and written again from the file (F09). */
async function repairRows(
  ports: TillPorts,
  ledger: Ledger,
): Promise<Result<DamagedRow[], Failure>> {
  const { host, store } = ports;
  const found = await findDamagedRows(ports, ledger.head().number);
  if (!found.ok || found.value.length === 0) return found;
  const from = Math.max(1, Math.min(...found.value.map(({ number }) => number)));
  const numbers = new Set(found.value.map(({ number }) => number));
  const kept = await keepAside(ports, from, (number) => numbers.has(number));
  if (!kept.ok) return kept;
  // Said by name even where no record is there to be kept: cards lock until somebody has looked.
  const told = await host.quarantineJournal({ records: [], detail: detailOf(found.value) });
  if (!told.ok) return told;
  const foreign = found.value.filter(({ foreignKey }) => foreignKey !== undefined);
  const keysOf = (table: DamagedRow['table']): string[] =>
    foreign.flatMap((row) => (row.table === table ? (row.foreignKey ?? []) : []));
  const removed = await store.dropRows({ saleIds: keysOf('sales'), outboxKeys: keysOf('outbox') });
  if (!removed.ok) return removed;
  const dropped = await store.dropRecordsFrom(from);
  if (!dropped.ok) return dropped;
  const again = await ledger.catchUp();
  return again.ok ? found : again;
}

const MOST_NAMED = 30;

function nameOf({ table, number, saleNumber }: DamagedRow): string {
  return saleNumber === '' ? `record ${number}` : `${table} ${saleNumber} (record ${number})`;
}

function recordRow(number: number): DamagedRow {
  return { table: 'records', number, saleNumber: '' };
}

function detailOf(found: readonly DamagedRow[]): string {
  return `database: ${found.slice(0, MOST_NAMED).map(nameOf).join('; ')}`;
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
