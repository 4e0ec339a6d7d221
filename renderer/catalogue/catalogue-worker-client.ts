import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { err } from '../../shared/lib/result.ts';
import type { CatalogueWork, ImportWatch } from '../services/catalogue/catalogue-ports.ts';
import type {
  CatalogueAnswers,
  CatalogueQuestion,
  CatalogueReply,
  CatalogueTask,
} from './catalogue-messages.ts';

/** The catalogue's work, done by its worker; selling by barcode does not need it. */
export function startCatalogueWorker(): CatalogueWork {
  const worker = new Worker(new URL('./catalogue-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let dead: Failure | null = null;

  worker.addEventListener('message', ({ data }: MessageEvent<CatalogueReply>) => {
    const asker = waiting.get(data.id);
    if ('progress' in data) {
      asker?.tell(data.progress);
      return;
    }
    waiting.delete(data.id);
    asker?.answer(data.answer);
  });
  // A worker that died answers nobody: whoever waits must hear it.
  worker.addEventListener('error', ({ message }) => {
    dead = failure('store-failed', `the catalogue's worker ended: ${message}`);
    for (const { died } of waiting.values()) died(dead);
    waiting.clear();
  });

  function ask<Kind extends keyof CatalogueAnswers>(
    task: CatalogueTask & { readonly kind: Kind },
    whenDead: (failure: Failure) => CatalogueAnswers[Kind],
    watch: ImportWatch | null = null,
  ): Promise<CatalogueAnswers[Kind]> {
    return new Promise((resolve) => {
      if (dead !== null) {
        resolve(whenDead(dead));
        return;
      }
      asked += 1;
      const id = asked;
      waiting.set(id, {
        // The worker answers each task with its own kind (`catalogue-messages.ts`).
        answer: (answer) => resolve(answer as CatalogueAnswers[Kind]),
        died: (reason) => resolve(whenDead(reason)),
        tell: (progress) => watch?.tell(progress),
      });
      send({ id, task });
      watch?.signal.addEventListener('abort', () => send({ cancel: id }), { once: true });
    });
  }

  function send(question: CatalogueQuestion): void {
    worker.postMessage(question);
  }

  const failed = (reason: Failure) => ({ kind: 'failed', failure: reason }) as const;
  return {
    preview: (file) => ask({ kind: 'preview', file }, failed),
    importFile: (file, plan, watch) => ask({ kind: 'import', file, plan }, failed, watch),
    prepareSearch: () => ask({ kind: 'prepare-search' }, (reason) => err(reason)),
    search: (query, limit) =>
      ask({ kind: 'search', query, limit }, () => ({ products: [], hasMore: false })),
  };
}

interface Waiting {
  readonly answer: (answer: CatalogueAnswers[keyof CatalogueAnswers]) => void;
  readonly died: (failure: Failure) => void;
  readonly tell: ImportWatch['tell'];
}
