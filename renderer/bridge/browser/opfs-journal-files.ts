import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalFiles } from '../../../shared/host/ports.ts';
import { ok, err, type Result } from '../../../shared/lib/result.ts';
import type { JournalQuestion, JournalReply, JournalTask, TaskResult } from './journal-messages.ts';

type Answer = Result<TaskResult, Failure>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The journal files of a till in a browser: each call is one message to the worker. */
export function createOpfsJournalFiles(): JournalFiles {
  const worker = new Worker(new URL('./journal-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  let dead: Failure | null = null;

  worker.addEventListener('message', ({ data }: MessageEvent<JournalReply>) => {
    waiting.get(data.id)?.(data.result);
    waiting.delete(data.id);
  });
  // A worker that died answers nobody: whoever waits must hear it, or the till would hang.
  worker.addEventListener('error', ({ message }) => {
    dead = failure('journal-write-failed', `the journal's worker ended: ${message}`);
    for (const answer of waiting.values()) answer(err(dead));
    waiting.clear();
  });

  function ask(task: JournalTask): Promise<Answer> {
    return new Promise((resolve) => {
      if (dead !== null) {
        resolve(err(dead));
        return;
      }
      asked += 1;
      waiting.set(asked, resolve);
      const question: JournalQuestion = { id: asked, task };
      worker.postMessage(question);
    });
  }

  async function done(task: JournalTask): Promise<Result<null, Failure>> {
    const answer = await ask(task);
    return answer.ok ? ok(null) : answer;
  }

  return {
    readAt: async (from, bytes) => {
      const answer = await ask({ kind: 'read-at', from, bytes });
      if (!answer.ok) return answer;
      return ok(answer.value instanceof Uint8Array ? answer.value : new Uint8Array());
    },
    decode: (bytes) => {
      try {
        return utf8.decode(bytes);
      } catch {
        return null;
      }
    },
    append: (text) => done({ kind: 'append', text }),
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
