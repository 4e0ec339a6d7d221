import { sql } from 'kysely';
import type { BankTransaction } from './database.ts';
import type { BankTables } from './schema.ts';

type Row<Table extends keyof BankTables> = {
  [Column in keyof BankTables[Table]]: BankTables[Table][Column];
};

/**
 * Many rows in one statement and one parameter: PostgreSQL allows 65,535 parameters, and a batch
 * of a thousand sales has more columns than that. `columns` fixes which are written; the others
 * take their defaults.
 */
export async function insertRows<Table extends keyof BankTables>(
  transaction: BankTransaction,
  table: Table,
  rows: readonly Row<Table>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${toJson(rows)}::json)`.execute(
    transaction,
  );
}

/** JSON for `json_populate_recordset`; bigint as text, which PostgreSQL reads as bigint again. */
export function toJson(rows: unknown): string {
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
