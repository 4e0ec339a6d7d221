import { appendFile, link, open, readFile, rename, type FileHandle } from 'node:fs/promises';
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
  const pagesPath = join(journalFolder, 'journal.pages');
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
    readAt: (from, bytes) => attempt(() => readPiece(journalPath, from, bytes)),
    decode: (bytes) => {
      try {
        return utf8.decode(bytes);
      } catch {
        return null;
      }
    },
    append: (text) =>
      attempt(async () => {
        try {
          const file = await appendHandle();
          await writeWhole(file, Buffer.from(text, 'utf8'));
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
          // Longer, it would be filled up with zeros.
          const { size } = await file.stat();
          if (size < bytes) throw new Error(`${size} bytes, not ${bytes}`);
          await file.truncate(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        return null;
      }),
    replace: ({ keepBytes, text, keepOldAs }) =>
      attempt(async () => {
        await drop();
        // A second name for the same file first: from here on it cannot be lost any more.
        await link(journalPath, join(journalFolder, keepOldAs));
        await writeReplacement(journalPath, keepBytes, text);
        await rename(`${journalPath}.new`, journalPath);
        await syncFolder(journalFolder);
        return null;
      }),
    pages: {
      readAt: (from, bytes) => attempt(() => readPiece(pagesPath, from, bytes)),
      append: (text) =>
        attempt(async () => {
          await appendFile(pagesPath, text, { mode: 0o600 });
          return null;
        }),
    },
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

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A new file for each piece of reading: the handle that appends must not be one that has failed. */
async function readPiece(path: string, from: number, bytes: number): Promise<Uint8Array> {
  const file = await openIfThere(path);
  if (file === null) return new Uint8Array();
  try {
    const { size } = await file.stat();
    const piece = new Uint8Array(Math.max(0, Math.min(bytes, size - from)));
    let filled = 0;
    while (filled < piece.length) {
      const { bytesRead } = await file.read(piece, filled, piece.length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return piece.subarray(0, filled);
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const COPIED_AT_ONCE = 1 << 20;

/** Beside the file: its first bytes, copied a piece at a time, and the text. */
async function writeReplacement(path: string, keepBytes: number, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    for (let from = 0; from < keepBytes; from += COPIED_AT_ONCE) {
      const piece = await readPiece(path, from, Math.min(COPIED_AT_ONCE, keepBytes - from));
      await file.writeFile(piece);
    }
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** In one call, on the way of every sale; what was cut short is a torn end, found when it is read. */
async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  const { bytesWritten } = await file.write(bytes);
  if (bytesWritten < bytes.length) throw new Error(`${bytesWritten} of ${bytes.length} bytes`);
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
