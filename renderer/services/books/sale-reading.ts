import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { saleIdsOf } from '../../../shared/domain/projection.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from './ledger-of-the-till.ts';

type Copies = {
  readonly host: Pick<TillPorts['host'], 'readJournal'>;
  readonly store: Pick<TillPorts['store'], 'head' | 'sales'>;
};

/** Of what a database without room lacks, no more is read while somebody waits at the counter. */
const READ_AT_ONCE = 100;

/**
 * A sale as it is recorded, null when nothing is: the database is read, and first completed where
 * the journal holds more, or may. Otherwise a step whose outcome was in doubt would be overlooked by
 * the next one, which would say that nothing was sent, or take the money again (P9, I9). A database
 * that cannot be completed (F08) still knows the sales that what it lacks is not about, and for a
 * new sale no copy is read at all.
 */
export async function recordedSale(
  ledger: Pick<Ledger, 'isBehind' | 'catchUp' | 'newSales'>,
  copies: Copies,
  saleId: string,
): Promise<Result<Sale | null, Failure>> {
  if (ledger.newSales.has(saleId)) return ok(null);
  const whole = ledger.isBehind() ? await ledger.catchUp() : ok(0);
  if (!whole.ok && !(await lacksOnlyOthers(copies, saleId))) return whole;
  const sales = await copies.store.sales([saleId]);
  return sales.ok ? ok(sales.value.get(saleId) ?? null) : sales;
}

async function lacksOnlyOthers({ host, store }: Copies, saleId: string): Promise<boolean> {
  const head = await store.head();
  if (!head.ok) return false;
  const from = (head.value?.number ?? 0) + 1;
  const missing = await host.readJournal({ from, limit: READ_AT_ONCE });
  if (!missing.ok || missing.value.length === READ_AT_ONCE) return false;
  return missing.value.every((record) => !saleIdsOf(record).includes(saleId));
}
