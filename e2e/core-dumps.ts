import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a program leaves when it crashes: what it held, as the system wrote it into a file (F40). */
export interface Dump {
  readonly pid: number;
  /** Null where the system wrote none, with the reason. */
  readonly file: string | null;
  readonly whyNone: string | null;
}

const DEATH_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 50;
const CORE_PATTERN = '/proc/sys/kernel/core_pattern';

/**
 * Ends each of these programs by SIGABRT and keeps its core file in `folder`. Their parent stands
 * still until they are gone, so that it starts nothing in their place.
 */
export async function crash(
  parent: number,
  others: readonly number[],
  folder: string,
): Promise<readonly Dump[]> {
  process.kill(parent, 'SIGSTOP');
  const dumps: Dump[] = [];
  for (const pid of others) dumps.push(await crashOne(pid, folder));
  return [...dumps, await crashOne(parent, folder)];
}

async function crashOne(pid: number, folder: string): Promise<Dump> {
  const none = (whyNone: string): Dump => ({ pid, file: null, whyNone });
  if (isGone(pid)) return none('it was gone before');
  const pattern = readFileSync(CORE_PATTERN, 'utf8').trim();
  const place = placeOf(pid, pattern);
  const mayWrite = !/^Max core file size\s+0\s/m.test(readFileSync(`/proc/${pid}/limits`, 'utf8'));
  const before = filesOf(place);
  await abort(pid);
  if (place === null) return none(`core files go to a program here (${pattern})`);
  if (!mayWrite) return none('this system allows no core files');
  const written = [...filesOf(place)].find(([path, atMs]) => before.get(path) !== atMs);
  if (written === undefined) return none(`none came into ${place.folder}`);
  const file = join(folder, `core-of-${pid}`);
  // To another disk as well, its holes left holes.
  execFileSync('mv', [written[0], file]);
  return { pid, file, whyNone: null };
}

async function abort(pid: number): Promise<void> {
  process.kill(pid, 'SIGABRT');
  process.kill(pid, 'SIGCONT');
  for (const endMs = Date.now() + DEATH_LIMIT_MS; !isGone(pid); await wait(LOOK_EVERY_MS)) {
    if (Date.now() > endMs) throw new Error(`${pid} outlived its SIGABRT`);
  }
}

/** A dead one whose parent stands still is a zombie: its core file is whole. */
function isGone(pid: number): boolean {
  try {
    return /^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}

interface Place {
  readonly folder: string;
  /** All core files of the pattern begin so. */
  readonly start: string;
}

/** Where the kernel puts the core file of a program (core(5)); null: it is handed to another one. */
function placeOf(pid: number, pattern: string): Place | null {
  if (pattern.startsWith('|')) return null;
  const [start = ''] = basename(pattern).split('%');
  try {
    return { folder: resolve(readlinkSync(`/proc/${pid}/cwd`), dirname(pattern)), start };
  } catch {
    return { folder: dirname(pattern), start };
  }
}

/** With the time of each, because one of the same name is written over. */
function filesOf(place: Place | null): ReadonlyMap<string, number> {
  if (place === null || !existsSync(place.folder)) return new Map();
  const names = readdirSync(place.folder).filter((name) => name.startsWith(place.start));
  return new Map(
    names.flatMap((name) => {
      const path = join(place.folder, name);
      const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
      return mtimeMs === undefined ? [] : [[path, mtimeMs] as const];
    }),
  );
}
