import { askedWorker, type AskedWorker } from './asked-worker.ts';
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
  let worker: AskedWorker<TextQuestion, TextReply> | null = null;

  async function beside(work: TextWork, text: string): Promise<ArrayBuffer | null> {
    worker ??= askedWorker<TextQuestion, TextReply>(start());
    return (await worker.ask({ work, text }))?.bytes ?? null;
  }

  async function done(work: TextWork, text: string): Promise<ArrayBuffer> {
    const bytes = text.length < LONG_TEXT ? null : await beside(work, text);
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
