import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalBody, SaleStep } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { cashMovedBy } from '../../../shared/domain/shift.ts';
import { wasSold, type Sale } from '../../../shared/domain/sale.ts';
import { assert, present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Ledger, Numbers } from './ledger-of-the-till.ts';

export interface SaleChange {
  readonly sale: Sale;
  readonly outbox: readonly OutboxRow[];
  readonly withdrawn?: readonly string[];
  readonly opensDrawer?: true;
}

/** Null where the step came too late: the sale is not in a state any more that bears it (P8). */
type Change<Before> = (numbers: Numbers, before: Before) => SaleChange | null;

/**
 * Writes one step of a sale to both copies; the sale as it was written, or why it was not (P9).
 * The step starts from the sale as it is in its own turn, never from what somebody read before.
 */
export async function commitSale(
  ledger: Ledger,
  step: SaleStep,
  saleId: string,
  change: Change<Sale | null>,
): Promise<Result<Sale, Failure>> {
  let refused: Failure | null = null;
  const written = await ledger.commit((numbers, before) => {
    const changed = change(numbers, before);
    refused = changed === null ? failure(whyTooLate(before), step) : null;
    if (changed === null) return tooLate(step, saleId);
    const cashMinor = cashMovedBy(before, changed.sale);
    // Said by the step itself: what the drawer should hold is never reckoned from old sales (A24).
    return { kind: 'sale', step, ...changed, ...(cashMinor === 0 ? {} : { cashMinor }) };
  }, saleId);
  // Whatever became of the note of it: the step itself was not done.
  if (refused !== null) return err(refused);
  if (!written.ok) return err(whatIsOpen(step, written.error));
  const { body } = written.value;
  assert(body.kind === 'sale', 'a step of a sale is a record of a sale');
  return ok(body.sale);
}

/** What has become of a sale that takes no further step of this kind: in words that are true of it (I9). */
export function whyTooLate(sale: Sale | null): TooLateCode {
  if (sale?.state === 'voided') return 'sale-voided';
  return sale !== null && wasSold(sale) ? 'sale-completed' : 'sale-busy';
}

type TooLateCode = 'sale-busy' | 'sale-completed' | 'sale-voided';

/** Money is in with its own step alone; whatever else the journal holds alone has still to be gone on with. */
function whatIsOpen(step: SaleStep, { code, detail }: Failure): Failure {
  const isOpen = code === 'store-behind' && step !== 'completed';
  return failure(isOpen ? 'payment-open' : code, detail);
}

/** The same for a sale that is there. */
export function changeSale(
  ledger: Ledger,
  step: SaleStep,
  saleId: string,
  change: Change<Sale>,
): Promise<Result<Sale, Failure>> {
  return commitSale(ledger, step, saleId, (numbers, before) =>
    change(numbers, present(before, 'the sale that is changed')),
  );
}

/** Kept, since a step that comes too late is worth knowing of: an answer after a reversal (F14). */
function tooLate(step: SaleStep, saleId: string): JournalBody {
  return { kind: 'notice', code: 'step-too-late', detail: `${step} of ${saleId}` };
}

/** Somebody else has settled it in the meantime: there is nothing left to do, and nothing failed. */
export function isTooLate({ code }: Failure): boolean {
  return code === 'sale-busy' || code === 'sale-completed' || code === 'sale-voided';
}
