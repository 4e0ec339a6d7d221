import type { Approval, SupervisedAct } from '../../shared/contracts/supervised-acts.ts';
import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { present } from '../../shared/lib/assert.ts';

/** Whose PIN is asked for. */
export const SUPERVISOR = present(
  DEMO_OPERATORS.find(({ role }) => role === 'supervisor'),
  'a supervisor',
);

/** The supervisor types the PIN for this act; null where it was not taken. */
export type Allows = (act: SupervisedAct) => Promise<Approval | null>;

/** A receipt that no PIN was ever typed for: the host has to refuse it (F38). */
export const MADE_UP: Approval = { approvalId: 'made-up', supervisorId: SUPERVISOR.id };
