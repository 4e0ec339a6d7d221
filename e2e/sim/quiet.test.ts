import { expect, it } from 'vitest';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import { isQuiet } from './quiet.ts';
import type { TillSite } from './till-site.ts';

/** A till with an empty database that has all of its journal. */
const site = (cardsLocked: boolean, onTheWay: readonly string[] = []): TillSite =>
  ({
    machine: { database: createMemoryTillStore(), journal: '{"hash":""}\n' },
    line: { onTheWay },
    open: { checkout: { cardsLocked } },
  }) as unknown as TillSite;

it('P5 I9 a till is not quiet while an approval that could not be recorded waits to be taken back', async () => {
  expect(await isQuiet(site(false))).toBe(true);
  expect(await isQuiet(site(true))).toBe(false);
});

it('P6 a till is not quiet while a message is under way', async () => {
  expect(await isQuiet(site(false, ['till 1 POST /v1/reversals']))).toBe(false);
});
