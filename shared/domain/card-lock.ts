import type { JournalRecord } from './journal.ts';

/**
 * Cards stop when the two copies of the journal cannot be brought to agree by proof alone (P10);
 * cash goes on. The lock and its end are facts of the journal, so that neither a restart nor a
 * rebuilt database loses them.
 */
export interface CardLock {
  readonly sinceMs: number;
  /** The record that says so. */
  readonly recordNumber: number;
  /** What was found, for people and the bank: kinds of damage and numbers. */
  readonly detail: string;
}

/**
 * Who does not agree: the two copies with each other, or the bank's memory with both of them; or the
 * keys that proved the records are lost, and only their chain speaks for them.
 */
const CAUSES = ['rollback', 'fork', 'keys'] as const;
export type LockCause = 'copies' | (typeof CAUSES)[number];

/** As the detail of a lock begins that the bank's memory has given reason for. */
export function bankKnows(cause: Exclude<LockCause, 'copies' | 'keys'>, number: number): string {
  return `${cause}: the bank knows up to ${number}`;
}

/** As it begins where new keys vouch for what lost ones have written (P25). */
export function vouchedAnew(from: number, to: number): string {
  return `keys: records ${from} to ${to}`;
}

export function causeOf({ detail }: Pick<CardLock, 'detail'>): LockCause {
  return CAUSES.find((cause) => detail.startsWith(`${cause}: `)) ?? 'copies';
}

/** Code of the notice that locks; written by the host and by the window's own check alike. */
export const CARDS_LOCKED = 'cards-locked';

export function cardLockAfter(before: CardLock | null, record: JournalRecord): CardLock | null {
  const { body, atMs, number } = record;
  if (body.kind === 'notice' && body.code === CARDS_LOCKED) {
    return { sinceMs: atMs, recordNumber: number, detail: body.detail };
  }
  return body.kind === 'supervisor-act' && body.act === 'unlock-cards' ? null : before;
}
