import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';

/** A promise that no bank has answered for, by the till's clock at its record and at the latest jump. */
interface Waiting {
  readonly atMs: number;
  readonly highestMs: number;
}

/**
 * P15, P20: the window for promises runs from the oldest that waits, on a time that never goes back.
 * A clock that has jumped past its end while one was waiting (the journal tells of it) has used it up,
 * whatever the clock says later: until the bank has answered, nothing more is promised.
 */
export function auditWindow(
  records: readonly JournalRecord[],
  saleId: string,
  maxAgeMs: number,
): string[] {
  const waiting = new Map<string, Waiting>();
  const answered = new Set<string>();
  const problems: string[] = [];
  for (const { atMs, body } of records) {
    if (body.kind === 'notice' && body.code === 'clock-jump') {
      for (const [id, one] of waiting) {
        waiting.set(id, { ...one, highestMs: Math.max(one.highestMs, atMs) });
      }
    }
    if (body.kind === 'delivery') {
      for (const { transactionId, outcome } of body.results) {
        waiting.delete(transactionId);
        if (outcome !== 'our-fault') answered.add(transactionId);
      }
    }
    for (const key of withdrawnBy(body)) waiting.delete(key.replace('stored-payment:', ''));
    // What was refused comes back to the desk when another card for it is taken back: it waits for people.
    const promised = promisesIn(body).filter(({ transactionId }) => !answered.has(transactionId));
    if (promised.length > 0 && body.kind === 'sale' && body.sale.id === saleId) {
      const over = [...waiting.values()].some((one) => one.highestMs - one.atMs >= maxAgeMs);
      if (over) problems.push(`P20 ${saleId} was promised after the offline window had ended`);
    }
    for (const { transactionId } of promised) {
      waiting.set(transactionId, { atMs, highestMs: atMs });
    }
  }
  return problems;
}

/** What was voided before it was sent waits no more. */
function withdrawnBy(body: JournalRecord['body']): readonly string[] {
  return body.kind === 'supervisor-act' ? (body.done?.withdrawn ?? []) : [];
}

function promisesIn(body: JournalRecord['body']): readonly OutboxRow[] {
  if (body.kind === 'sale') return body.outbox.filter(({ kind }) => kind === 'stored-payment');
  return body.kind === 'supervisor-act' && body.retry !== undefined ? [body.retry.outbox] : [];
}
