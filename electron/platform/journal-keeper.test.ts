import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JournalDraft, JournalRecord } from '../../shared/domain/journal.ts';
import { JournalKeeper } from '../../shared/host/journal-keeper.ts';
import type { JournalFiles } from '../../shared/host/ports.ts';
import { err } from '../../shared/lib/result.ts';
import { failure } from '../../shared/contracts/error-codes.ts';
import { createJournalFiles } from './journal-files.ts';

const crypto = {
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  mac: (text: string) => createHmac('sha256', 'key').update(text).digest('hex'),
};

const SECTOR_BYTES = 512;

const folders: string[] = [];
const keepers: JournalKeeper[] = [];
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function journalOf(records: number, detail?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-journal-'));
  folders.push(folder);
  const files = createJournalFiles(join(folder, 'journal'), join(folder, 'sentinel'));
  const keeper = new JournalKeeper(files, crypto);
  keepers.push(keeper);
  for (let i = 1; i <= records; i += 1) await keeper.append([draft(i, detail)]);
  await keeper.close();
  const path = join(folder, 'journal', 'journal.ndjson');
  const reopened = (): JournalKeeper => {
    const again = createJournalFiles(join(folder, 'journal'), join(folder, 'sentinel'));
    const opened = new JournalKeeper(again, crypto);
    keepers.push(opened);
    return opened;
  };
  return { files, keeper, path, reopened };
}

async function linesIn(path: string): Promise<number> {
  return (await readFile(path, 'utf8')).trim().split('\n').length;
}

async function recordsOf(keeper: JournalKeeper): Promise<JournalRecord[]> {
  const read = await keeper.read({ from: 1, limit: 100 });
  return read.ok ? read.value : [];
}

