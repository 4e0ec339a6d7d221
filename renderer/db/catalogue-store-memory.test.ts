import { describe } from 'vitest';
import { createMemoryCatalogueStore } from './catalogue-store-memory.ts';
import { catalogueStoreSuite } from './catalogue-store.suite.ts';

describe('the memory catalogue store', () => {
  catalogueStoreSuite(() => Promise.resolve(createMemoryCatalogueStore()));
});
