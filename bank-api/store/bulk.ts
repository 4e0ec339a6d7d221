import { sql, type RawBuilder } from 'kysely';
import { assert } from '../../shared/lib/assert.ts';
import { statements, type Statement } from './journey.ts';
import type { BankTables } from './schema.ts';

type ColumnType = 'text' | 'uuid' | 'bigint' | 'integer' | 'date';

/** Columns with defaults of their own are not among them. */
type Columns<Table extends keyof BankTables> = {
  readonly [Column in keyof BankTables[Table]]: ColumnType;
};

/** The tables that are written many rows at a time, with the types of their columns. */
const COLUMNS = {
  series_numbers: {
    merchant_id: 'text',
    terminal_id: 'text',
    number: 'bigint',
    batch_number: 'bigint',
    trace_number: 'bigint',
    record_id: 'uuid',
    record_kind: 'text',
  },
  transactions: {
    merchant_id: 'text',
    id: 'uuid',
    kind: 'text',
    terminal_id: 'text',
    core_hash: 'text',
    sale_id: 'uuid',
    amount_minor: 'bigint',
    transaction_number: 'bigint',
    batch_number: 'bigint',
    trace_number: 'bigint',
    card_hash: 'text',
    masked_number: 'text',
    channel: 'text',
    state: 'text',
    code: 'text',
    authorisation_code: 'text',
    reference_number: 'text',
    supersedes: 'uuid',
    original_id: 'uuid',
    undone_by: 'uuid',
    operator_id: 'text',
    created_at_ms: 'bigint',
    chip_counter: 'integer',
    issuer_authentication: 'text',
    asked_minor: 'bigint',
  },
  chip_counters: {
    terminal_id: 'text',
    card_hash: 'text',
    highest_asked: 'integer',
    highest: 'integer',
    seen: 'text',
  },
  sale_reports: {
    merchant_id: 'text',
    id: 'uuid',
    sale_id: 'uuid',
    sale_number: 'text',
    terminal_id: 'text',
    transaction_number: 'bigint',
    batch_number: 'bigint',
    trace_number: 'bigint',
    operator_id: 'text',
    created_at_ms: 'bigint',
    business_day: 'date',
    currency: 'text',
    gross_minor: 'bigint',
    discount_minor: 'bigint',
    tax_minor: 'bigint',
    due_minor: 'bigint',
    note: 'text',
    content_hash: 'text',
    reference_number: 'text',
    received_at_ms: 'bigint',
  },
  paper_sales: {
    merchant_id: 'text',
    report_id: 'uuid',
    paper_number: 'text',
    sold_at_ms: 'bigint',
    supervisor_id: 'text',
  },
  sale_report_lines: {
    merchant_id: 'text',
    report_id: 'uuid',
    line_number: 'integer',
    line_id: 'text',
    product_id: 'text',
    barcode: 'text',
    name_zh: 'text',
    name_en: 'text',
    unit: 'text',
    quantity_milli: 'bigint',
    unit_price_minor: 'bigint',
    tax_basis_points: 'integer',
    discount_minor: 'bigint',
    sale_discount_minor: 'bigint',
    amount_minor: 'bigint',
    tax_minor: 'bigint',
    note: 'text',
  },
  sale_report_tenders: {
    merchant_id: 'text',
    report_id: 'uuid',
    tender_number: 'integer',
    id: 'uuid',
    kind: 'text',
    amount_minor: 'bigint',
    rounding_minor: 'bigint',
    received_minor: 'bigint',
    change_minor: 'bigint',
    payment_id: 'uuid',
  },
  cash_returns: {
    merchant_id: 'text',
    id: 'uuid',
    act: 'text',
    sale_id: 'uuid',
    original_id: 'uuid',
    terminal_id: 'text',
    transaction_number: 'bigint',
    batch_number: 'bigint',
    trace_number: 'bigint',
    supervisor_id: 'text',
    created_at_ms: 'bigint',
    amount_minor: 'bigint',
    rounding_minor: 'bigint',
    content_hash: 'text',
    reference_number: 'text',
    received_at_ms: 'bigint',
  },
  void_numbers: {
    merchant_id: 'text',
    id: 'uuid',
    terminal_id: 'text',
    transaction_number: 'bigint',
    reason: 'text',
    received_at_ms: 'bigint',
  },
  postings: {
    merchant_id: 'text',
    id: 'text',
    kind: 'text',
    record_id: 'text',
    created_at_ms: 'bigint',
  },
  ledger_entries: {
    merchant_id: 'text',
    posting_id: 'text',
    line_number: 'integer',
    account: 'text',
    debit_minor: 'bigint',
    credit_minor: 'bigint',
  },
  journal_anchors: {
    merchant_id: 'text',
    terminal_id: 'text',
    journal_number: 'bigint',
    epoch: 'bigint',
    number: 'bigint',
    hash: 'text',
  },
  security_events: {
    at_ms: 'bigint',
    kind: 'text',
    merchant_id: 'text',
    terminal_id: 'text',
    detail: 'text',
    source: 'text',
    period: 'bigint',
    times: 'bigint',
    last_at_ms: 'bigint',
  },
} as const satisfies { readonly [Table in keyof BankTables]?: Columns<Table> };

