import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Result } from '../../shared/lib/result.ts';
import { loadSampleShop, openCatalogue } from '../services/catalogue/catalogue-opening.ts';
import type { CatalogueHeader } from '../services/catalogue/catalogue-ports.ts';
import type {
  CatalogueApi,
  CataloguePorts,
  CatalogueState,
  ImportState,
} from './catalogue-state.ts';

const NO_PROGRESS = { doneBytes: 0, totalBytes: 0, rowCount: 0, faultCount: 0 };

type ImportingPart = Pick<
  CatalogueState,
  | 'lookAtFile'
  | 'assignColumn'
  | 'importFile'
  | 'cancelImport'
  | 'leaveImport'
  | 'returnToSamples'
  | 'tryAgain'
>;

/** Choosing, looking at and importing a file; the states follow `ImportState`, top to bottom. */
export function importActions(
  ports: CataloguePorts,
  api: () => CatalogueApi,
  opened: (result: Result<CatalogueHeader, Failure>) => Promise<void>,
): ImportingPart {
  let stop = new AbortController();
  const now = (): ImportState => api().getState().importing;
  const become = (state: ImportState): void => api().setState({ importing: state });

  return {
    lookAtFile: async (file) => {
      if (now().kind === 'reading') return;
      const looked: ImportState = { kind: 'looking', fileName: file.name };
      become(looked);
      const outcome = await ports.work.preview(file);
      // Another file was chosen, or the screen was left, while this one was looked at.
      if (now() !== looked) return;
      if (outcome.kind === 'preview') become({ kind: 'looked', file, preview: outcome.preview });
      else if (outcome.kind === 'refused') {
        become({ kind: 'unusable', fileName: file.name, faults: outcome.faults });
      } else become({ kind: 'failed', fileName: file.name, failure: outcome.failure });
    },
    assignColumn: (column, cell) => {
      const state = now();
      if (state.kind !== 'looked') return;
      const { [column]: _, ...others } = state.preview.mapping;
      const mapping = cell === null ? others : { ...others, [column]: cell };
      become({ ...state, preview: { ...state.preview, mapping } });
    },
    importFile: async () => {
      const state = now();
      if (state.kind !== 'looked') return;
      const { file, preview } = state;
      stop = new AbortController();
      const started = { ...NO_PROGRESS, totalBytes: file.size };
      become({ kind: 'reading', fileName: file.name, progress: started, cancelling: false });
      const outcome = await ports.work.importFile(file, preview, {
        signal: stop.signal,
        tell: (progress) => {
          const reading = now();
          if (reading.kind === 'reading') become({ ...reading, progress });
        },
      });
      if (outcome.kind === 'failed') {
        become({ kind: 'failed', fileName: file.name, failure: outcome.failure });
        return;
      }
      become({ kind: 'finished', fileName: file.name, outcome });
      if (outcome.kind === 'imported') await opened({ ok: true, value: outcome.header });
    },
    cancelImport: () => {
      const state = now();
      if (state.kind !== 'reading') return;
      become({ ...state, cancelling: true });
      stop.abort();
    },
    leaveImport: () => {
      if (now().kind !== 'reading') become({ kind: 'idle' });
    },
    returnToSamples: async () => {
      if (now().kind !== 'reading') await opened(await loadSampleShop(ports));
    },
    tryAgain: async () => opened(await openCatalogue(ports)),
  };
}
