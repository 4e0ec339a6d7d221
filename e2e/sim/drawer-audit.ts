import type { JournalBody } from '../../shared/domain/journal.ts';
import type { Shift } from '../../shared/domain/shift.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { JournalView } from './journal-view.ts';

/** Above this somebody vouches for a count (A23). */
const LIMIT_MINOR = 500;

/** The screen says that the drawer is counted: then the journal has this count (I9). */
export function countIsWritten(auditor: Auditor, till: AuditedTill, { id }: Shift): string[] {
  const isWritten = auditor
    .journalOf(till)
    .records.some(({ body }) => body.kind === 'shift' && isClosed(body.shift, id));
  return isWritten ? [] : [`I9 the drawer was called counted, the journal has no count ${id}`];
}

const isClosed = (shift: Shift, id: string): boolean => shift.id === id && shift.closing !== null;

/**
 * A22–A24, reckoned from the journal from its beginning: what its steps have moved in the drawer is what
 * its sales have left there; each count was compared with what had to lie there; the next shift begins with
 * what was left, and no money that was put in or taken out is forgotten.
 */
export function auditDrawer(auditor: Auditor, till: AuditedTill): string[] {
  const journal = auditor.journalOf(till);
  const problems: string[] = [];
  let [moved, sinceCount, float] = [0, 0, 0];
  let known: readonly string[] = [];
  for (const { number, body } of journal.records) {
    moved += movedBy(body);
    sinceCount += movedBy(body);
    if (body.kind !== 'shift') continue;
    const { floatMinor, movements, closing } = body.shift;
    const ids = movements.map(({ id }) => id);
    if (known.some((id) => !ids.includes(id))) problems.push(`A22 record ${number} lacks money`);
    known = ids;
    if (floatMinor !== float) problems.push(`A22 a shift begins with ${floatMinor}, not ${float}`);
    if (closing === null) continue;
    const expected = float + sinceCount + inAndOut(body.shift);
    const isVouched = closing.approverId !== '';
    if (closing.expectedMinor !== expected) {
      problems.push(`A24 a count expects ${closing.expectedMinor}, there must be ${expected}`);
    }
    if (Math.abs(closing.countedMinor - expected) > LIMIT_MINOR && !isVouched) {
      problems.push(`A23 record ${number}: nobody vouches for ${closing.countedMinor}`);
    }
    [sinceCount, float, known] = [0, closing.nextFloatMinor, []];
  }
  const left = leftBySales(journal);
  if (moved !== left) {
    problems.push(`A24 the drawer should hold ${left}, its journal says ${moved}`);
  }
  return problems;
}

function movedBy(body: JournalBody): number {
  if (body.kind === 'supervisor-act') return body.done?.cashMinor ?? 0;
  return body.kind === 'sale' ? (body.cashMinor ?? 0) : 0;
}

function inAndOut({ movements }: Shift): number {
  return movements.reduce(
    (sum, { kind, amountMinor }) => (kind === 'pay-in' ? sum + amountMinor : sum - amountMinor),
    0,
  );
}

function leftBySales({ sales }: JournalView): number {
  let left = 0;
  for (const { state, tenders, recoveredInCash = [] } of sales.values()) {
    const gaveItBack = state === 'not-paid' || state === 'voided';
    const taken = gaveItBack ? [] : tenders.filter(({ kind }) => kind === 'cash');
    const sign = state === 'refunded' ? -1 : 1;
    for (const cash of [...taken, ...recoveredInCash]) {
      if ('receivedMinor' in cash) left += sign * (cash.receivedMinor - cash.changeMinor);
    }
  }
  return left;
}
