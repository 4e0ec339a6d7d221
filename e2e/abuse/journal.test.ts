import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { journalLine, type JournalRecord } from '../../shared/domain/journal.ts';
import { JournalKeeper } from '../../shared/host/journal-keeper.ts';
import type { JournalCrypto } from '../../shared/host/ports.ts';
import { payCash } from '../../renderer/services/paying/cash-payment.ts';
import { benchTill, pricedCart } from '../../renderer/services/testing/bench-till.ts';
import { valueOf } from '../value-of.ts';
import { runsOf, Tally } from './cases.ts';
import { damagedFile, someFileDamage } from './journal-damage.ts';
import { MemoryJournal } from './memory-journal.ts';

/**
 * Journal lines (P2, P9, P10; F09, F10): whatever was done to the file, the reader never fails and
 * never takes a record that was changed; it takes all before the first one that is not right, names
 * that one, and writes behind it only after a repair, which brings back all that is proven anywhere.
 */
const own = cryptoOf('test');
const thief = cryptoOf('another till');
const tally = new Tally('journal files');

/** The day is short: several pages of it (`journal-pages`). */
const SHORT_PAGES = { pageBytes: 3_000 };

let records: readonly JournalRecord[] = [];
/** What the till had proved of the whole file. */
let pages = '';
let lines: readonly Buffer[] = [];
beforeAll(async () => {
  records = await soldDay();
  lines = records.map((record) => Buffer.from(journalLine(record)));
  const files = new MemoryJournal(Buffer.concat(lines));
  const keeper = new JournalKeeper(files, own, SHORT_PAGES);
  await keeper.open();
  await keeper.close();
  pages = files.provenPages;
  expect(pages.trim().split('\n').length).toBeGreaterThan(3);
});
afterAll(() => {
  tally.print();
  tally.expectMet(['whole', 'torn', 'damaged', 'shorter']);
});

function cryptoOf(key: string): JournalCrypto {
  return {
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    mac: (text) => createHmac('sha256', key).update(text).digest('hex'),
  };
}

/** Records of every kind that money leaves, as a till has written them. */
async function soldDay(): Promise<readonly JournalRecord[]> {
  const till = benchTill();
  await till.payByCard('good-tap');
  await till.payByCard('good-pin', { lineUsable: false });
  await till.payByCard('good-chip', { lineUsable: false });
  const cash = { receivedMinor: minor(3000), rounding: NO_CASH_ROUNDING };
  await payCash(till.ports, till.ledger, till.place, {
    cart: pricedCart(till.fake.random.uuid()),
    ...cash,
  });
  till.fake.script = ['lose-request'];
  await till.payByCard('good-tap');
  await till.outbox.drain({ urgent: true });
  return till.fake.journal;
}

/** All pages, some of them, a torn piece, or none: what is believed of the journal is the same. */
const somePages = fc.record({ from: fc.nat(100), to: fc.nat(100) });

function pagesLeft({ from, to }: { readonly from: number; readonly to: number }): string {
  const at = (percent: number): number => Math.floor((pages.length * percent) / 100);
  // Mostly from the beginning on: without the first no other counts.
  return pages.slice(from < 70 ? 0 : at(from), to > 50 ? undefined : at(2 * to));
}

/** Leading lines that stand as they were written: all that anybody may believe of the file. */
function untouched(file: Buffer): number {
  let at = 0;
  for (const [i, line] of lines.entries()) {
    if (!file.subarray(at, at + line.length).equals(line)) return i;
    at += line.length;
  }
  return lines.length;
}

async function recordsIn(keeper: JournalKeeper): Promise<JournalRecord[]> {
  return valueOf(await keeper.read({ from: 1, limit: 1000 }));
}

/** Canonical text is the whole of a record, and quicker to compare than its members one by one. */
function textOf(some: readonly JournalRecord[]): string {
  return some.map(journalLine).join('');
}

function wholeText(count: number): string {
  return Buffer.concat(lines.slice(0, count)).toString();
}

function bytesOfFirst(count: number): number {
  return lines.slice(0, count).reduce((sum, { length }) => sum + length, 0);
}

