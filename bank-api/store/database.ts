import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { present } from '../../shared/lib/assert.ts';
import type { BankTables } from './schema.ts';

export type BankDatabase = Kysely<BankTables>;
export type BankTransaction = Transaction<BankTables>;

const INT8 = 20;

/**
 * A pool on PostgreSQL. int8 arrives as bigint: as a number a sum above 2^53 fen would be silently
 * wrong, as text it would be added like text.
 */
export function openDatabase(databaseUrl: string, onLost: (error: Error) => void): BankDatabase {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 16,
    // A statement does not wait for the answer to the one before it (`journey.ts`).
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid, format) =>
        Number(oid) === INT8
          ? (text: string) => BigInt(text)
          : pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format),
    },
  });
  // Without a listener a connection that PostgreSQL closes ends the whole process. The pool hears
  // of idle ones alone; one in use tells its client, in the middle of a transaction or not.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', onLost));
  const database = new Kysely<BankTables>({ dialect: new PostgresDialect({ pool }) });
  pools.set(database, pool);
  return database;
}

const pools = new WeakMap<BankDatabase, pg.Pool>();

/** The connections behind a database, for what Kysely has no words for. */
export function poolOf(database: BankDatabase): pg.Pool {
  return present(pools.get(database), 'the pool of a database that `openDatabase` made');
}

/** Somebody else was first, or two waited for each other: the whole piece of work may run again. */
function isRetryable(error: unknown): boolean {
  const code = sqlState(error);
  return code === '23505' || code === '40001' || code === '40P01';
}

const MOST_TRIES = 3;

/** The whole piece of work, and again when somebody else was first: it then finds what he did. */
export async function retried<Done>(work: () => Promise<Done>): Promise<Done> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MOST_TRIES || !isRetryable(error)) throw error;
    }
  }
}

/** Another piece of work holds what this one needs, and does not let go in time. */
export function isLockedOut(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

/** A value that no column can hold (class 22), a NUL for instance: the request is at fault. */
export function isUnstorable(error: unknown): boolean {
  return sqlState(error).startsWith('22');
}

/** A value that the tables do not take (classes 22 and 23): the record is at fault, not the bank. */
export function isRefusedData(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error));
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
