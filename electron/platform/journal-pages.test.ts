import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { JournalFiles } from '../../shared/host/ports.ts';
import {
  clearJournals,
  draft,
  journalOf,
  keeperOf,
  recordsOf,
} from '../testing/journal-on-disk.ts';

afterEach(clearJournals);

/** Records of 1.1 kB: four to a page. */
const SHORT_PAGES = { pageBytes: 4_000 };
const pagedJournalOf = (records: number) => journalOf(records, 'x'.repeat(800), SHORT_PAGES);
type Journal = Awaited<ReturnType<typeof pagedJournalOf>>;

const EDIT = '"sale":9999';
const WAS_WRITTEN = '"sale":9,';

/** What a start finds, and how long the pieces are in which it reads the journal. */
async function start({ filesAnew }: Journal) {
  const files = filesAnew();
  const pieces: [from: number, bytes: number][] = [];
  const watched: JournalFiles = {
    ...files,
    readAt: (from, bytes) => {
      pieces.push([from, bytes]);
      return files.readAt(from, bytes);
    },
  };
  const keeper = keeperOf(watched, SHORT_PAGES);
  const opened = await keeper.open();
  await keeper.close();
  const records = await recordsOf(keeper);
  return { found: opened.ok ? opened.value : opened, pieces, records, keeper };
}

/** The same where every record must prove itself. */
async function startWithoutPages(journal: Journal) {
  await rm(journal.pagesPath);
  const { found, records } = await start(journal);
  return { found, records };
}

async function linesOfPages({ pagesPath }: Journal): Promise<string[]> {
  return (await readFile(pagesPath, 'utf8')).split('\n').filter((line) => line !== '');
}

describe('P10 pages of what was proved of the journal', () => {
  it('P10 a start reads page by page what was proved once, and record by record what came since', async () => {
    const journal = await pagedJournalOf(22);
    expect(await linesOfPages(journal)).toHaveLength(5);
    const { found, pieces, records } = await start(journal);
    expect(pieces[5]?.[0]).toBe(pieces.slice(0, 5).reduce((sum, [, bytes]) => sum + bytes, 0));
    expect({ found, records }).toEqual(await startWithoutPages(journal));
    expect(records).toHaveLength(22);
  });

  it('P10 a journal without pages gets them at its next start', async () => {
    const journal = await pagedJournalOf(22);
    const pages = await readFile(journal.pagesPath, 'utf8');
    await rm(journal.pagesPath);
    await start(journal);
    expect(await readFile(journal.pagesPath, 'utf8')).toBe(pages);
  });

  it('P10 F09 an edit in an old page is named as ever: from there on every record is looked at', async () => {
    const journal = await pagedJournalOf(22);
    const text = await readFile(journal.path, 'utf8');
    expect(text).toContain(WAS_WRITTEN);
    await writeFile(journal.path, text.replace(WAS_WRITTEN, `${EDIT},`));
    const { found, records } = await start(journal);
    expect(found).toMatchObject({ head: { number: 8 } });
    expect(records).toHaveLength(8);
    expect({ found, records }).toEqual(await startWithoutPages(journal));
  });

  it('P10 F09 after a repair the file has pages of its own, and a start believes those', async () => {
    const journal = await pagedJournalOf(22);
    const { records } = await start(journal);
    const text = await readFile(journal.path, 'utf8');
    await writeFile(journal.path, text.replace(WAS_WRITTEN, `${EDIT},`));
    const keeper = journal.reopened();
    await keeper.open();
    // Of the damaged one and those behind it the database has no copy: they are told anew.
    await keeper.repair(null, 77);
    for (let i = 23; i <= 40; i += 1) await keeper.append([draft(i, 'x'.repeat(800))]);
    await keeper.close();
    const { found, pieces, records: after } = await start(journal);
    expect(found).toMatchObject({ damagedNumbers: [], head: { epoch: 2 } });
    expect(after.slice(0, 8)).toEqual(records.slice(0, 8));
    expect(pieces.length).toBeGreaterThan(8);
    expect({ found, records: after }).toEqual(await startWithoutPages(journal));
  });

  it.each([
    ['torn in its last line', (text: string) => text.slice(0, -200)],
    ['cut in its first line', (text: string) => text.slice(300)],
    ['empty', () => ''],
    ['no text', () => '\0'.repeat(5_000)],
    [
      'with another hash of a page',
      (text: string) => text.replace('"textHash":"', '"textHash":"0'),
    ],
    ['with its lines turned round', (text: string) => text.split('\n').reverse().join('\n')],
  ])('P10 a file of pages that is %s takes nothing from a start', async (_, damaged) => {
    const journal = await pagedJournalOf(22);
    await writeFile(journal.pagesPath, damaged(await readFile(journal.pagesPath, 'utf8')));
    const { found, records } = await start(journal);
    expect(found).toMatchObject({ head: { number: 22 }, damagedNumbers: [] });
    expect({ found, records }).toEqual(await startWithoutPages(journal));
  });

  it('P10 what a kill has left of a line does not spoil the next', async () => {
    const journal = await pagedJournalOf(6);
    await appendFile(journal.pagesPath, 'half a li');
    const keeper = journal.reopened();
    for (let i = 7; i <= 9; i += 1) await keeper.append([draft(i, 'x'.repeat(800))]);
    await keeper.close();
    const { pieces } = await start(journal);
    expect(pieces[2]?.[0]).toBe((pieces[0]?.[1] ?? 0) + (pieces[1]?.[1] ?? 0));
  });

  it('P10 an old journal put back with the pages of a newer one is no more than it is', async () => {
    const journal = await pagedJournalOf(22);
    const text = await readFile(journal.path, 'utf8');
    const lines = text.split('\n');
    await writeFile(journal.path, `${lines.slice(0, 10).join('\n')}\n`);
    const { found, records } = await start(journal);
    // The sentinel knows of more.
    expect(found).toMatchObject({ head: { number: 10 }, sentinel: { number: 22 } });
    expect({ found, records }).toEqual(await startWithoutPages(journal));
  });

  it('P22 A24 P10 what stands at the end of a page stands after the start: lock, day end, drawer', async () => {
    const journal = await pagedJournalOf(2);
    const keeper = journal.reopened();
    await keeper.open();
    await keeper.quarantine([], 'planted', 77);
    for (let i = 3; i <= 12; i += 1) await keeper.append([draft(i, 'x'.repeat(800))]);
    const { standing } = keeper;
    await keeper.close();
    expect(standing.cardLock).toMatchObject({ detail: 'planted', recordNumber: 3 });
    expect((await start(journal)).keeper.standing).toEqual(standing);
  });
});
