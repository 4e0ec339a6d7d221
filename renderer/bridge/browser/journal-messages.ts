import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Result } from '../../../shared/lib/result.ts';

/** What the window asks of the worker that holds the journal file open. */
export type JournalTask =
  | { readonly kind: 'read' }
  | { readonly kind: 'append'; readonly text: string }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | { readonly kind: 'replace'; readonly text: string; readonly keepOldAs: string }
  | { readonly kind: 'keep'; readonly name: string; readonly text: string }
  | { readonly kind: 'read-sentinel' }
  | { readonly kind: 'write-sentinel'; readonly text: string }
  | { readonly kind: 'close' };

export interface JournalQuestion {
  readonly id: number;
  readonly task: JournalTask;
}

export interface JournalReply {
  readonly id: number;
  readonly result: Result<string | null, Failure>;
}
