import pg from 'pg';
import type { RunningBank } from '../whole-way/running-bank.ts';

/** Longer than a copy of a small database takes; only a failure waits this long. */
const COPY_LIMIT_MS = 30_000;

/**
 * The bank as it was at a moment: a copy of its database, put in its place again while it runs. The
 * disk of a till that is cut in the past must meet the bank of that time, or the till would look like
 * one that was put back from a copy.
 */
export class BankPast {
  readonly #adminUrl: string;
  readonly #database: string;
  #remembered = 0;

  constructor(bank: RunningBank) {
    const url = new URL(bank.ready.databaseUrl);
    this.#database = url.pathname.slice(1);
    // The role of the bank may not copy databases; the superuser of this throw-away server may.
    url.username = 'postgres';
    url.pathname = '/postgres';
    this.#adminUrl = url.href;
  }

  /** How it is now, under a number. Whoever asks the bank meanwhile gets no answer. */
  async remember(): Promise<number> {
    this.#remembered += 1;
    await this.#copy(this.#database, this.#name(this.#remembered));
    return this.#remembered;
  }

  async goBackTo(moment: number): Promise<void> {
    await this.#run([`DROP DATABASE ${this.#database} WITH (FORCE)`]);
    await this.#copy(this.#name(moment), this.#database);
  }

  async #copy(from: string, to: string): Promise<void> {
    await this.#run([
      `ALTER DATABASE ${from} WITH ALLOW_CONNECTIONS false`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`,
      `CREATE DATABASE ${to} TEMPLATE ${from} OWNER bank`,
      `ALTER DATABASE ${from} WITH ALLOW_CONNECTIONS true`,
    ]);
  }

  #name(moment: number): string {
    return `${this.#database}_at_${moment}`;
  }

  async #run(statements: readonly string[]): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#adminUrl,
      query_timeout: COPY_LIMIT_MS,
    });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
