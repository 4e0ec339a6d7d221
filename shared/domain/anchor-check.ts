import type { Head } from './journal.ts';

/** What the bank remembers of a till: the end of its journal, and the highest number it was told. */
export interface BankMemory {
  readonly epoch: number;
  readonly number: number;
  readonly hash: string;
  readonly highestTransaction: number;
}

/** Null = this till is at least as far as the bank knows, on the same chain. */
export type Rollback = {
  readonly reason: 'rollback' | 'fork';
  /** Numbers that the bank has seen and this till does not know; `to` below `from` = none. */
  readonly from: number;
  readonly to: number;
} | null;

/**
 * Has this till been put back to an older state, or does it tell another story than before
 * (PROTOCOL P2, P10)? Only the bank can say: a backup that was restored brings its sentinel along.
 *
 * @param ownHash hash of our record with the bank's number; null when we have no such record.
 */
export function rollbackOf(head: Head, memory: BankMemory, ownHash: string | null): Rollback {
  const missing = { from: head.number + 1, to: Math.max(head.number, memory.number) };
  // An epoch that this till has forgotten began with a repair, above numbers it has forgotten too.
  if (memory.number > head.number || memory.epoch > head.epoch) {
    return { reason: 'rollback', ...missing };
  }
  if (memory.highestTransaction > head.counters.transaction) {
    return { reason: 'rollback', ...missing };
  }
  // Under a newer epoch the till has already said that it goes on elsewhere.
  const comparable = memory.epoch === head.epoch && memory.number > 0;
  return comparable && ownHash !== memory.hash ? { reason: 'fork', ...missing } : null;
}
