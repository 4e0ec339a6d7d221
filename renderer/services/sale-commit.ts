import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { SaleStep } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Ledger, Numbers } from './ledger-of-the-till.ts';

export interface SaleChange {
  readonly sale: Sale;
  readonly outbox: readonly OutboxRow[];
}

/** Writes one step of a sale to both copies; the sale as it was written, or why it was not (P9). */
export async function commitSale(
  ledger: Ledger,
  step: SaleStep,
  make: (numbers: Numbers) => SaleChange,
): Promise<Result<Sale, Failure>> {
  const written = await ledger.commit((numbers) => ({ kind: 'sale', step, ...make(numbers) }));
  if (!written.ok) return written;
  const { body } = written.value;
  return body.kind === 'sale' ? ok(body.sale) : err(failure('journal-damaged', body.kind));
}
