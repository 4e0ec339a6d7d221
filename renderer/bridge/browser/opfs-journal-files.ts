import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalFiles } from '../../../shared/host/ports.ts';
import { ok, err, type Result } from '../../../shared/lib/result.ts';
import type { JournalQuestion, JournalReply, JournalTask } from './journal-messages.ts';

type Answer = Result<string | null, Failure>;

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
    read: async () => {
      const answer = await ask({ kind: 'read' });
      return answer.ok ? ok(answer.value ?? '') : answer;
    },
    append: (text) => done({ kind: 'append', text }),
    truncate: (bytes) => done({ kind: 'truncate', bytes }),
    replace: (text, keepOldAs) => done({ kind: 'replace', text, keepOldAs }),
    keep: (name, text) => done({ kind: 'keep', name, text }),
    readSentinel: () => ask({ kind: 'read-sentinel' }),
    writeSentinel: (text) => done({ kind: 'write-sentinel', text }),
    close: async () => {
      await ask({ kind: 'close' });
    },
  };
}