function draft(transaction: number, detail = '一笔'): JournalDraft {
  return {
    atMs: 1_700_000_000_000 + transaction,
    counters: { transaction, batch: 1, trace: transaction, sale: transaction },
    body: { kind: 'notice', code: 'test', detail },
  };
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

  it('P9 cut at every byte of the last record: it is gone as a whole, the others stand', async () => {
    const { path, reopened } = await journalOf(2);
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let length = lastLine; length < whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length));
      const keeper = reopened();
      const opened = await keeper.open();
      expect(opened).toMatchObject({ value: { head: { number: 1 }, damagedNumbers: [] } });
      expect(opened.ok && opened.value.tornLines).toBe(length > lastLine ? 1 : 0);
      expect((await readFile(path)).length).toBe(lastLine);
    }
  });

  it('F06 any sectors of the last record lost: it is gone as a whole, the others stand', async () => {
    const { path, reopened } = await journalOf(2, '一笔'.repeat(SECTOR_BYTES));
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    const from = Math.floor(lastLine / SECTOR_BYTES) * SECTOR_BYTES;
    for (let sector = from; sector < whole.length; sector += SECTOR_BYTES) {
      const torn = Buffer.from(whole);
      torn.subarray(Math.max(sector, lastLine), sector + SECTOR_BYTES).fill(0);
      await writeFile(path, torn);
      const opened = await reopened().open();
      expect(opened).toMatchObject({
        value: { head: { number: 1 }, damagedNumbers: [], tornLines: 1 },
      });
      expect((await readFile(path)).length).toBe(lastLine);
    }
  });

  it('P10 zeros in a record that others follow are damage: it had been synced before them', async () => {
    const { path, reopened } = await journalOf(3);
    const whole = await readFile(path);
    const secondLine = whole.indexOf(0x0a) + 1;
    await writeFile(path, whole.fill(0, secondLine, secondLine + 16));
    expect(await reopened().open()).toMatchObject({
      value: { head: { number: 1 }, damagedNumbers: [2, 3], tornLines: 0 },
    });
  });

  it('P10 F09 an edited record is named, and nothing is written behind it before the repair', async () => {
    const { path, reopened } = await journalOf(4);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"sale":3', '"sale":9'));
    const keeper = reopened();
    expect(await keeper.open()).toMatchObject({
      value: { head: { number: 2 }, damagedNumbers: [3, 4] },
    });
    expect(await keeper.append([draft(9)])).toMatchObject({ error: { code: 'journal-damaged' } });
  });

  it('P10 F09 repaired from the database: same bytes as before, the edit kept aside, cards locked', async () => {
    const { path, keeper, reopened } = await journalOf(4);
    const copies = await recordsOf(keeper);
    const text = await readFile(path, 'utf8');
    const edited = text.replace('"sale":3', '"sale":9');
    await writeFile(path, edited);
    const again = reopened();
    await again.open();
    await again.offer(copies.slice(2));
    expect(await again.repair(null, 77)).toMatchObject({
      value: {
        head: { number: 5, epoch: 1 },
        fromDatabase: 1,
        retold: 0,
        damagedNumbers: [3, 4],
        lost: { from: 5, to: 4 },
        keptAs: 'journal-damaged-77.ndjson',
      },
    });
    expect((await readFile(path, 'utf8')).startsWith(text)).toBe(true);
    expect(await readFile(join(dirname(path), 'journal-damaged-77.ndjson'), 'utf8')).toBe(edited);
    expect(again.cardLock).toMatchObject({ recordNumber: 5 });
    expect(await again.append([draft(9)])).toMatchObject({ value: [{ number: 6 }] });
  });

  it('P10 F09 neither copy proves it: named as lost, what stood behind it is told anew', async () => {
    const { path, reopened } = await journalOf(5);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"sale":3', '"sale":9'));
    const keeper = reopened();
    await keeper.open();
    const repaired = await keeper.repair(null, 77);
    expect(repaired).toMatchObject({
      value: { lost: { from: 3, to: 5 }, retold: 2, damagedNumbers: [3, 4, 5] },
    });
    expect(
      (await recordsOf(keeper)).map(({ number, epoch, body }) => [number, epoch, body.kind]),
    ).toEqual([
      [1, 1, 'notice'],
      [2, 1, 'notice'],
      [6, 2, 'new-epoch'],
      [7, 2, 'notice'],
      [8, 2, 'notice'],
      [9, 2, 'notice'],
    ]);
    expect(keeper.cardLock?.detail).toContain('lost 3-5');
    const after = await reopened().open();
    expect(after).toMatchObject({ value: { head: { number: 9 }, damagedNumbers: [] } });
    expect(await keeper.read({ from: 3, limit: 1 })).toMatchObject({ value: [{ number: 6 }] });
  });

  it('P10 F10 five records deleted: the sentinel names five, and their numbers are never used', async () => {
    const { path, reopened } = await journalOf(7);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`);
    const keeper = reopened();
    expect(await keeper.open()).toMatchObject({
      value: { head: { number: 2 }, sentinel: { number: 7 } },
    });
    expect(await keeper.repair(null, 77)).toMatchObject({
      value: { lost: { from: 3, to: 7 }, keptAs: null },
    });
    expect(keeper.cardLock?.detail).toBe('lost 3-7');
    expect(await keeper.append([draft(6)])).toMatchObject({ error: { code: 'journal-numbers' } });
    expect(await keeper.append([draft(7)])).toMatchObject({ value: [{ number: 10, epoch: 2 }] });
  });

  it('P10 a shorter file is completed from records that prove themselves; no lock, no new epoch', async () => {
    const { path, keeper, reopened } = await journalOf(5);
    const records = await recordsOf(keeper);
    const text = await readFile(path, 'utf8');
    await writeFile(path, `${text.split('\n').slice(0, 2).join('\n')}\n`);
    const again = reopened();
    await again.open();
    expect(await again.offer(records)).toMatchObject({ value: 5 });
    expect(await again.repair(null, 77)).toMatchObject({
      value: { head: { number: 5, epoch: 1 }, fromDatabase: 3, lost: { from: 6, to: 5 } },
    });
    expect(again.cardLock).toBeNull();
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('P10 forged copies are not taken, whatever they claim', async () => {
    const { keeper, reopened } = await journalOf(5);
    const again = reopened();
    await again.open();
    const forged = (await recordsOf(keeper)).map((record) => ({
      ...record,
      atMs: record.atMs + 1,
    }));
    const bent = { ...forged[0], body: { kind: 'notice', code: 1.5 } } as never;
    expect(await again.offer([...forged, bent])).toMatchObject({ value: 0 });
    expect(again.compare([...forged, bent])).toMatchObject({
      value: [1, 2, 3, 4, 5, 1].map((number) => ({ number, databaseProves: false })),
    });
  });

  it('P10 the whole file gone: rebuilt from the database, byte for byte', async () => {
    const { path, keeper, reopened } = await journalOf(4);
    const text = await readFile(path, 'utf8');
    await rm(path);
    const again = reopened();
    await again.open();
    await again.offer(await recordsOf(keeper));
    await again.repair(null, 77);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('P10 a restore from a backup: above the bank’s numbers, under a new epoch', async () => {
    const { path, reopened } = await journalOf(3);
    const backup = await readFile(path, 'utf8');
    const keeper = reopened();
    for (let i = 4; i <= 9; i += 1) await keeper.append([draft(i)]);
    await keeper.close();
    await writeFile(path, backup);
    await rm(join(dirname(path), '..', 'sentinel', 'sentinel'));
    const restored = reopened();
    expect(await restored.open()).toMatchObject({ value: { head: { number: 3 }, sentinel: null } });
    const bank = { epoch: 1, number: 9, transaction: 9, reason: 'rollback' } as const;
    expect(await restored.repair(bank, 77)).toMatchObject({ value: { lost: { from: 4, to: 9 } } });
    expect(await restored.read({ from: 10, limit: 1 })).toMatchObject({
      value: [{ number: 10, epoch: 2, counters: { transaction: 9 }, body: { reason: 'rollback' } }],
    });
  });

  it('P10 the bank knows a later epoch: the new one is above that too, and the chain holds', async () => {
    const { reopened } = await journalOf(3);
    const keeper = reopened();
    await keeper.open();
    const bank = { epoch: 4, number: 2, transaction: 3, reason: 'rollback' } as const;
    expect(await keeper.repair(bank, 77)).toMatchObject({ value: { head: { epoch: 5 } } });
    expect(keeper.cardLock?.detail).toContain('rollback');
    await keeper.close();
    expect(await reopened().open()).toMatchObject({
      value: { head: { epoch: 5 }, damagedNumbers: [] },
    });
  });

  it('P10 a repair survives the next one: a second look finds nothing to mend', async () => {
    const { path, reopened } = await journalOf(5);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"sale":3', '"sale":9'));
    const keeper = reopened();
    await keeper.open();
    await keeper.repair(null, 77);
    await keeper.close();
    const mended = await readFile(path, 'utf8');
    const again = reopened();
    await again.open();
    expect(await again.repair(null, 78)).toMatchObject({ value: { keptAs: null, retold: 0 } });
    expect(await readFile(path, 'utf8')).toBe(mended);
  });

  it.each(['{}', 'null', '[]', '{"body":{},"number":3}', '\u0000', '"x"'])(
    'P10 a line %j in the middle is damage, not a crash',
    async (line) => {
      const { path, reopened } = await journalOf(3);
      const lines = (await readFile(path, 'utf8')).split('\n');
      await writeFile(path, [lines[0], line, lines[2], ''].join('\n'));
      expect(await reopened().open()).toMatchObject({
        value: { head: { number: 1 }, damagedNumbers: [2, 3] },
      });
    },
  );

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
    const keeper = new JournalKeeper(flaky, crypto);
    keepers.push(keeper);
    return { keeper, script, done };
  }

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

  it('P10 F09 a member put in beside those that are hashed is an edit like any other', async () => {
    const { path, keeper, reopened } = await journalOf(3);
    const copies = await recordsOf(keeper);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"counters":{"batch":1,"sale":2', '"colour":1,$&'));
    const again = reopened();
    expect(await again.open()).toMatchObject({
      value: { head: { number: 1 }, damagedNumbers: [2, 3] },
    });
    const [edited] = copies.map((copy) => ({ ...copy, colour: 1 }));
    expect(again.compare(edited === undefined ? [] : [edited])).toMatchObject({
      value: [{ number: 1, databaseProves: false }],
    });
  });

  it('P9 P10 damage that is no text moves nothing: the torn end is cut at its very byte', async () => {
    const { path, reopened } = await journalOf(3);
    const whole = await readFile(path);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.indexOf('"sale":2'), whole.indexOf('"sale":2') + 8);
    await writeFile(path, Buffer.concat([damaged, Buffer.from('{"torn')]));
    expect(await reopened().open()).toMatchObject({
      value: { head: { number: 1 }, damagedNumbers: [2, 3], tornLines: 1 },
    });
    expect((await readFile(path)).equals(damaged)).toBe(true);
  });

  it.each(['', '\n', 'x', '\n\n'])(
    'P9 F06 zeros behind the last record, then %j: a torn write, and nothing is lost',
    async (then) => {
      const { path, reopened } = await journalOf(3);
      const whole = await readFile(path);
      await writeFile(path, Buffer.concat([whole, Buffer.alloc(5_000), Buffer.from(then)]));
      const isTorn = then !== '\n\n';
      expect(await reopened().open()).toMatchObject({
        value: { head: { number: 3 }, damagedNumbers: isTorn ? [] : [4, 5] },
      });
      expect((await readFile(path)).equals(whole)).toBe(isTorn);
    },
  );

  it('P10 a long journal is read a piece at a time, whatever lies over the border of two', async () => {
    const { files, reopened } = await journalOf(0);
    const keeper = reopened();
    for (let i = 1; i <= 50; i += 1) await keeper.append([draft(i, '长'.repeat(20_000 + i))]);
    let most = 0;
    const watched: JournalFiles = {
      ...files,
      readAt: (from, bytes) => {
        most = Math.max(most, bytes);
        return files.readAt(from, bytes);
      },
    };
    const again = new JournalKeeper(watched, crypto);
    keepers.push(again);
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
