import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalDraft, JournalRecord } from '../../shared/domain/journal.ts';
import { JournalKeeper, type KeeperOptions } from '../../shared/host/journal-keeper.ts';
import type { JournalFiles } from '../../shared/host/ports.ts';
import { createJournalFiles } from '../platform/journal-files.ts';

const crypto = {
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  mac: (text: string) => createHmac('sha256', 'key').update(text).digest('hex'),
};

const folders: string[] = [];
const keepers: JournalKeeper[] = [];

/** For `afterEach`: closes every journal of the test and takes its folders away. */
export async function clearJournals(): Promise<void> {
  for (const keeper of keepers.splice(0)) await keeper.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
}

export function keeperOf(files: JournalFiles, options?: KeeperOptions): JournalKeeper {
  const keeper = new JournalKeeper(files, crypto, options);
  keepers.push(keeper);
  return keeper;
}

/** A journal of so many records on a real disk, written and closed. */
export async function journalOf(records: number, detail?: string, options?: KeeperOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-journal-'));
  folders.push(folder);
  const filesAnew = (): JournalFiles =>
    createJournalFiles(join(folder, 'journal'), join(folder, 'sentinel'));
  const files = filesAnew();
  const keeper = keeperOf(files, options);
  for (let i = 1; i <= records; i += 1) await keeper.append([draft(i, detail)]);
  await keeper.close();
  return {
    files,
    keeper,
    path: join(folder, 'journal', 'journal.ndjson'),
    sentinelPath: join(folder, 'sentinel', 'sentinel'),
    pagesPath: join(folder, 'journal', 'journal.pages'),
    filesAnew,
    reopened: () => keeperOf(filesAnew(), options),
  };
}

/** The same after a power cut: the last record was never synced, so the sentinel does not know it. */
export async function unsyncedJournalOf(records: number, detail?: string) {
  const journal = await journalOf(records - 1, detail);
  const sentinel = await readFile(journal.sentinelPath);
  const { keeper, sentinelPath } = journal;
  await keeper.append([draft(records, detail)]);
  await keeper.close();
  await writeFile(sentinelPath, sentinel);
  return journal;
}

export async function linesIn(path: string): Promise<number> {
  return (await readFile(path, 'utf8')).trim().split('\n').length;
}

export async function recordsOf(keeper: JournalKeeper): Promise<JournalRecord[]> {
  const read = await keeper.read({ from: 1, limit: 100 });
  return read.ok ? read.value : [];
}

export function draft(transaction: number, detail = '一笔'): JournalDraft {
  return {
    atMs: 1_700_000_000_000 + transaction,
    counters: { transaction, batch: 1, trace: transaction, sale: transaction },
    body: { kind: 'notice', code: 'test', detail },
  };
}
