import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import { EMPTY_HEAD, type JournalBody } from '../../../shared/domain/journal.ts';
import { err } from '../../../shared/lib/result.ts';
import { createLedger } from './ledger-of-the-till.ts';
import { benchTill } from '../testing/bench-till.ts';

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

  it('P9 P10 the database refused: what it holds is asked once, and completed', async () => {
    const till = benchTill();
    await till.ledger.commit(notice('a'));
    till.store.failNext('failed');
    expect(await till.ledger.commit(notice('b'))).toMatchObject({ value: { number: 2 } });
    expect(await stored(till)).toEqual([1, 2]);
  });

  it('P9 P10 the database did not answer: said so, completed before the next record, none twice', async () => {
    const till = benchTill();
    await till.ledger.commit(notice('a'));
    till.store.failNext('written-but-failed');
    expect(await till.ledger.commit(notice('b'))).toMatchObject({ ok: false });
    expect(await till.ledger.commit(notice('c'))).toMatchObject({ value: { number: 3 } });
    expect(await stored(till)).toEqual([1, 2, 3]);
  });

  it('P10 a database that was lost is filled in few steps, also when it was broken off in between', async () => {
    const till = benchTill();
    const counters = { transaction: 0, batch: 0, trace: 0, sale: 0 };
    const draft = { atMs: 1, counters, body: notice('before the loss')() };
    await till.fake.host.appendJournal(Array.from({ length: 1_200 }, () => draft));
    const { apply } = till.store;
    const sizes: number[] = [];
    Object.assign(till.store, {
      apply: async (...changes: Parameters<typeof apply>) => {
        sizes.push(changes.length);
        if (sizes.length === 2) till.store.failNext('failed');
        return apply(...changes);
      },
    });
    expect(await till.ledger.catchUp()).toMatchObject({ ok: false });
    expect(await till.ledger.catchUp()).toEqual({ ok: true, value: 700 });
    expect(sizes).toEqual([500, 500, 500, 200]);
    const records = await till.store.recordsFrom(1, 2_000);
    expect(records).toEqual({ ok: true, value: till.fake.journal });
  });

  it('P9 a database that stays away: nothing more is written to the file than it can follow', async () => {
    const till = benchTill();
    till.store.failNext('failed', 3);
    expect(await till.ledger.commit(notice('a'))).toMatchObject({ ok: false });
    expect(await till.ledger.commit(notice('b'))).toMatchObject({ ok: false });
    expect(till.fake.journal).toHaveLength(1);
    expect(await till.ledger.commit(notice('c'))).toMatchObject({ value: { number: 2 } });
    expect(await stored(till)).toEqual([1, 2]);
  });

  it('P9 P10 a bug between the two copies leaves no hole: the next record completes it', async () => {
    const till = benchTill();
    const { apply } = till.store;
    Object.assign(till.store, { apply: () => Promise.reject(new Error('planted bug')) });
    await expect(till.ledger.commit(notice('a'))).rejects.toThrow('planted bug');
    Object.assign(till.store, { apply });
    expect(await till.ledger.commit(notice('b'))).toMatchObject({ value: { number: 2 } });
    expect(await stored(till)).toEqual([1, 2]);
  });

  it('P3 I8 trace numbers run out: the next batch begins, and none is given out twice', async () => {
    const { ports, fake } = benchTill();
    const counters = { transaction: 7, batch: 3, trace: 999_998, sale: 4 };
    const ledger = createLedger(ports, { ...EMPTY_HEAD, counters });
    const taken: unknown[] = [];
    await ledger.commit((numbers) => {
      taken.push(numbers.takeTransaction(), numbers.takeTransaction(), numbers.takeTransaction());
      return { kind: 'notice', code: 'test', detail: '' };
    });
    expect(taken).toEqual([
      { transactionNumber: 8, batchNumber: 3, traceNumber: 999_999 },
      { transactionNumber: 9, batchNumber: 4, traceNumber: 1 },
      { transactionNumber: 10, batchNumber: 4, traceNumber: 2 },
    ]);
    const last = { transaction: 10, batch: 4, trace: 2, sale: 4 };
    expect(fake.journal.at(-1)?.counters).toEqual(last);
  });

  it('I8 P10 both copies lied about a record: its number is not given out again', async () => {
    const till = benchTill();
    const number = (written: Awaited<ReturnType<typeof till.ledger.commit>>) =>
      written.ok ? written.value.counters.transaction : written.error.code;
    const take = () =>
      till.ledger.commit((numbers) => {
        numbers.takeTransaction();
        return { kind: 'notice', code: 'test', detail: '' };
      });
    const { host } = till.fake;
    const { appendJournal } = host;
    const { apply } = till.store;
    Object.assign(host, {
      appendJournal: async (drafts: Parameters<typeof appendJournal>[0]) => {
        await appendJournal(drafts);
        return err(failure('journal-write-failed', 'planted'));
      },
    });
    expect(number(await take())).toBe('journal-write-failed');
    Object.assign(host, { appendJournal });
    Object.assign(till.store, {
      apply: async (...changes: Parameters<typeof apply>) => {
        await apply(...changes);
        return err(failure('store-timeout', 'planted'));
      },
    });
    expect(number(await take())).toBe('store-timeout');
    Object.assign(till.store, { apply });
    expect(number(await take())).toBe(2);
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
