import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { clearJournals, draft, journalOf, recordsOf } from '../testing/journal-on-disk.ts';

afterEach(clearJournals);

describe('a journal file that was damaged', () => {
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
});
