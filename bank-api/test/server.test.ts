import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import type { CardBalance, LedgerView, TerminalFacts } from '../admin/ledger-view.ts';
import { readReadyFile } from '../admin/ready-file.ts';
import { ensureDatabase } from '../postgres/embedded.ts';
import { openDatabase } from '../store/database.ts';
import { activateTestTill } from './test-till.ts';

/** The real server and the real command line, as processes of their own. */

let folder: string;
const running = new Set<ChildProcess>();
const started = (file: string, args: readonly string[], more: Record<string, string> = {}) => {
  const path = join(import.meta.dirname, '..', file);
  const env = { ...process.env, ...more };
  const child = spawn(process.execPath, [path, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  }
  const ended = new Promise<number | null>((done) =>
    child.once('exit', (code) => {
      running.delete(child);
      done(code);
    }),
  );
  return { child, output, ended };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twintill-server-test-'));
  await chmod(folder, 0o755);
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const readyPath = () => join(folder, 'bank', 'ready.json');

async function startServer(environment: Record<string, string> = {}) {
  const args = ['--data-dir', join(folder, 'bank'), '--demo'];
  const server = started('server.ts', args, environment);
  for (;;) {
    if (existsSync(readyPath()) && readReadyFile(readyPath()).pid === server.child.pid) break;
    if (server.child.exitCode !== null) throw new Error(server.output.join(''));
    await new Promise((done) => setTimeout(done, 50));
  }
  return { ...server, ready: readReadyFile(readyPath()) };
}

async function admin(...args: string[]) {
  const cli = started('cli.ts', [...args, '--json', '--ready-file', readyPath()]);
  const code = await cli.ended;
  return { code, text: cli.output.join('') };
}

it('starts, refuses a second server, survives SIGKILL with its data, and stops cleanly', async () => {
  const first = await startServer();
  const till = await activateTestTill(first.ready.url, first.ready.demoActivationCode);
  const core = await till.newCore({ amountMinor: 2500 });
  await admin('lose-answers', '1');
  await expect(till.authorise(core)).rejects.toThrow();

  const second = started('server.ts', ['--data-dir', join(folder, 'bank')]);
  expect(await second.ended).toBe(3);
  expect(second.output.join('')).toContain(`process ${first.child.pid} serves`);

  first.child.kill('SIGKILL');
  await first.ended;
  const again = await startServer();
  const ledger = JSON.parse((await admin('ledger')).text) as LedgerView;
  expect(ledger.transactions).toMatchObject([
    { id: core.id, kind: 'purchase', state: 'approved', amountMinor: 2500 },
  ]);
  expect(await admin('verify')).toMatchObject({ code: 0 });
  expect(again.ready.demoActivationCode).not.toBe(first.ready.demoActivationCode);

  expect((await admin('bank', 'off')).code).toBe(0);
  expect((await admin('health')).code).toBe(1);
  expect((await admin('heal')).code).toBe(0);
  expect((await admin('health')).code).toBe(0);
  expect((await admin('set-balance', '--card', 'nobody', '--amount', '1')).code).toBe(1);
  expect((await admin('set-balance', '--card', 'poor', '--amount', '1e3')).code).toBe(1);
  expect((await admin('no-such-command')).code).toBe(1);
  const created = await admin('create-terminal', '--terminal', '00000077', '--till', '77');
  const { activationCode } = JSON.parse(created.text) as { activationCode: string };
  await activateTestTill(again.ready.url, activationCode);

  again.child.kill('SIGTERM');
  expect(await again.ended).toBe(0);
  expect(existsSync(readyPath())).toBe(false);
}, 60_000);

it('DATABASE_URL: the books are kept in a PostgreSQL of one’s own, and nowhere else', async () => {
  const name = `own_${process.pid}`;
  const databaseUrl = await ensureDatabase(inject('superuserUrl'), name);
  const server = await startServer({ DATABASE_URL: databaseUrl });
  expect(server.ready.databaseUrl).toBe(databaseUrl);
  const till = await activateTestTill(server.ready.url, server.ready.demoActivationCode);
  const core = await till.newCore({ amountMinor: 700 });
  await till.authorise(core);
  const database = openDatabase(databaseUrl, () => undefined);
  const rows = await database.selectFrom('transactions').select('id').execute();
  expect(rows).toEqual([{ id: core.id }]);
  await database.destroy();

  const balances = JSON.parse((await admin('balances')).text) as CardBalance[];
  const before = TEST_CARDS.find((card) => card.id === 'good-tap')?.account.balanceMinor ?? 0;
  expect(balances.find(({ cardId }) => cardId === 'good-tap')?.availableMinor).toBe(before - 700);
  const terminals = JSON.parse((await admin('terminals')).text) as TerminalFacts[];
  expect(terminals).toMatchObject([{ terminalId: '01000001', active: true, contiguousUpTo: 0 }]);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}, 60_000);
