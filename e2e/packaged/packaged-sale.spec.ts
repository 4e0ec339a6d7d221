import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readFuses } from '../../build/packaging/fuses.ts';
import { bookedSales, expectSoundBooks } from '../browser-host/books.ts';
import { Counter } from '../browser-host/counter.ts';
import { RunningBank } from '../whole-way/running-bank.ts';

/** The program as a shop installs it: out of the .deb where one was made (build/package.ts). */
const MADE = resolve(import.meta.dirname, '../../.cache/packaged');

let bank: RunningBank;
let folder: string;
let executable: string;
let app: ElectronApplication | null = null;

function unpack(into: string): string {
  const [deb] = globSync('*.deb', { cwd: MADE });
  if (deb !== undefined) {
    const { status } = spawnSync('dpkg-deb', ['--extract', join(MADE, deb), into]);
    expect(status, `dpkg-deb unpacks ${deb}`).toBe(0);
  }
  const home = deb === undefined ? MADE : join(into, 'opt');
  const [found] = globSync('*/{twintill,twintill-dev}', { cwd: home });
  if (found === undefined || !existsSync(MADE)) {
    throw new Error('nothing is packaged: npm run e2e -- --project packaged does it');
  }
  return join(home, found);
}

async function open(): Promise<Page> {
  const machine = JSON.parse(process.env['TWINTILL_ELECTRON_ARGS'] ?? '[]') as string[];
  app = await _electron.launch({
    executablePath: executable,
    args: [...machine, `--user-data-dir=${join(folder, 'till')}`],
    env: {
      ...(process.env as Record<string, string>),
      TWINTILL_BANK_URL: bank.ready.url,
      TWINTILL_ACTIVATION_CODE: bank.ready.demoActivationCode,
    },
  });
  return app.firstWindow();
}

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twintill-packaged-'));
  executable = unpack(folder);
  bank = await RunningBank.start();
});

test.afterAll(async () => {
  await app?.close();
  await bank.stop();
  await rm(folder, { recursive: true, force: true });
});

test('P1 the packaged program sells for cash and by card; both stand at the bank once', async () => {
  const counter = new Counter(await open());
  await counter.seesOnline(true);
  await counter.ringUp('农夫山泉 550 ml');
  await counter.payByCard('好卡 · 挥卡免密');
  await counter.seesVerdict('approved');
  await counter.nextSale();
  await counter.ringUp('农夫山泉 550 ml');
  await counter.payExactCash();
  await counter.seesVerdict('cash');
  await counter.seesUnsent(0);
  expect(await bookedSales(bank)).toEqual([
    { saleNumber: '01-000001', dueMinor: 200, tender: 'card', standing: ['approved'] },
    { saleNumber: '01-000002', dueMinor: 200, tender: 'cash', standing: [] },
  ]);
  await expectSoundBooks(bank);
});

test('runs its own archive and nothing else; its name says which runtime it is', async () => {
  expect(readFuses(executable)).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    onlyLoadAppFromAsar: true,
  });
  const isDevelopment = process.env['TWINTILL_ELECTRON_KIND'] === 'development';
  expect(executable.endsWith('-dev')).toBe(isDevelopment);
  const asNode = spawnSync(executable, ['-e', 'console.log("node")', '--version'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(asNode.stdout).not.toContain('node');
});
