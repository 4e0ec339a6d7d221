import { describe, expect, it } from 'vitest';
import { PARAMETERS } from './bank-identity.ts';
import { everyNth, journalOf, KINDS, stepOf, type ToldStory } from './nth.ts';

/** A reversal, promises that stand, promises that are refused, cash: several batches of them. */
function twelveWaiting(): ToldStory {
  let isCut = false;
  return {
    seed: 3,
    counts: 'the-last-customer',
    tills: 1,
    salesPerTill: 12,
    parameters: { ...PARAMETERS, mostRecordsPerBatch: 3 },
    habits: {
      ways: [
        ['card', 4],
        ['cash', 1],
      ],
      cards: [
        ['good-tap', 3],
        ['limit-tap', 3],
        ['good-chip', 2],
        ['poor', 2],
      ],
      comesAfterMs: [500, 2_000],
    },
    looksOn: ({ site }) => {
      // In the middle of the first authorisation, until everybody has been served.
      isCut ||= site.machine.journal.includes('"state":"authorizing"');
      site.line.isCut = isCut && site.counter.salesLeft > 0;
      return Promise.resolve();
    },
  };
}

describe('one drain of twelve sales that waited for the line', () => {
  it('has a reversal, refused promises and cash in it, and goes in several batches', async () => {
    const deliveries = (await journalOf(twelveWaiting())).flatMap(({ body }) =>
      body.kind === 'delivery' ? [body.results] : [],
    );
    expect(deliveries.length).toBeGreaterThan(3);
    const results = deliveries.flat();
    expect(results.filter(({ outboxKey }) => outboxKey.startsWith('reversal:'))).toHaveLength(1);
    expect(results.some(({ outcome }) => outcome === 'refused')).toBe(true);
    expect(results.filter(({ outboxKey }) => outboxKey.startsWith('sale-report:'))).toHaveLength(
      12,
    );
  });

  it.each(KINDS)('I1–I9 with the n-th occasion of %s, to the last', async (kind) => {
    const { occasions, problems } = await everyNth(kind, twelveWaiting, stepOf(kind));
    expect(problems).toEqual([]);
    expect(occasions).toBeGreaterThan(0);
  });
});
