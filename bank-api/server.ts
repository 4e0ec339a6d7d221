import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { DEMO_MERCHANT } from '../shared/domain/demo-merchant.ts';
import { buildApp } from './app.ts';
import type { BankPorts } from './ports.ts';
import { createFaults } from './faults.ts';
import { systemClock, systemRandom } from './platform.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './postgres/embedded.ts';
import { loadBankKeys } from './security/bank-keys.ts';
import { issueActivationCode } from './services/activation.ts';
import { installDemo } from './services/merchants.ts';
import { openDatabase } from './store/database.ts';
import { migrate } from './store/migrations.ts';
import type { ReadyFile } from './admin/ready-file.ts';
import { replaceFile } from './whole-file.ts';

/** Starts and stops, nothing else; `app.ts` assembles. */

const HELP = `node bank-api/server.ts [options]
  --data-dir DIR     keys and, unless DATABASE_URL is set, the database (default ~/.twintill/bank)
  --port N           0 takes any free one (default 0)
  --host ADDRESS     default 127.0.0.1
  --public-url URL   where customers open pay links (default: where it listens)
  --demo             sample merchant, terminal, test cards and a fresh activation code
  --ready-file FILE  where to say that it runs (default DIR/ready.json)`;

const { values: options } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: join(homedir(), '.twintill', 'bank') },
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    'public-url': { type: 'string', default: '' },
    demo: { type: 'boolean', default: false },
    'ready-file': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const dataDir = resolve(options['data-dir']);
const readyFile = resolve(options['ready-file'] ?? join(dataDir, 'ready.json'));
const lockFile = join(dataDir, 'server.pid');
/** Below the 8 s that a till gives an attempt (P5): it hears "in progress" rather than nothing. */
const LOCK_WAIT_MS = 5_000;
/** Exit code when another server has the data folder. */
const ALREADY_RUNNING = 3;

const progress = (line: string) => console.log(`bank: ${line}`);

if (options.help) {
  console.log(HELP);
} else {
  await start().catch((error: unknown) => {
    console.error('bank: cannot start:', error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

async function start(): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const other = await runningServer();
  if (other !== null) {
    console.error(
      `bank: process ${other} serves ${dataDir} already; stop it, or use another folder`,
    );
    process.exitCode = ALREADY_RUNNING;
    return;
  }
  await writeFile(lockFile, String(process.pid));
  const closers: (() => Promise<unknown>)[] = [() => rm(lockFile, { force: true })];
  const stop = onceStopped(closers);
  try {
    await serve(closers);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serve(closers: (() => Promise<unknown>)[]): Promise<void> {
  const external = process.env['DATABASE_URL'] ?? '';
  const embedded: EmbeddedPostgres | null =
    external === '' ? await startEmbeddedPostgres({ dataDir, progress }) : null;
  if (embedded !== null) closers.unshift(embedded.stop);
  const databaseUrl = embedded?.databaseUrl ?? external;
  const database = openDatabase(databaseUrl, (error) => progress(`database: ${error.message}`));
  closers.unshift(() => database.destroy());
  const migrated = await migrate(database);
  if (migrated.length > 0) progress(`migrated: ${migrated.join(', ')}`);
  const faults = createFaults();
  let publicUrl = options['public-url'].replace(/\/+$/, '');
  const ports: BankPorts = {
    database,
    clock: systemClock,
    random: systemRandom,
    keys: await loadBankKeys(dataDir),
    issuerDown: () => faults.current().issuerDown,
    lockWaitMs: LOCK_WAIT_MS,
    faults,
    publicUrl: () => publicUrl,
    adminToken: randomBytes(24).toString('hex'),
    report: (error) => console.error('bank:', error),
  };
  let demoActivationCode = '';
  if (options.demo) {
    await installDemo(ports);
    demoActivationCode = await issueActivationCode(ports, DEMO_MERCHANT.terminalId);
  }
  const app = await buildApp(ports);
  closers.unshift(() => app.close());
  const url = await app.listen({ host: options.host, port: Number(options.port) });
  if (publicUrl === '') publicUrl = url;
  const ready: ReadyFile = {
    url,
    adminUrl: `${url}/admin`,
    adminToken: ports.adminToken,
    pid: process.pid,
    databaseUrl,
    demoActivationCode,
  };
  await replaceFile(readyFile, JSON.stringify(ready, null, 2));
  closers.unshift(() => rm(readyFile, { force: true }));
  progress(`listening on ${url} (documentation at ${url}/docs)`);
  if (demoActivationCode !== '') progress(`demo activation code ${demoActivationCode}`);
}

/** The process that holds the folder, or null: a leftover of a killed one is simply taken over. */
async function runningServer(): Promise<number | null> {
  const pid = Number(await readFile(lockFile, 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 1 || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null || command.includes('server') ? pid : null;
}

/** Closes in order, once, on the first signal; a second one does not cut it short. */
function onceStopped(closers: readonly (() => Promise<unknown>)[]): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  const closeAll = async () => {
    for (const close of closers) {
      await close().catch((error: unknown) => console.error('bank: while stopping:', error));
    }
    progress('stopped');
  };
  const stop = () => (stopping ??= closeAll());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      void stop().finally(() => process.exit());
    });
  }
  return stop;
}
