import { expect, it } from 'vitest';
import type { JournalRange, JournalRepair } from '../../../shared/contracts/journal-copies.ts';
import { headOf, type JournalRecord } from '../../../shared/domain/journal.ts';
import { present } from '../../../shared/lib/assert.ts';
import { ok } from '../../../shared/lib/result.ts';
import { startTill } from './start-up.ts';
import { benchTill } from '../testing/bench-till.ts';

const MANY = 1_250;

/** Both copies hold this many records; what the host is given as evidence is kept in `evidence`. */
async function tillWithRecords() {
  const { ports, ledger, fake } = benchTill();
  for (let i = 1; i <= MANY; i += 1) {
    await ledger.commit(() => ({ kind: 'notice', code: 'test', detail: String(i) }));
  }
  const evidence: number[] = [];
  Object.assign(fake.host, {
    quarantineJournal: ({ records }: { records: readonly JournalRecord[] }) => {
      evidence.push(...records.map(({ number }) => number));
      return Promise.resolve(ok(null));
    },
  });
  return { ports, fake, evidence };
}

const upTo = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

it('P10 copies behind the repaired end are all kept as evidence before they are taken out', async () => {
  const { ports, fake, evidence } = await tillWithRecords();
  fake.journal.length = 100;
  const head = headOf(present(fake.journal.at(-1), 'the last record'));
  const proved = { fromDatabase: 0, retold: 0, damagedNumbers: [], conflicts: [], keptAs: null };
  const repair: JournalRepair = { ...proved, head, lost: { from: 1, to: 0 } };
  Object.assign(fake.host, {
    offerJournal: () => Promise.resolve(ok(null)),
    repairJournal: () => Promise.resolve(ok(repair)),
  });
  const started = await startTill(ports);
  expect(evidence).toEqual(upTo(101, MANY));
  expect(started.ok && started.value.damagedRows.map(({ number }) => number)).toEqual(evidence);
});

it('P10 F09 edited copies are all kept as evidence before they are written again', async () => {
  const { ports, fake, evidence } = await tillWithRecords();
  Object.assign(fake.host, {
    compareJournal: (copies: readonly JournalRecord[]) =>
      Promise.resolve(ok(copies.filter(({ number }) => number > 20))),
  });
  const started = await startTill(ports);
  expect(started.ok).toBe(true);
  expect(evidence).toEqual(upTo(21, MANY));
});

it('P10 the file is read once more where the database differs from it, and nowhere else', async () => {
  const { ports, fake } = await tillWithRecords();
  const { readJournal } = fake.host;
  const readFrom: number[] = [];
  Object.assign(fake.host, {
    readJournal: (range: JournalRange) => {
      if (range.from <= MANY) readFrom.push(range.from);
      return readJournal(range);
    },
  });
  expect((await startTill(ports)).ok).toBe(true);
  expect(readFrom).toEqual([]);
  const edited = present(fake.journal[19], 'a record');
  Object.assign(fake.host, {
    compareJournal: (copies: readonly JournalRecord[]) =>
      Promise.resolve(ok(copies.filter(({ number }) => number === edited.number))),
  });
  expect((await startTill(ports)).ok).toBe(true);
  expect(readFrom.slice(0, 3)).toEqual([1, 501, 1001]);
});
