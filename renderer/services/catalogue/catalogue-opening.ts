import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import {
  SAMPLE_CATEGORIES,
  SAMPLE_EDITION,
  SAMPLE_ENTRIES,
  SAMPLE_FAVOURITE_IDS,
} from '../../catalogue/sample-shop.ts';
import type { ImportPorts } from './catalogue-import.ts';
import type { CatalogueHeader } from './catalogue-ports.ts';

/** The catalogue of this till; on its first start, and after a new edition, the sample shop. */
export async function openCatalogue(ports: ImportPorts): Promise<Result<CatalogueHeader, Failure>> {
  const header = await ports.store.header();
  if (!header.ok) return header;
  const present = header.value;
  if (present !== null && !isOldSample(present)) return ok(present);
  return loadSampleShop(ports);
}

/** Takes the place of whatever catalogue there is; also how one gets back to the samples. */
export async function loadSampleShop({
  store,
  nowMs,
}: ImportPorts): Promise<Result<CatalogueHeader, Failure>> {
  const begun = await store.beginReplacement();
  if (!begun.ok) return begun;
  const added = await begun.value.add(SAMPLE_ENTRIES);
  if (!added.ok) return added;
  const header: CatalogueHeader = {
    source: 'sample',
    name: SAMPLE_EDITION,
    loadedAtMs: nowMs(),
    productCount: SAMPLE_ENTRIES.length,
    categories: SAMPLE_CATEGORIES,
    favouriteIds: SAMPLE_FAVOURITE_IDS,
  };
  const committed = await begun.value.commit(header);
  return committed.ok ? ok(header) : committed;
}

function isOldSample({ source, name }: CatalogueHeader): boolean {
  return source === 'sample' && name !== SAMPLE_EDITION;
}