describe('a damaged journal file', () => {
  it('P9 P10 F09 F10 only what was written is believed, all of it is, and the first fault is named', async () => {
    await fc.assert(
      fc.asyncProperty(someFileDamage, fc.boolean(), somePages, async (all, isRepaired, kept) => {
        let file: Buffer = Buffer.concat(lines);
        for (const damage of all) file = damagedFile(file, damage, thief);
        const files = new MemoryJournal(file);
        files.provenPages = pagesLeft(kept);
        const keeper = new JournalKeeper(files, own, SHORT_PAGES);
        const { head, damagedNumbers, tornLines } = valueOf(await keeper.open());
        const believed = untouched(file);
        expect(head.number).toBe(believed);
        expect(textOf(await recordsIn(keeper))).toBe(wholeText(believed));
        const isDamaged = damagedNumbers.length > 0;
        expectNamed(file, believed, damagedNumbers, files.bytes.length);
        tally.count(
          isDamaged
            ? 'damaged'
            : tornLines > 0
              ? 'torn'
              : believed < records.length
                ? 'shorter'
                : 'whole',
        );
        if (isRepaired) await expectRepaired(files, isDamaged);
        else await expectGoesOn(files, keeper, isDamaged);
      }),
      runsOf(1_500),
    );
  });
});

/** Lines behind those that count are damage but for a torn end; the first is named by place or by its number. */
function expectNamed(
  file: Buffer,
  believed: number,
  damagedNumbers: readonly number[],
  keptBytes: number,
): void {
  const behind = file.subarray(bytesOfFirst(believed), keptBytes);
  const damagedLines = behind.toString('latin1').split('\n').length - 1;
  expect(damagedNumbers).toHaveLength(damagedLines);
  const [first] = damagedNumbers;
  if (first === undefined) return;
  const firstLine = behind.subarray(0, behind.indexOf(0x0a) + 1);
  const genuine = lines.findIndex((line) => line.equals(firstLine));
  expect(first).toBe(genuine >= 0 ? records[genuine]?.number : believed + 1);
}

const MORE = {
  atMs: 1_800_000_000_000,
  body: { kind: 'notice', code: 'test', detail: '' },
} as const;

async function expectGoesOn(
  files: MemoryJournal,
  keeper: JournalKeeper,
  isDamaged: boolean,
): Promise<void> {
  const before = files.bytes;
  const last = (await recordsIn(keeper)).at(-1);
  const counters = last?.counters ?? { transaction: 0, batch: 0, trace: 0, sale: 0 };
  const written = await keeper.append([{ ...MORE, counters }]);
  expect(written.ok).toBe(!isDamaged);
  if (!written.ok) {
    expect(written.error.code).toBe('journal-damaged');
    expect(files.bytes.equals(before)).toBe(true);
    return;
  }
  const again = valueOf(await new JournalKeeper(files, own, SHORT_PAGES).open());
  expect(again).toMatchObject({ head: { number: (last?.number ?? 0) + 1 }, damagedNumbers: [] });
}

/** The database has its copies: nothing is lost, cards are locked, and the evidence is kept. */
async function expectRepaired(files: MemoryJournal, isDamaged: boolean): Promise<void> {
  const found = files.bytes;
  const keeper = new JournalKeeper(files, own, SHORT_PAGES);
  await keeper.open();
  await keeper.offer(records);
  const repaired = valueOf(await keeper.repair(null, 77));
  expect(repaired.lost.to).toBeLessThan(repaired.lost.from);
  expect(keeper.cardLock !== null).toBe(isDamaged);
  const kept = [...files.kept.values()];
  expect(kept).toHaveLength(isDamaged ? 1 : 0);
  if (isDamaged) expect(kept[0]?.equals(found)).toBe(true);
  const again = new JournalKeeper(files, own, SHORT_PAGES);
  expect(valueOf(await again.open())).toMatchObject({ damagedNumbers: [], tornLines: 0 });
  expect(textOf((await recordsIn(again)).slice(0, records.length))).toBe(wholeText(records.length));
}
