import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
} from 'kysely';
import { poolOf, type BankDatabase } from './database.ts';
import type { BankTables } from './schema.ts';

/** Text and values, not yet sent. */
export type Statement<Row = unknown> = CompiledQuery<Row>;

/** Builds statements; it has no connection and sends none. */
export const statements = new Kysely<BankTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The rows of each statement, in its place; none of one that was not needed (null). */
type Answers<Rows extends readonly unknown[]> = { -readonly [Place in keyof Rows]: Rows[Place][] };

export interface Journey {
  /**
   * Sends the statements one behind the other and waits for all: one journey, however many. Each
   * sees what those before it did. The first that fails makes the others fail.
   */
  readonly send: <Rows extends readonly unknown[]>(asked: {
    readonly [Place in keyof Rows]: Statement<Rows[Place]> | null;
  }) => Promise<Answers<Rows>>;
}

/**
 * A transaction for the work that a bank does all day: most of its time is journeys to PostgreSQL,
 * so it makes as few as there are answers to wait for, and has its statements planned once.
 */
export async function onJourney<Done>(
  database: BankDatabase,
  work: (journey: Journey) => Promise<Done>,
): Promise<Done> {
  const client = await poolOf(database).connect();
  const ask = async ({ sql: text, parameters }: Statement) => {
    const values = [...parameters];
    const { rows } = await client.query<object>({ name: nameOf(text), text, values });
    return rows;
  };
  const send = (asked: readonly (Statement | null)[]) =>
    Promise.all(
      asked.map((statement) => (statement === null ? Promise.resolve([]) : ask(statement))),
    );
  let broken = false;
  try {
    const [, done] = await Promise.all([
      client.query('begin'),
      work({ send: send as Journey['send'] }),
    ]);
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error('the transaction was aborted before its commit');
    return done;
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

const names = new Map<string, string>();

/** A connection keeps the plan of a statement by its name, so the same text always has the same one. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `bank-${names.size}`;
  names.set(text, name);
  return name;
}
