import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import type { JournalFiles } from '../../shared/host/ports.ts';
import { err } from '../../shared/lib/result.ts';
import {
  clearJournals,
  draft,
  journalOf,
  keeperOf,
  linesIn,
  recordsOf,
} from '../testing/journal-on-disk.ts';

afterEach(clearJournals);

/** Files whose next calls fail as told: before they do anything, or when all but the sync is done. */
function flakyFiles(files: JournalFiles) {
  const script: ('works' | 'fails' | 'unsynced' | 'torn')[] = [];
  const done: string[] = [];
  const failed = err(failure('journal-write-failed', 'planted'));
  const flaky: JournalFiles = {
    ...files,
    append: async (text) => {
      const fate = script.shift() ?? 'works';
      done.push(`append ${fate}`);
      if (fate === 'fails') return failed;
      const written = await files.append(fate === 'torn' ? text.slice(0, -9) : text);
      return fate === 'works' ? written : failed;
    },
    truncate: async (bytes) => {
      done.push('truncate');
      return (script.shift() ?? 'works') === 'works' ? files.truncate(bytes) : failed;
    },
  };
  const keeper = keeperOf(flaky);
  return { keeper, script, done };
}

describe('the journal on a real disk', () => {
  it('P9 numbers, chains and MACs; what is written is there after a restart', async () => {
    const { reopened, keeper } = await journalOf(3);
    const again = reopened();
    expect(await again.open()).toMatchObject({
      value: { head: { number: 3 }, sentinel: { number: 3 }, tornLines: 0, damagedNumbers: [] },
    });
    expect(await again.read({ from: 2, limit: 9 })).toEqual(
      await keeper.read({ from: 2, limit: 9 }),
    );
  });

  it.each(['fails', 'torn'] as const)(
    'P9 I9 a write that %s is called failed, and nothing of it is there',
    async (fate) => {
      const { files, path } = await journalOf(1);
      const { keeper, script } = flakyFiles(files);
      await keeper.open();
      script.push(fate);
      expect(await keeper.append([draft(2)])).toMatchObject({
        error: { code: 'journal-write-failed' },
      });
      expect(await keeper.read({ from: 2, limit: 9 })).toMatchObject({ value: [] });
      expect(await keeper.append([draft(3)])).toMatchObject({ value: [{ number: 2 }] });
      expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2);
    },
  );

  it('P9 I9 written and not synced is in doubt, until it is written anew; no number is used twice', async () => {
    const { files, path } = await journalOf(1);
    const { keeper, script, done } = flakyFiles(files);
    const inDoubt = { error: { code: 'journal-in-doubt' } };
    await keeper.open();
    script.push('unsynced');
    expect(await keeper.append([draft(2)])).toMatchObject(inDoubt);
    script.push('fails');
    expect(await keeper.read({ from: 2, limit: 9 })).toMatchObject(inDoubt);
    script.push('works', 'unsynced');
    expect(await keeper.append([draft(3)])).toMatchObject(inDoubt);
    // Whoever asks which numbers are given out hears of the one that was called doubtful (I8).
    expect(await keeper.read({ from: 2, limit: 9 })).toMatchObject({ value: [{ number: 2 }] });
    expect(done.slice(-2)).toEqual(['truncate', 'append works']);
    expect(await keeper.append([draft(3)])).toMatchObject({ value: [{ number: 3 }] });
    const numbers = (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { number: number }).number);
    expect(numbers).toEqual([1, 2, 3]);
  });

  it.each(['torn', 'unsynced'] as const)(
    'P9 P10 I8 a repair right after a write that was %s stands, and every record of the file with it',
    async (fate) => {
      const { files, reopened } = await journalOf(3);
      const { keeper, script } = flakyFiles(files);
      await keeper.open();
      script.push(fate);
      expect(await keeper.append([draft(4)])).toMatchObject({ ok: false });
      const bank = { epoch: 1, number: 9, transaction: 9, reason: 'rollback' } as const;
      const standing = fate === 'torn' ? 3 : 4;
      expect(await keeper.repair(bank, 77)).toMatchObject({
        value: { head: { number: 11, epoch: 2 }, lost: { from: standing + 1, to: 9 } },
      });
      expect(keeper.cardLock).toMatchObject({ recordNumber: 11 });
      const again = reopened();
      expect(await again.open()).toMatchObject({
        value: { head: { number: 11, epoch: 2 }, tornLines: 0, damagedNumbers: [] },
      });
      expect((await recordsOf(again)).map(({ number }) => number)).toEqual([
        ...Array.from({ length: standing }, (_, i) => i + 1),
        10,
        11,
      ]);
    },
  );

  it('P9 of a group of records that was written in part none counts', async () => {
    const { files, path } = await journalOf(1);
    const { keeper, script } = flakyFiles(files);
    await keeper.open();
    script.push('torn');
    expect(await keeper.append([draft(2), draft(3)])).toMatchObject({ ok: false });
    expect(await keeper.read({ from: 1, limit: 9 })).toMatchObject({ value: [{ number: 1 }] });
    expect(await keeper.append([draft(4)])).toMatchObject({ value: [{ number: 2 }] });
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('P10 a long journal is read a piece at a time, whatever lies over the border of two', async () => {
    // Without pages of what was proved.
    const { files, keeper } = await journalOf(0, '', { pageBytes: Number.POSITIVE_INFINITY });
    for (let i = 1; i <= 50; i += 1) await keeper.append([draft(i, '长'.repeat(20_000 + i))]);
    let most = 0;
    const watched: JournalFiles = {
      ...files,
      readAt: (from, bytes) => {
        most = Math.max(most, bytes);
        return files.readAt(from, bytes);
      },
    };
    const again = keeperOf(watched);
    expect(await again.open()).toMatchObject({ value: { head: { number: 50 } } });
    expect(most).toBe(1 << 20);
    expect(await recordsOf(again)).toEqual(await recordsOf(keeper));
  });

  it('P10 F09 records that are not kept in memory come from the file, and no longer if it was edited', async () => {
    const { keeper, path } = await journalOf(0);
    const drafts = Array.from({ length: 5_000 }, (_, i) => draft(i + 1, ''));
    await keeper.append(drafts);
    const wished = { from: 900, limit: 300 };
    const read = await keeper.read(wished);
    expect(read.ok && read.value.map(({ number }) => number)).toEqual(
      Array.from({ length: 300 }, (_, i) => 900 + i),
    );
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"sale":1000,', '"sale":9000,'));
    const cut = await keeper.read(wished);
    expect(cut.ok && cut.value.at(-1)?.number).toBe(999);
    expect(await keeper.read({ from: 1000, limit: 1 })).toMatchObject({
      error: { code: 'journal-damaged' },
    });
  });

  it('P9 a file that somebody has cut is not written to after a failure', async () => {
    const { files, path } = await journalOf(3);
    const { keeper, script } = flakyFiles(files);
    await keeper.open();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, text.indexOf('\n') + 1));
    script.push('fails');
    expect(await keeper.append([draft(4)])).toMatchObject({ error: { code: 'journal-in-doubt' } });
    expect(await keeper.append([draft(5)])).toMatchObject({ error: { code: 'journal-in-doubt' } });
    expect(await linesIn(path)).toBe(1);
  });

  it('I8 counters that go back are refused before anything is written', async () => {
    const { keeper, path } = await journalOf(2);
    const before = await readFile(path, 'utf8');
    expect(await keeper.append([draft(1)])).toMatchObject({ error: { code: 'journal-numbers' } });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('a group of records is one write: all of it or none', async () => {
    const { keeper } = await journalOf(0);
    const written = await keeper.append([draft(1), draft(2), draft(3)]);
    expect(written.ok && written.value.map(({ number }) => number)).toEqual([1, 2, 3]);
    const refused = await keeper.append([draft(4), draft(1)]);
    expect(refused.ok).toBe(false);
    expect(await keeper.append([draft(4)])).toMatchObject({ value: [{ number: 4 }] });
  });

  it('P9 many at once: each gets a number of its own, and a look at the file disturbs none', async () => {
    const { keeper, path } = await journalOf(1);
    const asked = [2, 3, 4, 5].map((i) => keeper.append([draft(i)]));
    const opened = keeper.open();
    const later = keeper.append([draft(6)]);
    expect(await opened).toMatchObject({ value: { head: { number: 5 }, tornLines: 0 } });
    const written = await Promise.all([...asked, later]);
    expect(written.map((one) => one.ok && one.value[0]?.number)).toEqual([2, 3, 4, 5, 6]);
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(6);
  });
});
