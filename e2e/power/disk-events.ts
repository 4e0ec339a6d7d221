import { relative } from 'node:path/posix';
import { present } from '../../shared/lib/assert.ts';
import type { DiskChange, DiskEvent } from './disk-model.ts';
import type { RecordedCall } from './recorded-calls.ts';

export interface DiskHistory {
  /** In the order of their ends. */
  readonly events: readonly DiskEvent[];
  /** What the kill broke off: done or not, nobody was told. */
  readonly brokenOff: readonly DiskEvent[];
  /** Files that were written through memory, past every call that can be recorded. */
  readonly mapped: readonly string[];
}

type Names = Pick<RecordedCall, 'file' | 'paths'>;

/**
 * What the recorded calls did to a folder. A write without a place goes on where the last one ended;
 * that this guess is right is seen by comparing the model with the folder itself (`recording.ts`).
 */
export function diskHistory(calls: readonly RecordedCall[], folder: string): DiskHistory {
  const cursors = new Map<string, number | 'end'>();
  const mapped = new Set<string>();
  const events: DiskEvent[] = [];
  for (const call of calls) {
    const named = within(folder, call);
    if (named === null) continue;
    if (call.name === 'mmap') {
      const isShared = /MAP_SHARED(?:_VALIDATE)?\b/.test(call.given);
      if (isShared && call.given.includes('PROT_WRITE')) mapped.add(present(named.file, 'a file'));
      continue;
    }
    const change = changeOf(call, named, cursors);
    if (change !== null) events.push({ startUs: call.startUs, endUs: call.endUs, change });
  }
  const isOver = ({ endUs }: DiskEvent): boolean => endUs !== Infinity;
  return {
    events: events.filter(isOver),
    brokenOff: events.filter((event) => !isOver(event)),
    mapped: [...mapped],
  };
}

/** The same names from the folder on; null when the call is about another one. */
function within(folder: string, { file, paths }: RecordedCall): Names | null {
  const inside = (path: string): boolean => path === folder || path.startsWith(`${folder}/`);
  if (![...paths, ...(file === null ? [] : [file])].some(inside)) return null;
  return {
    file: file === null || !inside(file) ? null : relative(folder, file),
    paths: paths.map((path) => (inside(path) ? relative(folder, path) : path)),
  };
}

function changeOf(
  call: RecordedCall,
  { file, paths }: Names,
  cursors: Map<string, number | 'end'>,
): DiskChange | null {
  const { name, given, result } = call;
  if (name === 'open' || name === 'openat' || name === 'creat') {
    return file === null ? null : opened(call, file, cursors);
  }
  if (name.startsWith('mkdir')) return { kind: 'folder', path: nth(paths, 0) };
  if (name.startsWith('symlink')) {
    return { kind: 'symlink', path: nth(paths, 1), target: nth(paths, 0) };
  }
  if (name === 'rmdir' || name.startsWith('unlink')) return { kind: 'remove', path: nth(paths, 0) };
  if (name.startsWith('rename')) {
    const [from, to] = [nth(paths, 0), nth(paths, 1)];
    cursors.set(to, cursors.get(from) ?? 0);
    return { kind: 'rename', path: from, to };
  }
  if (name.startsWith('link')) return { kind: 'link', path: nth(paths, 0), to: nth(paths, 1) };
  if (name === 'truncate')
    return { kind: 'length', path: nth(paths, 0), length: lastNumber(given) };
  if (file === null) return null;
  if (name === 'fsync' || name === 'fdatasync') return { kind: 'sync', path: file };
  if (name === 'ftruncate') return { kind: 'length', path: file, length: lastNumber(given) };
  if (name === 'lseek') {
    if (result !== null && cursors.get(file) !== 'end') cursors.set(file, result);
    return null;
  }
  if (name === 'fallocate') return fallocated(given, file);
  if (/^p?writev?(?:64|2)?$/.test(name)) return written(call, file, cursors);
  throw new Error(`nobody knows what ${name} makes of ${file}`);
}

function opened(
  { name, given }: RecordedCall,
  file: string,
  cursors: Map<string, number | 'end'>,
): DiskChange | null {
  if (name !== 'creat' && !/O_WRONLY|O_RDWR/.test(given)) return null;
  cursors.set(file, given.includes('O_APPEND') ? 'end' : 0);
  return { kind: 'file', path: file, truncates: name === 'creat' || given.includes('O_TRUNC') };
}

function written(
  { name, bytes, result, given }: RecordedCall,
  file: string,
  cursors: Map<string, number | 'end'>,
): DiskChange {
  const done = bytes.subarray(0, result ?? bytes.length);
  if (name.startsWith('p')) {
    if (name === 'pwritev2') throw new Error(`pwritev2 into ${file} is not understood`);
    return { kind: 'write', path: file, edit: { offset: lastNumber(given), bytes: done } };
  }
  const offset = cursors.get(file) ?? 0;
  if (offset !== 'end') cursors.set(file, offset + done.length);
  return { kind: 'write', path: file, edit: { offset, bytes: done } };
}

/** Room in advance; only the plain kind makes the file longer, and with zeros. */
function fallocated(given: string, file: string): DiskChange | null {
  const [mode, offset, length] = given.split(', ').slice(1);
  if (mode !== '0') throw new Error(`fallocate ${mode} of ${file} is not understood`);
  return { kind: 'room', path: file, length: Number(offset) + Number(length) };
}

function lastNumber(given: string): number {
  return Number(given.slice(given.lastIndexOf(',') + 1));
}

function nth(paths: readonly string[], n: number): string {
  return present(paths[n], 'the name of a file');
}
