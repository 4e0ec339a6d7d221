import type { Failure } from '../contracts/error-codes.ts';
import type {
  JournalDifference,
  JournalRepair,
  KnownElsewhere,
} from '../contracts/journal-copies.ts';
import { bankKnows, CARDS_LOCKED } from '../domain/card-lock.ts';
import { isAuthentic } from '../domain/journal-chain.ts';
import { planRepair, type RepairPlan } from '../domain/journal-repair.ts';
import {
  hashedText,
  headOf,
  journalLine,
  type Head,
  type JournalDraft,
  type JournalRecord,
} from '../domain/journal.ts';
import { ok, type Result } from '../lib/result.ts';
import type { JournalIndex } from './journal-index.ts';
import { parseSentinel, scanJournal } from './journal-text.ts';
import type { JournalCrypto, JournalFiles } from './ports.ts';

interface RepairPorts {
  readonly files: JournalFiles;
  readonly crypto: JournalCrypto;
}

interface RepairTask {
  readonly fromDatabase: readonly JournalRecord[];
  readonly bank: KnownElsewhere['bank'];
  readonly atMs: number;
}

type FileRepair = Omit<JournalRepair, 'head'>;

/**
 * Carries a repair out on the files (PROTOCOL P10). A file that is only too short is appended to; a
 * damaged one is kept under a new name and a whole one put in its place in one step, so that a power
 * cut leaves either the old state or the new one. The same write that goes on also locks cards.
 */
export async function repairJournalFile(
  { files, crypto }: RepairPorts,
  { fromDatabase, bank, atMs }: RepairTask,
): Promise<Result<FileRepair, Failure>> {
  const sentinel = await files.readSentinel();
  if (!sentinel.ok) return sentinel;
  const remembered = parseSentinel(sentinel.value, crypto);
  const scanned = await scanJournal(files, crypto, remembered);
  if (!scanned.ok) return scanned;
  const { index, damagedNumbers, loose } = scanned.value;
  const { head } = index;
  const isDamaged = damagedNumbers.length > 0;
  const plan = planRepair(
    {
      head,
      fromFile: loose,
      fromDatabase,
      known: [
        ...(remembered === null ? [] : [remembered]),
        ...(bank === null ? [] : [knownToBank(bank, head)]),
      ],
      reason: bank?.reason ?? (isDamaged ? 'damage' : 'missing'),
    },
    crypto,
  );
  const keptAs = isDamaged ? `journal-damaged-${atMs}.ndjson` : null;
  const repair: FileRepair = {
    fromDatabase: plan.chainedFromDatabase,
    retold: plan.newEpoch?.retold.length ?? 0,
    damagedNumbers,
    lost: plan.lost,
    conflicts: plan.conflicts,
    keptAs,
  };
  const made = recordsOf(plan, head, repair, { atMs, bank }, crypto);
  const written = await writeDown(files, index.bytes, made, keptAs);
  return written.ok ? ok(repair) : written;
}

async function writeDown(
  files: JournalFiles,
  keepBytes: number,
  made: readonly JournalRecord[],
  keptAs: string | null,
): Promise<Result<null, Failure>> {
  const text = made.map(journalLine).join('');
  if (keptAs !== null) return files.replace({ keepBytes, text, keepOldAs: keptAs });
  return text === '' ? ok(null) : files.append(text);
}

/** What continues the chain, then the new epoch and what it retells, then the lock. */
function recordsOf(
  { chained, newEpoch, conflicts }: RepairPlan,
  head: Head,
  repair: FileRepair,
  { atMs, bank }: Pick<RepairTask, 'atMs' | 'bank'>,
  crypto: JournalCrypto,
): JournalRecord[] {
  const made = [...chained];
  const write = (draft: JournalDraft, epoch?: number): void => {
    const last = made.at(-1);
    made.push(sealed(draft, last === undefined ? head : headOf(last), crypto, epoch));
  };
  if (newEpoch !== null) {
    const { body, epoch, counters, retold } = newEpoch;
    write({ atMs, counters, body }, epoch);
    for (const told of retold) write({ atMs: told.atMs, counters, body: told.body });
  }
  if (newEpoch !== null || repair.keptAs !== null || conflicts.length > 0) {
    const counters = made.at(-1)?.counters ?? head.counters;
    const body = { kind: 'notice', code: CARDS_LOCKED, detail: detailOf(repair, bank) } as const;
    write({ atMs, counters, body });
  }
  return made;
}

