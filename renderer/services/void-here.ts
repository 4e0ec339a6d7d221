import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { cashMovedBy } from '../../shared/domain/shift.ts';
import { afterVoid, voidHindrance } from '../../shared/domain/voiding.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { cashGoesBack } from './cash-going-back.ts';
import type { Ledger } from './ledger-of-the-till.ts';
import type { ReasonedApproval } from './supervisor-acts.ts';

export interface VoidOrder {
  readonly saleId: string;
  /** A supervisor's, for this very act (F38). */
  readonly approval: ReasonedApproval;
}

/**
 * Voids a sale that no card has a part in (`shared/domain/voiding.ts`): the cash lies in the drawer, so
 * nobody has to be asked, and it is done with one record that holds the supervisor's word, the sale and
 * what the bank is to be told (P9, F38). With or without a line: the bank hears of it with the queue.
 */
export async function voidHere(
  { random }: Pick<TillPorts, 'random'>,
  ledger: Ledger,
  { saleId, approval }: VoidOrder,
): Promise<Result<Sale, Failure>> {
  const { supervisorId, approvalId, reason } = approval;
  let hindrance: string | null = null;
  let voided: Sale | null = null;
  const written = await ledger.commit((numbers, now) => {
    const sale = present(now, 'the sale that is voided');
    hindrance = voidHindrance(sale, ledger.head().counters.batch);
    if (hindrance !== null) {
      return { kind: 'notice', code: 'step-too-late', detail: `void of ${saleId}: ${hindrance}` };
    }
    const change = cashGoesBack(afterVoid(sale), supervisorId, numbers, random);
    voided = change.sale;
    const { sale: after, outbox, opensDrawer } = change;
    const done = {
      sales: [after],
      outbox,
      ...(opensDrawer === undefined ? {} : { opensDrawer }),
      cashMinor: cashMovedBy(sale, after),
    };
    const who = { supervisorId, approvalId, reason };
    return { kind: 'supervisor-act', act: 'void', ...who, outboxKey: '', saleId, done };
  }, saleId);
  if (hindrance !== null) return err(failure('void-not-possible', hindrance));
  if (!written.ok) return written;
  return ok(present<Sale>(voided, 'the voided sale'));
}
