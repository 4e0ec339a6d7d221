import pg from 'pg';

/** Tables of the bank, and the column by which the rows of one record are found. */
const RECORD_TABLES = {
  series_numbers: 'record_id::text',
  sale_reports: 'id::text',
  sale_report_lines: 'report_id::text',
  sale_report_tenders: 'report_id::text',
  postings: 'record_id',
  ledger_entries: `split_part(posting_id, ':', 1)`,
} as const;

const TABLES_OF_A_PAYMENT = ['transactions', 'cards', 'chip_counters', 'terminals'];

/** The same columns, checks and indexes beside the bank's, in a schema of their own; no triggers. */
export async function createPlainTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('create schema plain');
  for (const table of [...Object.keys(RECORD_TABLES), ...TABLES_OF_A_PAYMENT]) {
    await client.query(`create table plain.${table} (like public.${table} including all)`);
  }
  await client.end();
}

type Statement = Readonly<{ name: string; text: string; values: readonly unknown[] }>;

/** One writer: a transaction a batch, one multi-row VALUES a table, prepared by name. */
export class PlainWriter {
  readonly #client: pg.Client;

  constructor(databaseUrl: string) {
    // As text, in and out: not a digit of a row changes on its way through this process.
    this.#client = new pg.Client({
      connectionString: databaseUrl,
      types: { getTypeParser: () => (text: string) => text },
    });
  }

  open(): Promise<unknown> {
    return this.#client.connect();
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  /** The rows that the bank wrote for these records, as statements that write them once more. */
  async statementsFor(recordIds: readonly string[]): Promise<readonly Statement[]> {
    const statements: Statement[] = [];
    for (const [table, key] of Object.entries(RECORD_TABLES)) {
      const { rows, fields } = await this.#client.query<unknown[]>({
        text: `select * from public.${table} where ${key} = any($1::text[])`,
        values: [recordIds],
        rowMode: 'array',
      });
      if (rows.length < recordIds.length) throw new Error(`the bank wrote too few ${table}`);
      const width = fields.length;
      const places = rows.map(
        (_, row) => `(${fields.map((_field, i) => `$${row * width + i + 1}`).join(', ')})`,
      );
      const columns = fields.map(({ name }) => name).join(', ');
      statements.push({
        name: `${table} ${rows.length}`,
        text: `insert into plain.${table} (${columns}) values ${places.join(', ')}`,
        values: rows.flat(),
      });
    }
    return statements;
  }

  /** How long the batches took, in milliseconds. */
  async write(batches: readonly (readonly Statement[])[]): Promise<number> {
    const startedMs = performance.now();
    for (const statements of batches) {
      await this.#client.query('begin');
      for (const { name, text, values } of statements) {
        await this.#client.query({ name, text, values: [...values] });
      }
      await this.#client.query('commit');
    }
    return performance.now() - startedMs;
  }
}
