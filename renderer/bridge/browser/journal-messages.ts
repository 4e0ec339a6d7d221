import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { ReplacedFile } from '../../../shared/host/ports.ts';
import type { Result } from '../../../shared/lib/result.ts';

/** The journal, and what was proved of it once. */
export type JournalFileName = 'journal' | 'pages';

/** What the window asks of the worker that holds the journal file open. */
export type JournalTask =
  | {
      readonly kind: 'read-at';
      readonly file: JournalFileName;
      readonly from: number;
      readonly bytes: number;
    }
  | { readonly kind: 'append'; readonly file: JournalFileName; readonly text: string }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | ({ readonly kind: 'replace' } & ReplacedFile)
  | { readonly kind: 'keep'; readonly name: string; readonly text: string }
  | { readonly kind: 'read-sentinel' }
  | { readonly kind: 'write-sentinel'; readonly text: string }
  | { readonly kind: 'close' };

/** A text, bytes, or nothing but that it is done. */
export type TaskResult = string | Uint8Array | null;

export interface JournalQuestion {
  readonly id: number;
  readonly task: JournalTask;
}

export interface JournalReply {
  readonly id: number;
  readonly result: Result<TaskResult, Failure>;
}
