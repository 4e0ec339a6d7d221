import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { uptime } from 'node:os';
import { promisify } from 'node:util';
import type { MachineTime } from '../../shared/contracts/host-facts.ts';

const run = promisify(execFile);

/** Where the system hides its own boot id, one of this process stands in: less is then compared. */
const BOOT_ID = bootId();

export function machineTime(): MachineTime {
  return { bootId: BOOT_ID, uptimeMs: Math.round(uptime() * 1000) };
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}

/**
 * Free space for this user on the disk of a folder (F08); null where nobody can say. The
 * development runtime's Node 16 has no `statfs`; there `df` is asked.
 */
export async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    return typeof statfs === 'function' ? await byStatfs(folder) : await byDf(folder);
  } catch {
    return null;
  }
}

async function byStatfs(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

/** POSIX output: a header, then device, 1024-blocks, used, available, share, mount point. */
export async function byDf(folder: string): Promise<number | null> {
  const { stdout } = await run('df', ['-Pk', folder], { timeout: 3_000 });
  const available = /^.*\s(\d+)\s+\d+%\s/m.exec(stdout)?.[1];
  return available === undefined ? null : Number(available) * 1024;
}
