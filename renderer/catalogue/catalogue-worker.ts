/// <reference lib="webworker" />
import { assertNever } from '../../shared/lib/assert.ts';
import { openDexieCatalogueStore } from '../db/catalogue-store-dexie.ts';
import { createCatalogueWork } from '../services/catalogue/catalogue-work.ts';
import type { CatalogueAnswers, CatalogueQuestion, CatalogueReply } from './catalogue-messages.ts';

/**
 * The catalogue's worker: reading a file of a hundred thousand rows and searching among them never
 * holds up the screen. It wires its own adapters, as `composition.ts` does for the window.
 */
// The DOM's own types describe a window; here it is a worker.
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const work = createCatalogueWork({
  store: openDexieCatalogueStore(),
  nowMs: () => Date.now(),
});
const running = new Map<number, AbortController>();

scope.addEventListener('message', ({ data }: MessageEvent<CatalogueQuestion>) => {
  if ('cancel' in data) {
    running.get(data.cancel)?.abort();
    return;
  }
  const { id } = data;
  const stop = new AbortController();
  running.set(id, stop);
  perform(data, stop.signal)
    .then((answer) => reply({ id, answer }))
    // A bug: let the window hear it as the worker's own error instead of waiting for ever.
    .catch((error: unknown) => reportError(error))
    .finally(() => running.delete(id));
});

function perform(
  { id, task }: Extract<CatalogueQuestion, { task: unknown }>,
  signal: AbortSignal,
): Promise<CatalogueAnswers[keyof CatalogueAnswers]> {
  switch (task.kind) {
    case 'preview':
      return work.preview(task.file);
    case 'import':
      return work.importFile(task.file, task.plan, {
        signal,
        tell: (progress) => reply({ id, progress }),
      });
    case 'prepare-search':
      return work.prepareSearch();
    case 'search':
      return work.search(task.query, task.limit);
    default:
      return assertNever(task, 'task');
  }
}

function reply(message: CatalogueReply): void {
  scope.postMessage(message);
}
