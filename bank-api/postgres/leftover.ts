import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const LEFTOVER_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 50;

/** A server that outlived its parent: stopped politely. Its lock file is never taken away. */
export async function stopLeftover(
  folder: string,
  progress: (line: string) => void,
): Promise<void> {
  const lock = join(folder, 'postmaster.pid');
  const deadline = performance.now() + LEFTOVER_LIMIT_MS;
  let told = false;
  while (existsSync(lock)) {
    const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
    if (!Number.isSafeInteger(pid) || pid <= 1) return;
    const isOurs = await isPostgresOf(pid, folder);
    // Asked for afterwards: of one that dies the command is gone before the process is.
    const fate = await fateOf(pid);
    if (fate === 'unburied') return passOnLock(lock);
    if (fate === 'alive' && !isOurs) return;
    if (isOurs && fate === 'alive' && !told) {
      progress(`stopping a PostgreSQL that was left over (process ${pid})`);
      interrupt(pid);
      told = true;
    }
    if (performance.now() > deadline) throw new Error(`process ${pid} holds ${folder}`);
    await wait(LOOK_EVERY_MS);
  }
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It ended by itself since it was looked at, which is what was wanted.
  }
}

/** PF_EXITING of the kernel: what was killed is on its way out, and still holds its id. */
const ON_ITS_WAY_OUT = 0x4;

/**
 * `unburied`: killed, and its parent has not asked after it; in a container whose first process never
 * does, that is for ever. To PostgreSQL its id looks alive, and it would not start (F05). What is not
 * there, or on a system that does not tell, passes for `alive`.
 */
async function fateOf(pid: number): Promise<'alive' | 'dying' | 'unburied'> {
  const facts = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [state, , , , , , flags] = facts.slice(facts.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z') return 'unburied';
  return (Number(flags) & ON_ITS_WAY_OUT) === 0 ? 'alive' : 'dying';
}

/**
 * Names us as the holder. PostgreSQL takes a lock of its own parent for a stale one, and still looks
 * whether backends of the dead server use its memory: taking the file away would spare that look.
 */
async function passOnLock(lock: string): Promise<void> {
  const [, ...rest] = (await readFile(lock, 'utf8')).split('\n');
  await writeFile(lock, [process.pid, ...rest].join('\n'));
}

/** Process ids come around again: only one that names this very folder is ours to stop. */
async function isPostgresOf(pid: number, folder: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null ? process.platform !== 'linux' : command.includes(folder);
}
