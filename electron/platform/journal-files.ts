import { link, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { JournalFiles } from '../../shared/host/ports.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { makeFolder, syncFolder } from './sync-folder.ts';

/**
 * The journal on a real disk: append, fsync; the directory is synced when a file is made in it,
 * or a power cut could take the file away again. The sentinel lives in another folder, so that
 * one careless deletion does not take both.
 */
export function createJournalFiles(journalFolder: string, sentinelFolder: string): JournalFiles {
  const journalPath = join(journalFolder, 'journal.ndjson');
  const sentinelPath = join(sentinelFolder, 'sentinel');
  let handle: FileHandle | null = null;

  async function appendHandle(): Promise<FileHandle> {
    if (handle !== null) return handle;
    await makeFolder(journalFolder);
    handle = await open(journalPath, 'a', 0o600);
    await syncFolder(journalFolder);
    return handle;
  }

  /** A handle whose write or sync failed is never used again (P9): it may lie from then on. */
  async function drop(): Promise<void> {
    const broken = handle;
    handle = null;
    await broken?.close().catch(() => undefined);
  }

  return {
    read: () => attempt(async () => (await readIfThere(journalPath)) ?? ''),
    append: (text) =>
      attempt(async () => {
        try {
          const file = await appendHandle();
          await file.appendFile(text);
          await file.sync();
          return null;
        } catch (error) {
          await drop();
          throw error;
        }
      }),
    truncate: (bytes) =>
      attempt(async () => {
        await drop();
        const file = await open(journalPath, 'r+');
        try {
          await file.truncate(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        return null;
      }),
    replace: (text, keepOldAs) =>
      attempt(async () => {
        await drop();
        // A second name for the same file first: from here on it cannot be lost any more.
        await link(journalPath, join(journalFolder, keepOldAs));
        await writeSynced(`${journalPath}.new`, text, 'w');
        await rename(`${journalPath}.new`, journalPath);
        await syncFolder(journalFolder);
        return null;
      }),
    keep: (name, text) =>
      attempt(async () => {
        await makeFolder(journalFolder);
        await writeSynced(join(journalFolder, name), text, 'wx');
        await syncFolder(journalFolder);
        return null;
      }),
    readSentinel: () => attempt(() => readIfThere(sentinelPath)),
    writeSentinel: (text) =>
      attempt(async () => {
        await makeFolder(sentinelFolder);
        await writeSynced(`${sentinelPath}.new`, text, 'w');
        await rename(`${sentinelPath}.new`, sentinelPath);
        await syncFolder(sentinelFolder);
        return null;
      }),
    close: drop,
  };
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
  try {
    return ok(await work());
  } catch (error) {
    return err(failure('journal-write-failed', String(error)));
  }
}

async function writeSynced(path: string, text: string, flags: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
