import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  clearJournals,
  draft,
  journalOf,
  recordsOf,
  unsyncedJournalOf,
} from '../testing/journal-on-disk.ts';

const SECTOR_BYTES = 512;

afterEach(clearJournals);

describe('a journal file whose last write was cut off', () => {
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
    const { path, reopened } = await unsyncedJournalOf(2, '一笔'.repeat(SECTOR_BYTES));
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

  it('P10 F09 zeros in a last record that the sentinel knows are damage: it had been synced', async () => {
    const { path, keeper, reopened } = await journalOf(3);
    const copies = await recordsOf(keeper);
    const whole = await readFile(path);
    const damaged = Buffer.from(whole);
    damaged.fill(0, damaged.length - 40, damaged.length - 24);
    await writeFile(path, damaged);
    const again = reopened();
    expect(await again.open()).toMatchObject({
      value: { head: { number: 2 }, damagedNumbers: [3], tornLines: 0 },
    });
    await again.offer(copies.slice(2));
    expect(await again.repair(null, 77)).toMatchObject({
      value: { fromDatabase: 1, damagedNumbers: [3], keptAs: 'journal-damaged-77.ndjson' },
    });
    expect((await readFile(path)).subarray(0, whole.length).equals(whole)).toBe(true);
    expect(again.cardLock).not.toBeNull();
  });

  it.each([
    ['cut off', (line: Buffer) => line.subarray(0, 30)],
    ['with zeros inside', (line: Buffer) => Buffer.from(line).fill(0, 9, 30)],
  ] as const)(
    'P10 F09 zeros in a synced record before a write that was %s: damage, repaired under lock',
    async (_, tear) => {
      const { path, keeper, reopened } = await unsyncedJournalOf(4);
      const copies = await recordsOf(keeper);
      const whole = await readFile(path);
      const last = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
      const damaged = Buffer.from(whole.subarray(0, last)).fill(0, last - 40, last - 24);
      const torn = Buffer.concat([damaged, tear(whole.subarray(last))]);
      await writeFile(path, torn);
      for (let starts = 0; starts < 2; starts += 1) {
        const looked = await reopened().open();
        expect(looked).toMatchObject({ value: { head: { number: 2 } } });
        expect(looked.ok && looked.value.damagedNumbers[0]).toBe(3);
        expect((await readFile(path)).equals(torn)).toBe(true);
      }
      const again = reopened();
      await again.open();
      await again.offer(copies.slice(2, 3));
      expect(await again.repair(null, 77)).toMatchObject({
        value: { fromDatabase: 1, keptAs: 'journal-damaged-77.ndjson' },
      });
      expect((await readFile(path)).subarray(0, last).equals(whole.subarray(0, last))).toBe(true);
      expect(again.cardLock).not.toBeNull();
      expect(await again.append([draft(9)])).toMatchObject({ ok: true });
    },
  );

  it('P9 P10 damage that is no text moves nothing, and the torn end behind it stays as evidence', async () => {
    const { path, reopened } = await journalOf(3);
    const whole = await readFile(path);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.indexOf('"sale":2'), whole.indexOf('"sale":2') + 8);
    const torn = Buffer.concat([damaged, Buffer.from('{"torn')]);
    await writeFile(path, torn);
    expect(await reopened().open()).toMatchObject({
      value: { head: { number: 1 }, damagedNumbers: [2, 3], tornLines: 1 },
    });
    expect((await readFile(path)).equals(torn)).toBe(true);
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
});
