import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsolute, join as joinPosix } from 'node:path/posix';
import { present } from '../../shared/lib/assert.ts';

/** One call of the kernel that did not fail, with what it was about. */
export interface RecordedCall {
  readonly name: string;
  readonly startUs: number;
  /** Infinity: the kill broke it off, and nobody was told whether it was done. */
  readonly endUs: number;
  /** Null where it was broken off. */
  readonly result: number | null;
  /** Names of files as they were given, made absolute, in their order. */
  readonly paths: readonly string[];
  /** What the open file is called; of a call that opens one, the file it has opened. */
  readonly file: string | null;
  /** What was written. */
  readonly bytes: Uint8Array;
  /** The text of all that was given, texts as hex: for flags and numbers. */
  readonly given: string;
}

const LINE =
  /^(\d+)\.(\d{6}) (\w+)\((.*)\) = (\d+|0x[\da-f]+)(?:<([^>]*)>(\(deleted\))?)?[^<]* <(\d+)\.(\d{6})>$/;
const BROKEN_OFF = /^(\d+)\.(\d{6}) (\w+)\((.*)\) += \?$/;
const OPENED = /^(?:open|openat|creat)$/;
const WRITES = /^p?writev?(?:64|2)?$/;
const MICROSECONDS = 1_000_000;

/**
 * Reads what `under-strace.sh` has recorded: the calls of all threads that touch a folder, in the
 * order in which they ended; last those that the kill broke off.
 */
export async function readCalls(traceFolder: string, folder: string): Promise<RecordedCall[]> {
  const marker = hexOf(folder);
  const calls: RecordedCall[] = [];
  for (const name of await readdir(traceFolder)) {
    const text = await readFile(join(traceFolder, name), 'latin1');
    for (const line of text.split('\n')) {
      if (line.includes(marker)) calls.push(...parseLine(line));
    }
  }
  return calls.sort((a, b) => a.endUs - b.endUs || a.startUs - b.startUs);
}

export function parseLine(line: string): readonly RecordedCall[] {
  const match = LINE.exec(line) ?? BROKEN_OFF.exec(line);
  if (match === null) return [];
  const [, seconds, micros, name = '', given = '', result, opened, deleted, took, tookMicros] =
    match;
  const startUs = Number(seconds) * MICROSECONDS + Number(micros);
  const files = [...given.matchAll(/(?:\d+|AT_FDCWD)<([^>]*)>(\(deleted\))?/g)];
  const texts = [...given.matchAll(/"([^"]*)"(\.\.\.)?/g)];
  if (texts.some(([, , cutOff]) => cutOff !== undefined)) {
    throw new Error(`the recording left something out: ${given.slice(0, 300)}`);
  }
  const isWrite = WRITES.test(name);
  const isOver = result !== undefined;
  const paths = isWrite ? [] : absolute(texts, files);
  const [first] = files;
  const named = first === undefined ? null : fileOf(first[1], first[2]);
  const made = isOver ? fileOf(opened, deleted) : (paths[0] ?? null);
  return [
    {
      name,
      startUs,
      endUs: isOver ? startUs + Number(took) * MICROSECONDS + Number(tookMicros) : Infinity,
      result: isOver ? Number(result) : null,
      paths,
      file: OPENED.test(name) ? made : named,
      bytes: isWrite ? Buffer.concat(texts.map(([, hex]) => fromHex(hex))) : new Uint8Array(),
      given,
    },
  ];
}

/** A name may be told from a folder that is named before it: `unlinkat(5</a>, "b")`. */
function absolute(
  texts: readonly RegExpExecArray[],
  files: readonly RegExpExecArray[],
): readonly string[] {
  return texts.map((text) => {
    const path = fromHex(text[1]).toString('utf8');
    const from = files.filter(({ index }) => index < text.index).at(-1);
    if (isAbsolute(path) || from === undefined) return path;
    return joinPosix(present(fileOf(from[1], from[2]), 'a folder'), path);
  });
}

/** A file without a name any more is out of everybody's reach, after a cut as well. */
function fileOf(hex: string | undefined, deleted: string | undefined): string | null {
  return hex === undefined || deleted !== undefined ? null : fromHex(hex).toString('utf8');
}

function fromHex(text: string | undefined): Buffer {
  return Buffer.from((text ?? '').replaceAll('\\x', ''), 'hex');
}

function hexOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex').replaceAll(/../g, '\\x$&');
}
