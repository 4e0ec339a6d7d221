import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';

const MODULE = join(import.meta.dirname, '..', 'postgres', 'embedded.ts');

let dataDir: string;
let parent: ChildProcess | null = null;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'twintill-embedded-'));
  await chmod(dataDir, 0o755);
});
afterEach(async () => {
  parent?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts one and does nothing more; frozen, it does not even ask after its dead. */
const PARENT = `
  const { startEmbeddedPostgres } = await import(process.argv[1]);
  await startEmbeddedPostgres({ dataDir: process.argv[2], progress: () => undefined });
  console.log('ready');
`;

it.runIf(process.platform === 'linux')(
  'F05 a PostgreSQL that was killed and that nobody has asked after does not stand in the way of the next',
  async () => {
    const args = ['--input-type=module', '--eval', PARENT, MODULE, dataDir];
    const frozen = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    parent = frozen;
    await once(frozen.stdout, 'data');
    const lock = join(dataDir, 'postgres', 'postmaster.pid');
    const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
    frozen.kill('SIGSTOP');
    process.kill(pid, 'SIGKILL');

    const again = await startEmbeddedPostgres({ dataDir, progress: () => undefined });
    const client = new pg.Client({ connectionString: again.databaseUrl });
    await client.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    await again.stop();
  },
  60_000,
);
