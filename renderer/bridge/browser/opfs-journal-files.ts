import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalFiles, PagesFile } from '../../../shared/host/ports.ts';
import { ok, err, type Result } from '../../../shared/lib/result.ts';
import { askedWorker } from './asked-worker.ts';
import type {
  JournalFileName,
  JournalQuestion,
  JournalReply,
  JournalTask,
  TaskResult,
} from './journal-messages.ts';

type Answer = Result<TaskResult, Failure>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The journal files of a till in a browser: each call is one message to the worker. */
export function createOpfsJournalFiles(): JournalFiles {
  // In one expression, or the build does not see that this file is a program of its own.
  const worker = askedWorker<JournalQuestion, JournalReply>(
    new Worker(new URL('./journal-worker.ts', import.meta.url), { type: 'module' }),
  );

  async function ask(task: JournalTask): Promise<Answer> {
    const reply = await worker.ask({ task });
    if (reply !== null) return reply.result;
    const why = `the journal's worker ended: ${worker.ended() ?? ''}`;
    return err(failure('journal-write-failed', why));
  }

  async function done(task: JournalTask): Promise<Result<null, Failure>> {
    const answer = await ask(task);
    return answer.ok ? ok(null) : answer;
  }

  const fileOf = (file: JournalFileName): PagesFile => ({
    readAt: async (from, bytes) => {
      const answer = await ask({ kind: 'read-at', file, from, bytes });
      if (!answer.ok) return answer;
      return ok(answer.value instanceof Uint8Array ? answer.value : new Uint8Array());
    },
    append: (text) => done({ kind: 'append', file, text }),
  });

  return {
    ...fileOf('journal'),
    pages: fileOf('pages'),
    decode: (bytes) => {
      try {
        return utf8.decode(bytes);
      } catch {
        return null;
      }
    },
    truncate: (bytes) => done({ kind: 'truncate', bytes }),
    replace: (file) => done({ kind: 'replace', ...file }),
    keep: (name, text) => done({ kind: 'keep', name, text }),
    readSentinel: async () => {
      const answer = await ask({ kind: 'read-sentinel' });
      if (!answer.ok) return answer;
      return ok(typeof answer.value === 'string' ? answer.value : null);
    },
    writeSentinel: (text) => done({ kind: 'write-sentinel', text }),
    close: async () => {
      await ask({ kind: 'close' });
    },
  };
}
