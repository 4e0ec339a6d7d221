import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_HEAD, GENESIS_HASH, type JournalRecord } from '../../../shared/domain/journal.ts';
import { minor } from '../../../shared/domain/money.ts';
import { outboxKey, type OutboxKind, type OutboxRow } from '../../../shared/domain/outbox.ts';
import type { RowChanges } from '../../../shared/domain/row-changes.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { mirrorQueue } from './queue-mirror.ts';
import { QueueTally, type QueueSums } from './queue-tally.ts';

const KINDS: readonly OutboxKind[] = ['reversal', 'stored-payment', 'sale-report', 'void-number'];

/** Few sales and keys, so that rows meet. */
const someRow: fc.Arbitrary<OutboxRow> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    sale: fc.nat(3),
    amount: fc.nat(5_000),
    createdAtMs: fc.nat(9),
    stands: fc.constantFrom(
      { lane: 'ready' as const, reason: '' },
      { lane: 'slow' as const, reason: '' },
      ...['51', '30', 'core-differs'].map((reason) => ({ lane: 'exception' as const, reason })),
    ),
  })
  .map(({ kind, sale, amount, createdAtMs, stands }) => ({
    ...stands,
    createdAtMs,
    key: outboxKey(kind, `of ${sale}`),
    kind,
    transactionId: `of ${sale}`,
    transactionNumber: sale + 1,
    saleId: `sale ${sale}`,
    amountMinor: minor(amount),
    attempts: 0,
    nextTryAtMs: 0,
    claimedByEpoch: null,
  }));

type Step = { readonly put: OutboxRow } | { readonly delete: string };

const someStep: fc.Arbitrary<Step> = fc.oneof(
  someRow.map((put) => ({ put })),
  someRow.map(({ key }) => ({ delete: key })),
);

/** The sums as one would do them on paper, from all the rows. */
function onPaper(rows: readonly OutboxRow[]): QueueSums {
  const waiting = rows.filter(({ lane }) => lane !== 'exception');
  const parked = rows.filter(({ lane }) => lane === 'exception');
  const stored = waiting.filter(({ kind }) => kind === 'stored-payment');
  const promises = rows.filter(
    ({ kind, lane, reason }) =>
      kind === 'stored-payment' && (lane !== 'exception' || reason !== '51'),
  );
  const isLone = ({ kind, saleId }: OutboxRow): boolean =>
    kind === 'reversal' &&
    !waiting.some((other) => other.saleId === saleId && other.kind !== 'reversal');
  const unsent = counted(waiting);
  const promised = sum(stored);
  const unknown = counted(waiting.filter(isLone)).amountMinor;
  return {
    unsent: {
      ...unsent,
      recordCount: waiting.length,
      inks: { certain: minor(unsent.amountMinor - promised - unknown), promised, unknown },
      oldestAtMs: oldest(waiting),
    },
    attention: {
      ...counted(parked),
      unreadCount: counted(parked.filter(({ reason }) => reason !== '51')).count,
    },
    promises: { count: promises.length, amountMinor: sum(promises), oldestAtMs: oldest(promises) },
  };
}

function counted(rows: readonly OutboxRow[]) {
  const sales = [...new Set(rows.map(({ saleId }) => saleId))];
  const worth = sales.map((id) => {
    const money = rows.filter(({ saleId, kind }) => saleId === id && kind !== 'void-number');
    return Math.max(0, ...money.map(({ amountMinor }) => amountMinor));
  });
  return { count: sales.length, amountMinor: minor(worth.reduce((a, b) => a + b, 0)) };
}

const sum = (rows: readonly OutboxRow[]) =>
  minor(rows.reduce((total, { amountMinor }) => total + amountMinor, 0));

const oldest = (rows: readonly OutboxRow[]): number | null =>
  rows.length === 0 ? null : Math.min(...rows.map(({ createdAtMs }) => createdAtMs));

