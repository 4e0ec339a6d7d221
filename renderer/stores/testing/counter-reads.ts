import type { JournalBody } from '../../../shared/domain/journal.ts';
import type { Verdict } from '../paying.ts';
import type { benchCounter } from './bench-counter.ts';

type Counter = ReturnType<typeof benchCounter>;

/** What the payment at the counter came to; null: nothing yet, or nobody is paying. */
export const verdict = ({ state }: Counter): Verdict | null => state().paying?.verdict ?? null;

export const journalKinds = ({ fake }: Counter): JournalBody['kind'][] =>
  fake.journal.map(({ body }) => body.kind);

export async function outboxKinds({ till }: Counter): Promise<string[]> {
  const rows = await till.store.outbox();
  return rows.ok ? rows.value.map(({ kind }) => kind) : [];
}
