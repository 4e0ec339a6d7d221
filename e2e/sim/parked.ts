import type { AuditedTill } from './auditor.ts';

/** Sales with a record that waits for a person: the bank has answered, and the till says so. */
export async function parkedSaleIds(till: AuditedTill): Promise<ReadonlySet<string>> {
  const rows = await till.outbox();
  return new Set(rows.filter(({ lane }) => lane === 'exception').map(({ saleId }) => saleId));
}
