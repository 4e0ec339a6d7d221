import type { Dexie } from 'dexie';
import { failure, type ErrorCode, type Failure } from '../../shared/contracts/error-codes.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** Runs one call of a database; it always answers, and never throws for what a disk can do. */
export type Within = <Value>(work: () => Promise<Value>) => Promise<Result<Value, Failure>>;

/**
 * Every call has a time-out: after a full disk the next transaction can hang for ever
 * (ARCHITECTURE, "Data at rest"). A database that the browser closed answers `store-closed`, and
 * one that another window wants to change lets go, or both would hang.
 */
export function timedDatabase(db: Dexie, timeoutMs: number): Within {
  let closed = false;
  db.on('close', () => {
    closed = true;
  });
  db.on('versionchange', () => db.close());

  return async (work) => {
    if (closed) return err(failure('store-closed', `${db.name} was closed by the browser`));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<Result<never, Failure>>((resolve) => {
      timer = setTimeout(
        () => resolve(err(failure('store-timeout', `no answer in ${timeoutMs} ms`))),
        timeoutMs,
      );
    });
    const done = work().then(
      (value) => ok(value),
      (error: unknown) => err(failure(codeOf(error), String(error))),
    );
    const result = await Promise.race([done, tooLate]);
    clearTimeout(timer);
    return result;
  };
}

/** What Dexie and IndexedDB call it, in the words of our registry. */
function codeOf(error: unknown): ErrorCode {
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError' || name === 'UnknownError') return 'store-full';
  if (name === 'VersionError') return 'store-newer';
  if (name === 'DatabaseClosedError' || name === 'InvalidStateError') return 'store-closed';
  return 'store-failed';
}
