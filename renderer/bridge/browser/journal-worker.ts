/// <reference lib="webworker" />
import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { JournalQuestion, JournalReply, JournalTask } from './journal-messages.ts';

/**
 * The journal in the browser's private files. Only a worker gets the handle that can flush; the
 * handle is exclusive, so a second window of the same till finds it taken and says so (P11).
 */
const JOURNAL_NAME = 'journal.ndjson';
const SENTINEL_NAME = 'sentinel';

// The DOM's own types describe a window; here it is a worker.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
let handle: FileSystemSyncAccessHandle | null = null;
let turn: Promise<unknown> = Promise.resolve();

scope.addEventListener('message', ({ data }: MessageEvent<JournalQuestion>) => {
  turn = turn.then(async () => {
    const reply: JournalReply = { id: data.id, result: await attempt(data.task) };
    scope.postMessage(reply);
  });
});

async function attempt(task: JournalTask): Promise<Result<string | null, Failure>> {
  try {
    return ok(await perform(task));
  } catch (error) {
    const taken = error instanceof DOMException && error.name === 'NoModificationAllowedError';
    return err(failure(taken ? 'other-window' : 'journal-write-failed', String(error)));
  }
}

async function perform(task: JournalTask): Promise<string | null> {
  switch (task.kind) {
    case 'read': {
      const file = await openJournal();
      const bytes = new Uint8Array(file.getSize());
      file.read(bytes, { at: 0 });
      return new TextDecoder().decode(bytes);
    }
    case 'append': {
      append(await openJournal(), new TextEncoder().encode(task.text));
      return null;
    }
    case 'truncate': {
      const file = await openJournal();
      file.truncate(task.bytes);
      file.flush();
      return null;
    }
    case 'read-sentinel':
      return readSentinel();
    case 'write-sentinel': {
      // Written aside and swapped in on close: the old text or the new one, never a mixture.
      const file = await (await folder('till-sentinel')).getFileHandle(SENTINEL_NAME, CREATE);
      const writable = await file.createWritable();
      await writable.write(task.text);
      await writable.close();
      return null;
    }
    case 'close':
      drop();
      return null;
  }
}

function append(file: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>): void {
  try {
    const written = file.write(bytes, { at: file.getSize() });
    if (written !== bytes.length) throw new Error(`${written} of ${bytes.length} bytes written`);
    file.flush();
  } catch (error) {
    // A handle whose write or flush failed is never used again (P9).
    drop();
    throw error;
  }
}

async function openJournal(): Promise<FileSystemSyncAccessHandle> {
  if (handle !== null) return handle;
  const file = await (await folder('till-journal')).getFileHandle(JOURNAL_NAME, CREATE);
  handle = await file.createSyncAccessHandle();
  return handle;
}

async function readSentinel(): Promise<string | null> {
  try {
    const file = await (await folder('till-sentinel')).getFileHandle(SENTINEL_NAME);
    return await (await file.getFile()).text();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}

async function folder(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(name, CREATE);
}

function drop(): void {
  handle?.close();
  handle = null;
}

const CREATE = { create: true } as const;
