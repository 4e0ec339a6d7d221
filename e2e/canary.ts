import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Where a text of digits still is, in whatever form a program may have held it (P27, F40). */

/** So much at once; a form that lies across two pieces is found by what they share. */
const PIECE_BYTES = 1 << 22;
/** From here on a file is looked at for holes. */
const LARGE_BYTES = 1 << 26;

/** As text of one and of two bytes a character, a digit in each byte, and two digits in each. */
export function formsOf(digits: string): readonly Buffer[] {
  return [
    Buffer.from(digits, 'latin1'),
    Buffer.from(digits, 'utf16le'),
    Buffer.from(Uint8Array.from(digits, Number)),
    Buffer.from(digits.padEnd(digits.length + (digits.length % 2), 'f'), 'hex'),
  ];
}

const holds = (bytes: Buffer, forms: readonly Buffer[]): boolean =>
  forms.some((form) => bytes.includes(form));

/** The files below a folder that hold it in one of these forms, whatever their size. */
export async function filesWith(folder: string, forms: readonly Buffer[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await isInFile(path, forms))) found.push(path);
  }
  return found;
}

/** One that went away meanwhile holds nothing any more; one that cannot be read is a failure. */
async function isInFile(path: string, forms: readonly Buffer[]): Promise<boolean> {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  try {
    if (bytes > LARGE_BYTES) return await isInLargeFile(path, forms);
    return await isInStream(createReadStream(path), forms);
  } catch (error) {
    if (existsSync(path)) throw error;
    return false;
  }
}

/** A core file is a terabyte of holes, which tar steps over: Node cannot ask where they are. */
async function isInLargeFile(path: string, forms: readonly Buffer[]): Promise<boolean> {
  const tar = spawn('tar', ['--create', '--sparse', '--file=-', basename(path)], {
    cwd: dirname(path),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(tar, 'close');
  if (await isInStream(tar.stdout, forms)) return true;
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`${path} was not read to its end (tar: ${code})`);
  return false;
}

async function isInStream(stream: Readable, forms: readonly Buffer[]): Promise<boolean> {
  const shared = sharedBytes(forms);
  let before = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const piece = Buffer.concat([before, chunk]);
    if (holds(piece, forms)) return true;
    before = piece.subarray(Math.max(0, piece.length - shared));
  }
  return false;
}

/** A form that lies across two pieces begins in the last so many bytes of the first. */
function sharedBytes(forms: readonly Buffer[]): number {
  return Math.max(...forms.map(({ length }) => length)) - 1;
}

/** A program and all that it has started, as the system knows them. */
export function withDescendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /^PPid:\s*(\d+)$/m.exec(readText(`/proc/${name}/status`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const found = [pid];
  for (const one of found) {
    for (const [child, parent] of parents) if (parent === one) found.push(child);
  }
  return found;
}

/** Whether this system lets us look into another program at all. */
export function isMemoryReadable(pid: number): boolean {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, 'r'));
    return true;
  } catch {
    return false;
  }
}

/** So much of a number no slip and no window has: they show the first six digits. */
const ISSUER_DIGITS = 8;

/**
 * Every test card at once: those of one issuer begin alike, in a way that nothing else does, and are
 * looked for by that; two digits in a byte are too short for it, and there each number is looked for
 * by itself.
 */
export function formsOfCards(numbers: readonly string[]): readonly Buffer[] {
  const issuers = [...new Set(numbers.map((number) => number.slice(0, ISSUER_DIGITS)))];
  const beginnings = issuers.map((issuer) =>
    commonBeginning(numbers.filter((number) => number.startsWith(issuer))),
  );
  return [
    ...beginnings.flatMap((digits) => formsOf(digits).slice(0, 3)),
    ...numbers.flatMap((number) => formsOf(number).slice(3)),
  ];
}

function commonBeginning([first = '', ...others]: readonly string[]): string {
  let same = 0;
  while (same < first.length && others.every((number) => number[same] === first[same])) same += 1;
  return first.slice(0, same);
}

/** Of these programs, those whose memory holds one of the forms. */
export function programsHolding(pids: readonly number[], forms: readonly Buffer[]): number[] {
  return pids.filter((pid) => isInMemory(pid, forms));
}

/** Of each program, the regions that can be written to: whatever it holds is in one of them. */
export function programsWith(pids: readonly number[], digits: string): number[] {
  return programsHolding(pids, formsOf(digits));
}

function isInMemory(pid: number, forms: readonly Buffer[]): boolean {
  const regions = readText(`/proc/${pid}/maps`)
    .split('\n')
    .flatMap((line) => {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      return from === undefined || to === undefined
        ? []
        : [[BigInt(`0x${from}`), BigInt(`0x${to}`)]];
    });
  const shared = sharedBytes(forms);
  const piece = Buffer.alloc(PIECE_BYTES);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const [from = 0n, to = 0n] of regions) {
      for (let at = from; at < to; at += BigInt(PIECE_BYTES - shared)) {
        const wanted = Number(to - at < BigInt(PIECE_BYTES) ? to - at : BigInt(PIECE_BYTES));
        if (holds(piece.subarray(0, readAt(memory, piece, wanted, at)), forms)) return true;
      }
    }
    return false;
  } finally {
    closeSync(memory);
  }
}

/** What cannot be read, like the memory of a device, holds nothing of ours. */
function readAt(memory: number, into: Buffer, bytes: number, at: bigint): number {
  try {
    return readSync(memory, into, 0, bytes, at);
  } catch {
    return 0;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
