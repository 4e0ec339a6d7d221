/// <reference lib="webworker" />
import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { Turns } from '../../../shared/lib/turns.ts';
import type {
  JournalFileName,
  JournalQuestion,
  JournalReply,
  JournalTask,
  TaskResult,
} from './journal-messages.ts';

/**
 * The journal in the browser's private files. Only a worker gets the handle that can flush; the
 * handle is exclusive, so a second window of the same till finds it taken and says so (P11).
 */
const NAMES: Readonly<Record<JournalFileName, string>> = {
  journal: 'journal.ndjson',
  pages: 'journal.pages',
};
const SENTINEL_NAME = 'sentinel';

// The DOM's own types describe a window; here it is a worker.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const handles = new Map<JournalFileName, FileSystemSyncAccessHandle>();
const turns = new Turns();

scope.addEventListener('message', ({ data }: MessageEvent<JournalQuestion>) => {
  void turns.take(async () => {
    const reply: JournalReply = { id: data.id, result: await attempt(data.task) };
    scope.postMessage(reply);
  });
});

async function attempt(task: JournalTask): Promise<Result<TaskResult, Failure>> {
  try {
    return ok(await perform(task));
  } catch (error) {
    const taken = error instanceof DOMException && error.name === 'NoModificationAllowedError';
    return err(failure(taken ? 'other-window' : 'journal-write-failed', String(error)));
  }
}

async function perform(task: JournalTask): Promise<TaskResult> {
  switch (task.kind) {
    case 'read-at': {
      const file = await opened(task.file);
      const left = Math.max(0, file.getSize() - task.from);
      const bytes = new Uint8Array(Math.min(task.bytes, left));
      file.read(bytes, { at: task.from });
      return bytes;
    }
    case 'append': {
      await append(task.file, new TextEncoder().encode(task.text));
      return null;
    }
    case 'truncate': {
      const file = await opened('journal');
      // Longer, it would be filled up with zeros.
      if (file.getSize() < task.bytes)
        throw new Error(`${file.getSize()} bytes, not ${task.bytes}`);
      file.truncate(task.bytes);
      file.flush();
      return null;
    }
    case 'replace': {
      const file = await opened('journal');
      const old = new Uint8Array(file.getSize());
      file.read(old, { at: 0 });
      await keep(task.keepOldAs, old);
      // The handle is exclusive: it must go before the file can be swapped.
      drop('journal');
      await swapIn(await fileOf('journal'), old.subarray(0, task.keepBytes), task.text);
      return null;
    }
    case 'keep':
      await keep(task.name, new TextEncoder().encode(task.text));
      return null;
    case 'read-sentinel':
      return readSentinel();
    case 'write-sentinel': {
      await swapIn(
        await (await folder('till-sentinel')).getFileHandle(SENTINEL_NAME, CREATE),
        task.text,
      );
      return null;
    }
    case 'close':
      for (const name of handles.keys()) drop(name);
      return null;
  }
}

async function append(name: JournalFileName, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await opened(name);
  try {
    const written = file.write(bytes, { at: file.getSize() });
    if (written !== bytes.length) throw new Error(`${written} of ${bytes.length} bytes written`);
    file.flush();
  } catch (error) {
    // A handle whose write or flush failed is never used again (P9).
    drop(name);
    throw error;
  }
}

async function opened(name: JournalFileName): Promise<FileSystemSyncAccessHandle> {
  const open = handles.get(name) ?? (await (await fileOf(name)).createSyncAccessHandle());
  handles.set(name, open);
  return open;
}

async function fileOf(name: JournalFileName): Promise<FileSystemFileHandle> {
  return (await folder('till-journal')).getFileHandle(NAMES[name], CREATE);
}

/** Written aside and swapped in on close: the old text or the new one, never a mixture. */
async function swapIn(
  file: FileSystemFileHandle,
  ...parts: readonly (string | Uint8Array<ArrayBuffer>)[]
): Promise<void> {
  const writable = await file.createWritable();
  for (const part of parts) await writable.write(part);
  await writable.close();
}

async function keep(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const home = await folder('till-journal');
  for await (const taken of home.keys()) {
    if (taken === name) throw new Error(`${name} is there already`);
  }
  const kept = await (await home.getFileHandle(name, CREATE)).createSyncAccessHandle();
  try {
    kept.write(bytes, { at: 0 });
    kept.flush();
  } finally {
    kept.close();
  }
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

function drop(name: JournalFileName): void {
  handles.get(name)?.close();
  handles.delete(name);
}

const CREATE = { create: true } as const;
