import { failure } from '../../shared/contracts/error-codes.ts';
import type { JournalFiles } from '../../shared/host/ports.ts';
import { err, ok } from '../../shared/lib/result.ts';

/** A journal folder in memory, by the byte: what is in it is what a disk would hold. */
export class MemoryJournal implements JournalFiles {
  bytes: Buffer;
  sentinel: string | null = null;
  readonly kept = new Map<string, Buffer>();

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  readAt = (from: number, bytes: number) =>
    Promise.resolve(ok(new Uint8Array(this.bytes.subarray(from, from + bytes))));

  decode = (bytes: Uint8Array) => {
    try {
      return utf8.decode(bytes);
    } catch {
      return null;
    }
  };

  append = (text: string) => {
    this.bytes = Buffer.concat([this.bytes, Buffer.from(text)]);
    return Promise.resolve(ok(null));
  };

  truncate = (bytes: number) => {
    if (bytes > this.bytes.length) {
      return Promise.resolve(err(failure('journal-write-failed', 'too short')));
    }
    this.bytes = this.bytes.subarray(0, bytes);
    return Promise.resolve(ok(null));
  };

  replace = ({ keepBytes, text, keepOldAs }: Parameters<JournalFiles['replace']>[0]) => {
    this.kept.set(keepOldAs, this.bytes);
    this.bytes = Buffer.concat([this.bytes.subarray(0, keepBytes), Buffer.from(text)]);
    return Promise.resolve(ok(null));
  };

  /** As what was proved of it once. */
  provenPages = '';

  readonly pages = {
    readAt: (from: number, bytes: number) =>
      Promise.resolve(
        ok(new Uint8Array(Buffer.from(this.provenPages).subarray(from, from + bytes))),
      ),
    append: (text: string) => {
      this.provenPages += text;
      return Promise.resolve(ok(null));
    },
  };

  keep = (name: string, text: string) => {
    this.kept.set(name, Buffer.from(text));
    return Promise.resolve(ok(null));
  };

  readSentinel = () => Promise.resolve(ok(this.sentinel));

  writeSentinel = (text: string) => {
    this.sentinel = text;
    return Promise.resolve(ok(null));
  };

  close = () => Promise.resolve();
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
