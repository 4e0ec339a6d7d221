import { Dexie } from 'dexie';
import { failure, type ErrorCode, type Failure } from '../../shared/contracts/error-codes.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** Runs one call of a database; it always answers, and never throws for what a disk can do. */
export type Within = <Value>(work: () => Promise<Value>) => Promise<Result<Value, Failure>>;

export interface TimedDatabase {
  readonly within: Within;
  /** For good: whoever asks afterwards hears `store-closed`. */
  readonly leave: () => void;
}

/**
 * What a browser may do to an open database, and what becomes of it (ARCHITECTURE, "Data at rest"):
 *
 * - no answer (after a full disk the next transaction can hang for ever): `store-timeout`, and the
 *   connection is given up; the next call opens another one. Whether it was written is for the
 *   caller to read back.
 * - closed by the browser, or wanted by another window: let go, and opened again by the next call.
 * - a newer schema: `store-newer`. The library itself would open it and write as it is used to.
 * - an older connection that does not let go: `other-window`.
 * - rows of an older schema are moved (`isMoving`): that may take several times as long.
 */
export function timedDatabase(
  db: Dexie,
  timeoutMs: number,
  isMoving: () => boolean = () => false,
): TimedDatabase {
  const ownVersion = db.verno;
  let hasLeft = false;
  let isBlocked = false;
  db.on('blocked', () => {
    isBlocked = true;
  });

  async function opened(): Promise<void> {
    if (!db.isOpen()) await db.open().catch(rethrownAsOpening);
    isBlocked = false;
    if (nativeSchema(db) <= ownVersion) return;
    letGo(db);
    throw new NewerSchema(db.name);
  }

  async function within<Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> {
    if (hasLeft) return err(failure('store-closed', `${db.name} was left`));
    const done = opened()
      .then(work)
      .then(
        (value) => ok(value),
        (error: unknown) => err(failure(codeOf(error), String(error))),
      );
    for (let turn = 0; turn === 0 || (isMoving() && turn < TURNS_TO_MOVE); turn += 1) {
      const limit = deadline(timeoutMs);
      const result = await Promise.race([done, limit.passed]);
      limit.cancel();
      if (result !== null) return result;
    }
    letGo(db);
    const code = isBlocked ? 'other-window' : 'store-timeout';
    return err(failure(code, `${db.name}: no answer in ${timeoutMs} ms`));
  }

  return {
    within,
    leave: () => {
      hasLeft = true;
      db.close();
    },
  };
}

/** In the end a disk that hangs is one that hangs. */
const TURNS_TO_MOVE = 12;

/** So that the next call may open it again. */
function letGo(db: Dexie): void {
  db.close({ disableAutoOpen: false });
}

function deadline(waitMs: number): { readonly passed: Promise<null>; readonly cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), waitMs);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

/** The library counts schemas in tens: 1 is 10, and 11 is still 1 with an index mended. */
function nativeSchema(db: Dexie): number {
  return Math.floor(db.backendDB().version / 10);
}

class NewerSchema extends Error {
  override readonly name = 'VersionError';
}

class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}

/** On opening, an unknown error is no sign of a full disk: the store may be damaged as well. */
function rethrownAsOpening(error: unknown): never {
  if (namesOf(error).includes('UnknownError')) throw new CannotOpen(String(error));
  throw error;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  QuotaExceededError: 'store-full',
  // What Chromium says when the disk is full.
  UnknownError: 'store-full',
  VersionError: 'store-newer',
  DatabaseClosedError: 'store-closed',
  InvalidStateError: 'store-closed',
};

/** What Dexie and IndexedDB call it, in the words of our registry. */
function codeOf(error: unknown): ErrorCode {
  const named = namesOf(error).find((name) => CODES[name] !== undefined);
  return (named === undefined ? undefined : CODES[named]) ?? 'store-failed';
}

/** The library wraps: the reason may be the error itself, what it holds, or one of many. */
function namesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { inner } = error as { readonly inner?: unknown };
  const several = error instanceof Dexie.BulkError ? error.failures : [];
  return [error.name, ...namesOf(inner), ...several.flatMap(namesOf)];
}
