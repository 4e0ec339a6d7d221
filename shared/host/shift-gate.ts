import { failure, type Failure } from '../contracts/error-codes.ts';
import { isNextStep, stepOperator, type Drawer } from '../domain/drawer.ts';
import type { JournalBody } from '../domain/journal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Approvals } from './approvals.ts';

type ShiftBody = Extract<JournalBody, { kind: 'shift' }>;

/**
 * Whether a window may write this step of the drawer (PROTOCOL P28, A23): it is reckoned again from
 * the journal, it names who is signed in, and a difference above the limit carries the receipt for
 * the PIN of the supervisor who vouches for it.
 */
export function allowsShift(
  { shift, approvalId }: ShiftBody,
  drawer: Drawer,
  approvals: Approvals,
  operatorId: string,
): Result<null, Failure> {
  if (stepOperator(shift) !== operatorId) {
    return err(failure('role-missing', 'another operator than the one at the till'));
  }
  if (!isNextStep(drawer, shift)) return err(failure('drawer-changed', shift.id));
  const approverId = shift.closing?.approverId ?? '';
  if (approverId === '') return ok(null);
  const approved = approvals.take(approvalId ?? '', 'count-drawer');
  if (!approved.ok) return approved;
  return approved.value.supervisorId === approverId
    ? ok(null)
    : err(failure('role-missing', 'another supervisor has approved'));
}
