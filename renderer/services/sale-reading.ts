import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import type { Ledger } from './ledger-of-the-till.ts';

/**
 * A sale as it is recorded, null when nothing is: the database is read, and first completed where
 * the journal holds more, or may. Otherwise a step whose outcome was in doubt would be overlooked by
 * the next one, which would say that nothing was sent, or take the money again (P9, I9).
 */
export async function recordedSale(
  ledger: Pick<Ledger, 'isBehind' | 'catchUp'>,
  store: Pick<TillPorts['store'], 'sales'>,
  saleId: string,
): Promise<Result<Sale | null, Failure>> {
  const whole = ledger.isBehind() ? await ledger.catchUp() : ok(0);
  if (!whole.ok) return whole;
  const sales = await store.sales([saleId]);
  return sales.ok ? ok(sales.value.get(saleId) ?? null) : sales;
}
