import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JournalDraft } from '../../shared/domain/journal.ts';
import { JournalKeeper } from '../../shared/host/journal-keeper.ts';
import type { JournalFiles } from '../../shared/host/ports.ts';
import { err } from '../../shared/lib/result.ts';
import { failure } from '../../shared/contracts/error-codes.ts';
import { createJournalFiles } from './journal-files.ts';

const crypto = {
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  mac: (text: string) => createHmac('sha256', 'key').update(text).digest('hex'),
};

const folders: string[] = [];
const keepers: JournalKeeper[] = [];
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function journalOf(records: number) {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-journal-'));
  folders.push(folder);
  const files = createJournalFiles(join(folder, 'journal'), join(folder, 'sentinel'));
  const keeper = new JournalKeeper(files, crypto);
  keepers.push(keeper);
  for (let i = 1; i <= records; i += 1) await keeper.append([draft(i)]);
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
    expect(again.read({ from: 2, limit: 9 })).toEqual(keeper.read({ from: 2, limit: 9 }));
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

  it('P10 F09 an edited record is named, quarantined, and nothing is written behind it', async () => {
    const { path, reopened } = await journalOf(4);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"sale":3', '"sale":9'));
    const keeper = reopened();
    expect(await keeper.open()).toMatchObject({
      value: { head: { number: 2 }, damagedNumbers: [3, 4] },
    });
    expect(await keeper.append([draft(9)])).toMatchObject({ error: { code: 'journal-damaged' } });
  });

  it('P10 F10 five records deleted: the sentinel still knows the head', async () => {
    const { path, reopened } = await journalOf(7);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`);
    expect(await reopened().open()).toMatchObject({
      value: { head: { number: 2 }, sentinel: { number: 7 } },
    });
  });

  it('P10 a shorter file is completed from records that prove themselves, and from no others', async () => {
    const { path, keeper, reopened } = await journalOf(5);
    const all = keeper.read({ from: 1, limit: 9 });
    const records = all.ok ? all.value : [];
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`);
    const forged = records.map((record) => ({ ...record, atMs: record.atMs + 1 }));
    expect(await reopened().adopt(forged)).toMatchObject({ error: { code: 'journal-damaged' } });
    expect(await reopened().adopt(records)).toMatchObject({ value: { number: 5 } });
    expect(await readFile(path, 'utf8')).toBe(lines.join('\n'));
  });

  it('P9 after a failed sync the file is read anew; a number is never used twice', async () => {
    const { files, path } = await journalOf(1);
    let failing = true;
    const flaky: JournalFiles = {
      ...files,
      append: async (text) => {
        const written = await files.append(text);
        return failing ? err(failure('journal-write-failed', 'sync')) : written;
      },
    };
    const keeper = new JournalKeeper(flaky, crypto);
    keepers.push(keeper);
    expect(await keeper.append([draft(2)])).toMatchObject({ ok: false });
    failing = false;
    expect(await keeper.append([draft(3)])).toMatchObject({ value: [{ number: 3 }] });
    const numbers = (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { number: number }).number);
    expect(numbers).toEqual([1, 2, 3]);
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
