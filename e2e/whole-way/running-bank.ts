import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { NO_FAULTS, type FaultSettings } from '../../bank-api/faults.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { within } from '../within.ts';

/** Only a failure waits so long, however busy the machine is. */
const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 30_000;
const DEATH_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 25;

interface ReadyFile {
  readonly url: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly databaseUrl: string;
  readonly demoActivationCode: string;
}

/** A terminal that no till has been activated for yet. */
export interface NewTerminal {
  readonly terminalId: string;
  readonly tillNumber: string;
  readonly activationCode: string;
}

/** The real bank in a process of its own, on a throw-away folder and a real PostgreSQL. */
export class RunningBank {
  readonly folder: string;
  #running: RunningProcess;
  /** Till 01 is the one that `--demo` installs. */
  #tills = 1;
  #isOver = false;

  private constructor(folder: string, running: RunningProcess) {
    this.folder = folder;
    this.#running = running;
  }

  static async start(): Promise<RunningBank> {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-bank-'));
    // PostgreSQL refuses to run as root; its own user must be able to reach the folder.
    await chmod(folder, 0o755);
    return new RunningBank(folder, await run(folder, '0'));
  }

  get ready(): ReadyFile {
    return this.#running.ready;
  }

  /** SIGKILL: no handler runs. Its PostgreSQL hears of it from the kernel and stops. */
  async kill(): Promise<void> {
    const { child, said } = this.#running;
    if (hasEnded(child)) throw new Error(`the bank had ended by itself:\n${said()}`);
    await end(child, 'SIGKILL', DEATH_LIMIT_MS);
  }

  /** Its PostgreSQL, to be killed alone: the bank then stands without its books. */
  async databasePid(): Promise<number> {
    const lock = await readFile(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8');
    return Number(lock.split('\n')[0]);
  }

  get isRunning(): boolean {
    return !hasEnded(this.#running.child);
  }

  /** After a kill: on the same folder and at the same address. */
  async startAgain(): Promise<void> {
    if (this.#isOver) throw new Error('the bank was ended for good');
    await rm(this.readyFile, { force: true });
    this.#running = await run(this.folder, new URL(this.ready.url).port);
  }

  /** Asks the bank's books by SQL of the test's own, not by what the bank says of itself. */
  async rows<Row extends pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.ready.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** While the work is done, somebody else is at this terminal's books, as an earlier request is. */
  async holdTerminal(terminalId: string, work: () => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: this.ready.databaseUrl });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT id FROM terminals WHERE id = $1 FOR UPDATE', [terminalId]);
      await work();
    } finally {
      await client.end();
    }
  }

  /** What `npm run bank` does, over the same admin routes (bank-api/routes/admin.ts). */
  async admin(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.ready.adminUrl}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${this.ready.adminToken}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Faults by name, as a trainer switches them: slow, off, portal, lost answers. */
  /** What is wrong with its books, as `npm run bank -- verify` finds it; empty: they are sound. */
  async problems(): Promise<readonly string[]> {
    return ((await this.admin('verify')) as { readonly problems: readonly string[] }).problems;
  }

  async fault(change: Partial<FaultSettings>): Promise<void> {
    await this.admin('faults', change);
  }

  async heal(): Promise<void> {
    await this.fault(NO_FAULTS);
    await this.moveClock(0);
  }

  /** From now on the bank's wall clock is ahead of the real one by this much. */
  async moveClock(offsetMs: number): Promise<void> {
    const moved = new Promise((resolve) => this.#running.child.once('message', resolve));
    this.#running.child.send({ clockOffsetMs: offsetMs });
    await moved;
  }

  /** Another till, so that tests that share a bank do not share a till. */
  async newTerminal(merchantId: string = DEMO_MERCHANT.merchantId): Promise<NewTerminal> {
    this.#tills += 1;
    const tillNumber = String(this.#tills).padStart(2, '0');
    const isUsual = this.#tills < 100;
    const terminalId = isUsual ? `${tillNumber}000001` : `9${tillNumber.padStart(7, '0')}`;
    const made = await this.admin('terminals', { terminalId, merchantId, tillNumber });
    const { activationCode } = made as { readonly activationCode: string };
    return { terminalId, tillNumber, activationCode };
  }

  /** Names the bank to its command line. */
  get readyFile(): string {
    return readyFileIn(this.folder);
  }

  /** Without farewell, folder and all; whether or not it runs. It does not start again. */
  async endAtOnce(): Promise<void> {
    this.#isOver = true;
    const { child } = this.#running;
    if (!hasEnded(child)) await end(child, 'SIGKILL', DEATH_LIMIT_MS);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async stop(): Promise<void> {
    const { child, said } = this.#running;
    try {
      if (!hasEnded(child)) await end(child, 'SIGTERM', STOP_LIMIT_MS);
    } catch (error) {
      await end(child, 'SIGKILL', DEATH_LIMIT_MS);
      throw new Error(`the bank did not stop:\n${said()}`, { cause: error });
    } finally {
      await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

interface RunningProcess {
  readonly child: ChildProcess;
  readonly ready: ReadyFile;
  readonly said: () => string;
}

async function run(folder: string, port: string): Promise<RunningProcess> {
  const readyFile = readyFileIn(folder);
  const required = ['moved-clock.cjs', 'ends-with-its-starter.cjs'].flatMap((file) => [
    '--require',
    join(import.meta.dirname, '..', file),
  ]);
  const script = join(import.meta.dirname, '../../bank-api/server.ts');
  const where = ['--data-dir', folder, '--port', port, '--ready-file', readyFile];
  const args = [...required, script, '--demo', ...where];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const givenUpAtMs = Date.now() + START_LIMIT_MS;
  while (!existsSync(readyFile)) {
    if (hasEnded(child)) throw new Error(`the bank did not start:\n${said}`);
    if (Date.now() > givenUpAtMs) {
      await end(child, 'SIGKILL', DEATH_LIMIT_MS);
      throw new Error(`the bank was not ready in time:\n${said}`);
    }
    await wait(LOOK_EVERY_MS);
  }
  const ready = JSON.parse(await readFile(readyFile, 'utf8')) as ReadyFile;
  return { child, ready, said: () => said };
}

/** By itself or by a signal. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function end(child: ChildProcess, by: NodeJS.Signals, limitMs: number): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(by);
  await within(limitMs, gone, `the bank outlived its ${by}`);
}

function readyFileIn(folder: string): string {
  return join(folder, 'ready.json');
}
