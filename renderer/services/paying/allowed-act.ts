import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import type { Right } from '../../../shared/domain/operators.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';

/** What a supervisor is asked to allow a cashier (A28), as the screen says it and the journal keeps it. */
export interface AllowedAct {
  readonly right: Right;
  readonly saleId: string;
  /** Taken off the sale in all; or the price of the goods that leave the counter. */
  readonly amountMinor: Minor;
}

/** The supervisor's yes is in both copies before what it allows happens (P9). */
export async function noteAllowed(
  ledger: Ledger,
  { right, saleId, amountMinor }: AllowedAct,
  { approvalId, supervisorId }: Approval,
): Promise<Result<null, Failure>> {
  const written = await ledger.commit(() => ({
    kind: 'supervisor-act',
    act: right,
    supervisorId,
    approvalId,
    reason: '',
    outboxKey: '',
    saleId,
    amountMinor,
  }));
  return written.ok ? ok(null) : written;
}