describe('the sums of the queue', () => {
  it('P13 P15 are those of all its rows, whatever came and went, and whenever somebody asked', () => {
    fc.assert(
      fc.property(fc.array(someStep, { maxLength: 40 }), fc.nat(5), (steps, askEvery) => {
        const tally = new QueueTally([]);
        const rows = new Map<string, OutboxRow>();
        steps.forEach((step, nth) => {
          if ('put' in step) {
            tally.put(step.put);
            rows.set(step.put.key, step.put);
          } else {
            tally.delete(step.delete);
            rows.delete(step.delete);
          }
          if (nth % (askEvery + 1) === 0) {
            expect(tally.sums()).toEqual(onPaper([...rows.values()]));
          }
        });
        expect(tally.sums()).toEqual(onPaper([...rows.values()]));
        expect(new QueueTally([...rows.values()]).sums()).toEqual(tally.sums());
      }),
      { numRuns: 500 },
    );
  });
});

function changes(number: number, putOutbox: OutboxRow[], deleteOutbox: string[] = []): RowChanges {
  const record: JournalRecord = {
    number,
    epoch: 1,
    atMs: 0,
    counters: EMPTY_HEAD.counters,
    body: { kind: 'notice', code: 'test', detail: '' },
    previousHash: GENESIS_HASH,
    hash: GENESIS_HASH,
    mac: '',
  };
  return { record, putSales: [], putOutbox, deleteOutbox };
}

describe('a mirrored queue', () => {
  it('I9 says what the database holds: whoever writes, whatever fails, while it is being read', async () => {
    const someWrite = fc.record({
      by: fc.constantFrom('this window', 'another window'),
      fails: fc.constantFrom(null, null, 'failed' as const, 'written-but-failed' as const),
      asksMeanwhile: fc.boolean(),
      step: someStep,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(someWrite, { maxLength: 15 }), async (writes) => {
        const database = createMemoryTillStore();
        const { store, queue } = mirrorQueue(database);
        for (const { by, fails, asksMeanwhile, step } of writes) {
          const head = await database.head();
          const number = (head.ok ? (head.value?.number ?? 0) : 0) + 1;
          const made =
            'put' in step ? changes(number, [step.put]) : changes(number, [], [step.delete]);
          const asked = asksMeanwhile ? queue() : null;
          if (fails !== null) database.failNext(fails);
          await (by === 'this window' ? store : database).apply(made);
          database.failNext('failed', 0);
          await asked;
          // As the ledger does before it writes, and from time to time (P10).
          await store.head();
          const rows = await database.outbox();
          expect(await queue()).toEqual({ sums: onPaper(rows.ok ? rows.value : []), isRead: true });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads the queue once, however many sales follow', async () => {
    const database = createMemoryTillStore();
    let reads = 0;
    const { store, queue } = mirrorQueue({
      ...database,
      queue: () => {
        reads += 1;
        return database.queue();
      },
    });
    const [row] = fc.sample(someRow, 1);
    for (let number = 1; number <= 50; number += 1) {
      const key = `sale-report:${number}`;
      const own = { ...row, key, lane: 'ready', saleId: key } as OutboxRow;
      await store.apply(changes(number, [own]));
      expect((await queue()).sums.unsent.count).toBe(number);
    }
    expect(reads).toBe(1);
  });

  it('the sums are the same ones until a row changes', async () => {
    const { store, queue } = mirrorQueue(createMemoryTillStore());
    const [row] = fc.sample(someRow, 1);
    await store.apply(changes(1, [{ ...row, lane: 'ready' } as OutboxRow]));
    const { sums } = await queue();
    expect((await queue()).sums).toBe(sums);
    await store.apply(changes(2, [{ ...row, lane: 'ready', key: 'another' } as OutboxRow]));
    expect((await queue()).sums).not.toBe(sums);
  });

  it('F08 a store that does not answer: what was known last, and nothing is made up', async () => {
    const database = createMemoryTillStore();
    const { store, queue } = mirrorQueue(database);
    const [row] = fc.sample(someRow, 1);
    await store.apply(changes(1, [{ ...row, lane: 'ready' } as OutboxRow]));
    const { sums } = await queue();
    database.failNext('failed', 99);
    await store.apply(changes(2, []));
    expect(await queue()).toEqual({ sums, isRead: false });
  });
});
