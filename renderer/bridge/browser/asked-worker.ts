interface Numbered {
  readonly id: number;
}

/** A worker that answers questions, each by its number. */
export interface AskedWorker<Question extends Numbered, Reply extends Numbered> {
  /** Null when the worker has ended, before or meanwhile: whoever waits hears it. */
  readonly ask: (question: Omit<Question, 'id'>) => Promise<Reply | null>;
  /** Why it ended; null as long as it has not. */
  readonly ended: () => string | null;
}

export function askedWorker<Question extends Numbered, Reply extends Numbered>(
  worker: Worker,
): AskedWorker<Question, Reply> {
  const waiting = new Map<number, (reply: Reply | null) => void>();
  let asked = 0;
  let ended: string | null = null;

  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  worker.addEventListener('error', ({ message }) => {
    ended = message;
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  });

  return {
    ask: (question) =>
      new Promise((resolve) => {
        if (ended !== null) {
          resolve(null);
          return;
        }
        asked += 1;
        waiting.set(asked, resolve);
        worker.postMessage({ ...question, id: asked });
      }),
    ended: () => ended,
  };
}