/** For the audit and the supervisor: numbers, not sentences. */
function detailOf(
  { damagedNumbers, lost, conflicts, fromDatabase, keptAs }: FileRepair,
  bank: KnownElsewhere['bank'],
): string {
  const facts = [
    ...(bank === null ? [] : [bankKnows(bank.reason, bank.number)]),
    ...(damagedNumbers.length > 0 ? [`damaged ${someOf(damagedNumbers)}`] : []),
    ...(lost.to >= lost.from ? [`lost ${lost.from}-${lost.to}`] : []),
    ...(conflicts.length > 0 ? [`conflicts ${someOf(conflicts)}`] : []),
    ...(fromDatabase > 0 ? [`from database ${fromDatabase}`] : []),
    ...(keptAs === null ? [] : [`kept ${keptAs}`]),
  ];
  return facts.length === 0 ? 'new epoch' : facts.join('; ');
}

const MOST_NAMED = 50;

function someOf(numbers: readonly number[]): string {
  const more = numbers.length - MOST_NAMED;
  return `${numbers.slice(0, MOST_NAMED).join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * The bank counts transactions and journal records, not sales and traces. Every lost transaction may
 * have been a sale, so that many sale numbers are passed over; traces start again in a new batch,
 * where none of them can have been used (P3, I8).
 */
function knownToBank(bank: NonNullable<KnownElsewhere['bank']>, { counters }: Head) {
  const lost = Math.max(0, bank.transaction - counters.transaction);
  const { transaction, sale, batch } = counters;
  return {
    number: bank.number,
    epoch: bank.epoch,
    counters: { transaction: transaction + lost, sale: sale + lost, batch: batch + 1, trace: 0 },
  };
}

/** Gives a draft its number, its place in the chain and its MAC. */
export function sealed(
  { atMs, counters, body }: JournalDraft,
  head: Head,
  crypto: JournalCrypto,
  epoch = head.epoch,
): JournalRecord {
  const isNewEpoch = body.kind === 'new-epoch';
  const unsealed = {
    number: isNewEpoch ? body.lostTo + 1 : head.number + 1,
    epoch,
    atMs,
    counters,
    body,
    previousHash: head.hash,
  };
  const hash = crypto.sha256(hashedText(unsealed));
  return { ...unsealed, hash, mac: crypto.mac(hash) };
}

/** One file a page, named by its first record and its place too: several come within one millisecond. */
export function keepCopies(
  files: Pick<JournalFiles, 'keep'>,
  copies: readonly JournalRecord[],
  { atMs, place }: { readonly atMs: number; readonly place: number },
): Promise<Result<null, Failure>> {
  const [first] = copies;
  if (first === undefined) return Promise.resolve(ok(null));
  const text = copies.map((copy) => `${evidence(copy)}\n`).join('');
  return files.keep(`quarantine-${atMs}-${first.number}-${place}.ndjson`, text);
}

/** Whatever somebody has put into the database in the record's place; some of it no text can hold. */
function evidence(copy: JournalRecord): string {
  try {
    return JSON.stringify(copy);
  } catch {
    return JSON.stringify({ number: copy.number, members: Object.keys(copy) });
  }
}

/**
 * Where copies of the database say something else than the file. Copies behind the file's end are
 * not compared here (they complete it or they do not), nor those whose numbers a new epoch left out.
 */
export function differences(
  copies: readonly JournalRecord[],
  index: JournalIndex,
  crypto: JournalCrypto,
): JournalDifference[] {
  return copies.flatMap((copy) => {
    const ours = index.hashOf(copy.number);
    if (ours === null) return [];
    const authentic = isAuthentic(copy, crypto);
    return authentic && copy.hash === ours
      ? []
      : [{ number: copy.number, databaseProves: authentic }];
  });
}
