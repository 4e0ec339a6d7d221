/// <reference lib="webworker" />
import { TEXT_WORK, type TextQuestion, type TextReply } from './text-work.ts';

/** Works on large texts beside the window (see `text-desk`). */

// The DOM's own types describe a window; here it is a worker.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', ({ data }: MessageEvent<TextQuestion>) => {
  const { id, work, text } = data;
  const answer = (bytes: ArrayBuffer | null): void => {
    const reply: TextReply = { id, bytes };
    scope.postMessage(reply, bytes === null ? [] : [bytes]);
  };
  TEXT_WORK[work](text).then(answer, () => answer(null));
});
