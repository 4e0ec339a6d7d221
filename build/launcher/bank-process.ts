import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startOwn, type OwnProcess } from './child-process.ts';
import { endLeftOver } from './single-launcher.ts';

/** What the bank writes when it listens (bank-api/admin/ready-file.ts), as much as we need. */
interface Ready {
  readonly url: string;
  readonly pid: number;
  readonly demoActivationCode: string;
}

export interface BankProcess extends Ready {
  readonly process: OwnProcess;
}

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 20_000;
const POLL_MS = 50;

/** Starts the embedded bank with its demo merchant on a free port and waits until it listens. */
export async function startBank(
  root: string,
  dataDir: string,
  say: (line: string) => void,
): Promise<BankProcess> {
  mkdirSync(dataDir, { recursive: true });
  const readyFile = join(dataDir, 'bank-ready.json');
  const pid = read(readyFile)?.pid ?? 0;
  await endLeftOver({ pid, name: 'a bank', commandContains: 'bank-api/server.ts' }, say);
  rmSync(readyFile, { force: true });
  const options = ['--data-dir', join(dataDir, 'bank'), '--port', '0', '--demo'];
  const own = startOwn(
    process.execPath,
    [join(root, 'bank-api', 'server.ts'), ...options, '--ready-file', readyFile],
    { cwd: root, env: process.env, stopWithinMs: STOP_LIMIT_MS, onLine: say },
  );
  try {
    return { ...(await becomesReady(own, readyFile)), process: own };
  } catch (error) {
    await own.stop();
    throw error;
  }
}

async function becomesReady(own: OwnProcess, readyFile: string): Promise<Ready> {
  let exit: number | null | undefined;
  void own.ended.then((code) => (exit = code ?? 1));
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < START_LIMIT_MS) {
    const ready = read(readyFile);
    if (ready !== null) return ready;
    if (exit !== undefined) throw new Error(`the bank ended with code ${exit} while starting`);
    await wait(POLL_MS);
  }
  throw new Error(`the bank was not ready within ${START_LIMIT_MS / 1000} s`);
}

function read(readyFile: string): Ready | null {
  if (!existsSync(readyFile)) return null;
  try {
    return JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  } catch {
    return null;
  }
}