type BulkTable = keyof typeof COLUMNS;

/** Many rows in one statement; null if there are none. */
export function insertion<Table extends BulkTable>(
  table: Table,
  rows: readonly BankTables[Table][],
): Statement | null {
  if (rows.length === 0) return null;
  const columns: readonly string[] = Object.keys(COLUMNS[table]);
  const insert = insertions.get(table) ?? insertionInto(table);
  return insert(arraysOf(columns, rows as readonly Readonly<Record<string, Value>>[]));
}

const insertions = new Map<BulkTable, Template>();

function insertionInto(table: BulkTable): Template {
  const types: Readonly<Record<string, ColumnType>> = COLUMNS[table];
  const columns = sql.join(Object.keys(types).map((column) => sql.ref(column)));
  const insert = template(
    () => sql`insert into ${sql.table(table)} (${columns}) select * from ${rowsAs('fresh', types)}`,
  );
  insertions.set(table, insert);
  return insert;
}

/** Makes a statement out of its values, in the order in which its text asks for them. */
export type Template<Row = unknown> = (...values: readonly (readonly string[])[]) => Statement<Row>;

/**
 * A statement whose text is built once, when it is first needed: what differs from one time to the
 * next are its values alone, and building the text was a tenth of a bank's own work for a payment.
 */
export function template<Row>(build: () => RawBuilder<Row>): Template<Row> {
  let compiled: Statement<Row> | null = null;
  return (...values) => {
    compiled ??= build().compile(statements);
    const parameters = values.flat();
    assert(parameters.length === compiled.parameters.length, 'a value for each place of the text');
    return { ...compiled, parameters };
  };
}

type Value = string | number | bigint | null;

/**
 * Rows as a table within the text of a `template`, one array a column: PostgreSQL allows 65,535
 * parameters, and a batch of a thousand sales has more values than that. The text is the same however
 * many they are, so that it is planned once, and arrays are read faster than JSON. The arrays
 * themselves come from `arraysOf`, with the same columns in the same order.
 */
export function rowsAs(
  name: string,
  types: Readonly<Record<string, ColumnType>>,
): RawBuilder<unknown> {
  const arrays = Object.values(types).map((type) => sql`${'{}'}::${sql.raw(type)}[]`);
  const names = Object.keys(types).map((column) => sql.ref(column));
  return sql`unnest(${sql.join(arrays)}) as ${sql.ref(name)} (${sql.join(names)})`;
}

/** One array a column. */
export function arraysOf<Column extends PropertyKey>(
  columns: readonly Column[],
  rows: readonly { readonly [Name in NoInfer<Column>]: Value }[],
): readonly string[] {
  return columns.map((column) => arrayText(rows.map((row) => row[column])));
}

/**
 * Rows by a key, as a query; `wanted` is a source of that name with the columns of the key.
 *
 * Sought in the order of the key, and only the first from there on is looked at: one index alone
 * gives that order. Asked for by equality, PostgreSQL takes any index that begins with the merchant
 * while it believes the table to be small, and keeps that plan: it then reads all that the merchant
 * ever had, for each row that is wanted.
 */
export function rowsByKey<Table extends BulkTable, Key extends keyof BankTables[Table] & string>(
  table: Table,
  key: readonly Key[],
  wanted: RawBuilder<unknown>,
): RawBuilder<BankTables[Table]> {
  const columns = Object.keys(COLUMNS[table]);
  const named = (source: string, names: readonly string[]) =>
    sql.join(names.map((name) => sql.ref(`${source}.${name}`)));
  return sql`select ${named('found', columns)} from ${wanted} cross join lateral (
      select ${named(table, columns)} from ${sql.table(table)}
      where (${named(table, key)}) >= (${named('wanted', key)})
      order by ${named(table, key)} limit 1) as found
    where (${named('found', key)}) = (${named('wanted', key)})`;
}

/** Keys as a source for `rowsByKey`. */
export function keysAs<Table extends BulkTable>(
  table: Table,
  key: readonly (keyof BankTables[Table] & string)[],
): RawBuilder<unknown> {
  const all = COLUMNS[table] as Columns<Table>;
  return rowsAs('wanted', Object.fromEntries(key.map((name) => [name, all[name]])));
}

/** An array as PostgreSQL reads it; the driver's own way looks at the type of each value again. */
function arrayText(values: readonly Value[]): string {
  let text = '';
  for (const value of values) {
    const element = typeof value === 'string' ? quoted(value) : String(value);
    text += text === '' ? element : `,${element}`;
  }
  return `{${text}}`;
}

function quoted(text: string): string {
  return /["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `"${text}"`;
}
