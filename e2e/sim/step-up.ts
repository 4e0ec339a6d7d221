import type { TillHost } from '../../shared/contracts/host.ts';
import type { JournalBody } from '../../shared/domain/journal.ts';
import type { Approval, SupervisedAct } from '../../shared/contracts/supervised-acts.ts';
import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { present } from '../../shared/lib/assert.ts';

/** Whose PIN is asked for. */
export const SUPERVISOR = present(
  DEMO_OPERATORS.find(({ role }) => role === 'supervisor'),
  'a supervisor',
);

/** Who has no say in what needs one. */
export const CASHIER = present(
  DEMO_OPERATORS.find(({ role }) => role === 'cashier'),
  'a cashier',
);

/** The supervisor types the PIN for this act; null where it was not taken. */
export type Allows = (act: SupervisedAct) => Promise<Approval | null>;

/** A receipt that no PIN was ever typed for: the host has to refuse it (F38). */
export const MADE_UP: Approval = { approvalId: 'made-up', supervisorId: SUPERVISOR.id };

/** No receipt at all: a window that was given it writes its record without one. */
export const NO_RECEIPT: Approval = { ...MADE_UP, approvalId: 'none' };

/** A window's host, to which it hands over records as it would have to without a receipt. */
export function withoutNoReceipt(host: TillHost): TillHost {
  const bare = (body: JournalBody): JournalBody => {
    if (body.kind !== 'settlement' || body.approvalId !== NO_RECEIPT.approvalId) return body;
    return { kind: body.kind, settlement: body.settlement };
  };
  const appendJournal: TillHost['appendJournal'] = (drafts) =>
    host.appendJournal(drafts.map((draft) => ({ ...draft, body: bare(draft.body) })));
  return new Proxy(host, {
    get: (target, name: keyof TillHost) =>
      name === 'appendJournal' ? appendJournal : target[name],
  });
}
