import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { NO_FAULTS, type FaultSettings } from '../../bank-api/faults.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';

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
  readonly ready: ReadyFile;
  readonly folder: string;
  readonly #process: ChildProcess;
  /** Till 01 is the one that `--demo` installs. */
  #tills = 1;

  private constructor(folder: string, ready: ReadyFile, child: ChildProcess) {
    this.folder = folder;
    this.ready = ready;
    this.#process = child;
  }

  static async start(): Promise<RunningBank> {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-bank-'));
    // PostgreSQL refuses to run as root; its own user must be able to reach the folder.
    await chmod(folder, 0o755);
    const readyFile = readyFileIn(folder);
    const script = join(import.meta.dirname, '../../bank-api/server.ts');
    const clock = ['--require', join(import.meta.dirname, '../moved-clock.cjs')];
    const args = [
      ...clock,
      script,
      '--data-dir',
      folder,
      '--port',
      '0',
      '--demo',
      '--ready-file',
      readyFile,
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!existsSync(readyFile)) {
      if (child.exitCode !== null) throw new Error(`the bank did not start:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const ready = JSON.parse(await readFile(readyFile, 'utf8')) as ReadyFile;
    return new RunningBank(folder, ready, child);
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
  async fault(change: Partial<FaultSettings>): Promise<void> {
    await this.admin('faults', change);
  }

  async heal(): Promise<void> {
    await this.fault(NO_FAULTS);
    await this.moveClock(0);
  }

  /** From now on the bank's wall clock is ahead of the real one by this much. */
  async moveClock(offsetMs: number): Promise<void> {
    const moved = new Promise((resolve) => this.#process.once('message', resolve));
    this.#process.send({ clockOffsetMs: offsetMs });
    await moved;
  }

  /** Another till, so that tests that share a bank do not share a till. */
  async newTerminal(merchantId: string = DEMO_MERCHANT.merchantId): Promise<NewTerminal> {
    this.#tills += 1;
    const tillNumber = String(this.#tills).padStart(2, '0');
    const terminalId = `${tillNumber}000001`;
    const made = await this.admin('terminals', { terminalId, merchantId, tillNumber });
    const { activationCode } = made as { readonly activationCode: string };
    return { terminalId, tillNumber, activationCode };
  }

  /** Names the bank to its command line. */
  get readyFile(): string {
    return readyFileIn(this.folder);
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await gone;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function readyFileIn(folder: string): string {
  return join(folder, 'ready.json');
}
