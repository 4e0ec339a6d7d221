import { readdirSync, readFileSync } from 'node:fs';
import type { ElectronTill } from '../../../e2e/electron-till.ts';
import { present } from '../../../shared/lib/assert.ts';

/**
 * What the till's processes hold of the machine's memory, in KiB, shared pages by their share, after
 * the window has thrown away what nobody needs any more.
 */
export async function memoryOf(till: ElectronTill): Promise<number> {
  const session = await till.till.page.context().newCDPSession(till.till.page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  const root = present(till.app.process().pid, 'the pid of a running till');
  return familyOf(root).reduce((sum, pid) => sum + proportionalKib(pid), 0);
}

function familyOf(root: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [Number(pid), parentOf(pid)] as const),
  );
  const isOurs = (pid: number): boolean =>
    pid === root || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOurs);
}

const parentOf = (pid: string): number => Number(/^PPid:\s+(\d+)/m.exec(read(pid, 'status'))?.[1]);

const proportionalKib = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(read(String(pid), 'smaps_rollup'))?.[1] ?? 0);

/** Empty for a process that has ended meanwhile. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
