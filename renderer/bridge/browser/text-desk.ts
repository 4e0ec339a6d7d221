import { bytesOfText } from '../../text-bytes.ts';
import { zipped } from '../../zipped-text.ts';
import { askedWorker, type AskedWorker } from './asked-worker.ts';
import { madeReady, type ReadyText, type TextQuestion, type TextReply } from './text-work.ts';

/** Work on texts that are about to leave. */
export interface TextDesk {
  /** SHA-256 of its UTF-8. */
  readonly digest: (text: string) => Promise<ArrayBuffer>;
  /** Its UTF-8, gzipped. */
  readonly pack: (text: string) => Promise<ArrayBuffer>;
}

/** Of a shorter one the way to the worker and back takes longer than the work. */
const LONG_TEXT = 64 * 1024;
/** More are never on their way at once; what was hashed and does not leave is forgotten. */
const MOST_KEPT = 4;

/**
 * Long texts are worked on in a worker of their own: a batch of the queue is half a megabyte, and
 * while it is hashed and packed the cashier goes on selling. It goes there once: what is hashed to be
 * signed is packed right away, since it is about to leave. A worker that ended is nobody's trouble:
 * the window then does it itself.
 */
export function createTextDesk(start: () => Worker = startWorker): TextDesk {
  let worker: AskedWorker<TextQuestion, TextReply> | null = null;
  let kept: readonly { readonly text: string; readonly packed: ArrayBuffer }[] = [];

  async function ready(text: string): Promise<ReadyText> {
    worker ??= askedWorker<TextQuestion, TextReply>(start());
    return (await worker.ask({ text }))?.ready ?? madeReady(text);
  }

  return {
    digest: async (text) => {
      if (text.length < LONG_TEXT) return crypto.subtle.digest('SHA-256', bytesOfText(text));
      const { digest, packed } = await ready(text);
      kept = [...kept, { text, packed }].slice(-MOST_KEPT);
      return digest;
    },
    pack: async (text) => {
      if (text.length < LONG_TEXT) return zipped(text);
      const found = kept.find((one) => one.text === text);
      kept = kept.filter((one) => one !== found);
      return found?.packed ?? (await ready(text)).packed;
    },
  };
}

function startWorker(): Worker {
  return new Worker(new URL('./text-worker.ts', import.meta.url), { type: 'module' });
}
