import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
} from 'kysely';
import type pg from 'pg';
import { assert } from '../../shared/lib/assert.ts';
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
  /**
   * For statements of many rows, whose answers nobody reads: each leaves as soon as it is built, so
   * that PostgreSQL works on it while the next is being built.
   */
  readonly sendEach: (built: Iterable<Statement | null>) => Promise<void>;
}

export interface Outcome<Done> {
  readonly done: Done;
  /** What is left to be written; sent together with the commit. */
  readonly last: readonly (Statement | null)[];
}

/**
 * A transaction for the work that a bank does all day: most of its time is journeys to PostgreSQL,
 * so it makes as few as there are answers to wait for, and has its statements planned once.
 */
export async function onJourney<Done>(
  database: BankDatabase,
  work: (journey: Journey) => Promise<Outcome<Done>>,
): Promise<Done> {
  const client = await poolOf(database).connect();
  const send = (asked: readonly (Statement | null)[]) =>
    inOneWrite(client, () => asked.map((one) => (one === null ? NO_ROWS : ask(client, one))));
  const sendEach: Journey['sendEach'] = async (built) => {
    const sent: Promise<unknown>[] = [];
    try {
      for (const one of built) if (one !== null) sent.push(ask(client, one));
    } finally {
      await Promise.all(sent);
    }
  };
  let broken = false;
  try {
    const [, { done, last }] = await Promise.all([
      client.query('begin'),
      work({ send: send as Journey['send'], sendEach }),
    ]);
    const commit = () => client.query('commit').then(({ command }) => [{ command }]);
    const answers = await inOneWrite(client, () => [
      ...last.map((one) => (one === null ? NO_ROWS : ask(client, one))),
      commit(),
    ]);
    // PostgreSQL answers the commit of a transaction that has failed with a roll-back.
    assert(
      answers.at(-1)?.[0]?.['command'] === 'COMMIT',
      'a transaction that did not fail commits',
    );
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

type AnyRow = Readonly<Record<string, unknown>>;

const NO_ROWS: Promise<AnyRow[]> = Promise.resolve([]);

async function ask(client: pg.PoolClient, statement: Statement): Promise<AnyRow[]> {
  return (await client.query<AnyRow>(kept(statement))).rows;
}

/** Each write is a call to the system of its own, and costs as much as a small statement. */
function inOneWrite(
  { connection: { stream } }: pg.PoolClient,
  start: () => readonly Promise<AnyRow[]>[],
): Promise<AnyRow[][]> {
  stream.cork();
  try {
    return Promise.all(start());
  } finally {
    stream.uncork();
  }
}

/** One question outside of any transaction. */
export async function askOnce<Row>(
  database: BankDatabase,
  question: Statement<Row>,
): Promise<readonly Row[]> {
  const { rows } = await poolOf(database).query(kept(question));
  return rows as readonly Row[];
}

const names = new Map<string, string>();

/** A connection keeps the plan of a statement by its name, so the same text always has the same one. */
function kept({ sql: text, parameters }: Statement): pg.QueryConfig {
  const name = names.get(text) ?? `bank-${names.size}`;
  names.set(text, name);
  return { name, text, values: [...parameters] };
}
