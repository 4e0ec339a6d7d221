import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { CashRounding } from '../../../shared/domain/cash.ts';
import { isPayable, type Minor } from '../../../shared/domain/money.ts';
import { soldLossOf, withCashRecovery } from '../../../shared/domain/recovery.ts';
import type { CashRecovery, Sale } from '../../../shared/domain/sale.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { cashTender } from '../paying/cash-payment.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { commitSale } from '../books/sale-commit.ts';

export interface CashRecoveryOrder {
  readonly saleId: string;
  /** The card tender whose promise was refused. */
  readonly tenderId: string;
  /** All of the loss or more; what is above it is change. */
  readonly receivedMinor: Minor;
  readonly rounding: CashRounding;
  readonly operatorId: string;
}

/**
 * The customer came back and pays a refused promise in cash: one record says that the cash is in the
 * drawer, that the loss is made up for, and that it leaves the exception list (P9, P13).
 */
export async function recoverInCash(
  { random }: Pick<TillPorts, 'random'>,
  ledger: Ledger,
  { saleId, tenderId, receivedMinor, rounding, operatorId }: CashRecoveryOrder,
): Promise<Result<Sale, Failure>> {
  if (!isPayable(receivedMinor)) return err(failure('amount-invalid', String(receivedMinor)));
  const id = random.uuid();
  const written = await commitSale(ledger, 'completed', saleId, ({ nowMs }, before) => {
    const loss = soldLossOf(before, tenderId);
    if (before === null || loss === null) return null;
    const { amountMinor } = loss.core;
    const { kind: _kind, ...cash } = cashTender(id, amountMinor, receivedMinor, rounding);
    if (cash.amountMinor < amountMinor) return null;
    const recovery: CashRecovery = { ...cash, recovers: tenderId, atMs: nowMs, operatorId };
    const paid = withCashRecovery(before, recovery);
    if (paid === null) return null;
    return { sale: paid.sale, outbox: [], withdrawn: paid.leaving, opensDrawer: true };
  });
  return written.ok ? written : err(lossDecided(written.error));
}

/** "This sale was paid already" is not what happened: its loss was decided, or less was given. */
export function lossDecided(error: Failure): Failure {
  const isDecided = error.code === 'sale-completed' || error.code === 'sale-voided';
  return isDecided ? failure('loss-decided', error.detail) : error;
}
