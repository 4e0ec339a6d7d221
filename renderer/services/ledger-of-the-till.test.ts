import { describe, expect, it } from 'vitest';
import type { JournalBody } from '../../shared/domain/journal.ts';
import { benchTill } from './testing/bench-till.ts';

const notice = (detail: string) => (): JournalBody => ({ kind: 'notice', code: 'test', detail });

async function stored(till: ReturnType<typeof benchTill>): Promise<number[]> {
  const records = await till.store.recordsFrom(1, 100);
  return records.ok ? records.value.map(({ number }) => number) : [];
}

describe('the one place where the till writes', () => {
  it('P9 the file first, the database second; both hold the same record', async () => {
    const till = benchTill();
    const written = await till.ledger.commit(notice('a'));
    expect(written).toEqual({ ok: true, value: till.fake.journal[0] });
    expect(await till.store.recordsFrom(1, 9)).toEqual({ ok: true, value: till.fake.journal });
  });

  it('P9 the file fails: no record, no number used, and the next one is written', async () => {
    const till = benchTill();
    till.fake.journalFails = true;
    expect(await till.ledger.commit(notice('a'))).toMatchObject({ ok: false });
    till.fake.journalFails = false;
    expect(await till.ledger.commit(notice('b'))).toMatchObject({ value: { number: 1 } });
    expect(await stored(till)).toEqual([1]);
  });

  it.each(['failed', 'written-but-failed'] as const)(
    'P9 P10 the database %s: said so, read back, completed before the next record, none twice',
    async (how) => {
      const till = benchTill();
      await till.ledger.commit(notice('a'));
      till.store.failNext(how);
      expect(await till.ledger.commit(notice('b'))).toMatchObject({ ok: false });
      expect(await till.ledger.commit(notice('c'))).toMatchObject({ value: { number: 3 } });
      expect(await stored(till)).toEqual([1, 2, 3]);
    },
  );

  it('P9 a database that stays away: nothing more is written to the file than it can follow', async () => {
    const till = benchTill();
    till.store.failNext('failed');
    await till.ledger.commit(notice('a'));
    till.store.failNext('failed');
    expect(await till.ledger.commit(notice('b'))).toMatchObject({ ok: false });
    expect(till.fake.journal).toHaveLength(1);
  });

  it('P9 what the host writes in between reaches the database too, in order', async () => {
    const till = benchTill();
    await till.ledger.commit(notice('a'));
    const counters = { transaction: 0, batch: 0, trace: 0, sale: 0 };
    await till.fake.host.appendJournal([{ atMs: 1, counters, body: notice('of the host')() }]);
    expect(await till.ledger.commit(notice('b'))).toMatchObject({ value: { number: 3 } });
    expect(await stored(till)).toEqual([1, 2, 3]);
  });
});
