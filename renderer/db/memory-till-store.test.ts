import { describe } from 'vitest';
import { createMemoryTillStore } from './memory-till-store.ts';
import { tillStoreSuite } from './till-store.suite.ts';

describe('the memory till store', () => {
  tillStoreSuite(() => Promise.resolve(createMemoryTillStore()));
});
