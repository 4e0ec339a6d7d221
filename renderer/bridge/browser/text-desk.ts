import { TEXT_WORK, type TextQuestion, type TextReply, type TextWork } from './text-work.ts';

/** Work on texts that are about to leave. */
export interface TextDesk {
  /** SHA-256 of its UTF-8. */
  readonly digest: (text: string) => Promise<ArrayBuffer>;
  /** Its UTF-8, gzipped. */
  readonly pack: (text: string) => Promise<ArrayBuffer>;
}

/** Of a shorter one the way to the worker and back takes longer than the work. */
const LONG_TEXT = 64 * 1024;

/**
 * Long texts are worked on in a worker of their own: a batch of the queue is half a megabyte, and
 * while it is hashed and packed the cashier goes on selling. A worker that ended is nobody's
 * trouble: the window then does it itself.
 */
export function createTextDesk(start: () => Worker = startWorker): TextDesk {
  const waiting = new Map<number, (bytes: ArrayBuffer | null) => void>();
  let worker: Worker | null = null;
  let hasEnded = false;
  let asked = 0;

  function started(): Worker {
    const fresh = start();
    fresh.addEventListener('message', ({ data }: MessageEvent<TextReply>) => {
      waiting.get(data.id)?.(data.bytes);
      waiting.delete(data.id);
    });
    fresh.addEventListener('error', () => {
      hasEnded = true;
      for (const answer of waiting.values()) answer(null);
      waiting.clear();
    });
    return fresh;
  }

  function ask(work: TextWork, text: string): Promise<ArrayBuffer | null> {
    return new Promise((resolve) => {
      worker ??= started();
      asked += 1;
      waiting.set(asked, resolve);
      const question: TextQuestion = { id: asked, work, text };
      worker.postMessage(question);
    });
  }

  async function done(work: TextWork, text: string): Promise<ArrayBuffer> {
    const bytes = text.length < LONG_TEXT || hasEnded ? null : await ask(work, text);
    return bytes ?? TEXT_WORK[work](text);
  }

  return {
    digest: (text) => done('digest', text),
    pack: (text) => done('pack', text),
  };
}

function startWorker(): Worker {
  return new Worker(new URL('./text-worker.ts', import.meta.url), { type: 'module' });
}
