/// <reference lib="webworker" />
import { madeReady, type ReadyText, type TextQuestion, type TextReply } from './text-work.ts';

/** Works on large texts beside the window (see `text-desk`). */

// The DOM's own types describe a window; here it is a worker.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', ({ data }: MessageEvent<TextQuestion>) => {
  const { id, text } = data;
  const answer = (ready: ReadyText | null): void => {
    const reply: TextReply = { id, ready };
    scope.postMessage(reply, ready === null ? [] : [ready.digest, ready.packed]);
  };
  madeReady(text).then(answer, () => answer(null));
});
