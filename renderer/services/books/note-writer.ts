import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { NoteDurability, NoteKey, TillStore } from '../../ports.ts';

export type NoteWrites = readonly (readonly [
  key: NoteKey,
  value: string,
  durability?: NoteDurability,
])[];

/** `keeping`: something is not on the disk yet; what was asked for last may be lost with the power. */
export type Keeping = 'kept' | 'keeping' | Failure;

/**
 * Writes notes behind the cashier's back: in order, the last value wins, nobody waits (A03).
 *
 * One `keep` may hold several notes; they are written in the order given, so that what moves from
 * one note to another is written where it arrives before it goes from where it was. A write that
 * failed stays at the head and is tried again with the next change.
 */
export function createNoteWriter(
  store: Pick<TillStore, 'writeNote'>,
  tell: (keeping: Keeping) => void,
) {
  const waiting: NoteWrites[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const failed = await written(store, next);
      if (failed !== null) {
        tell(failed);
        break;
      }
      waiting.splice(waiting.indexOf(next), 1);
      tell(waiting.length === 0 ? 'kept' : 'keeping');
    }
    isWriting = false;
  }

  return (writes: NoteWrites): void => {
    const last = waiting.at(-1);
    // Nobody needs the value in between; what is being written now is left alone.
    const replaces = waiting.length > 1 || !isWriting;
    if (replaces && last !== undefined && isSameNote(last, writes)) waiting.pop();
    waiting.push(writes);
    if (!isWriting) void writeAll();
  };
}

async function written(
  store: Pick<TillStore, 'writeNote'>,
  writes: NoteWrites,
): Promise<Failure | null> {
  for (const write of writes) {
    const done = await store.writeNote(...write);
    if (!done.ok) return done.error;
  }
  return null;
}

function isSameNote(a: NoteWrites, b: NoteWrites): boolean {
  return a.length === 1 && b.length === 1 && a[0]?.[0] === b[0]?.[0];
}
