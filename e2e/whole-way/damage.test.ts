import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import type { TillStore } from '../../renderer/ports.ts';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill } from './headless-till.ts';
import { RunningBank, type NewTerminal } from './running-bank.ts';

/** Damage to either copy: noticed at the next start, named, mended by proof or stopped (P10). */
describe('a till whose copies were damaged', () => {
  let bank: RunningBank;
  let terminal: NewTerminal;
  let folder: string;
  let store: TillStore;
  let open: Awaited<ReturnType<typeof startHeadlessTill>>[] = [];

  beforeAll(async () => {
    bank = await RunningBank.start();
  });
  afterAll(() => bank.stop());
  beforeEach(async () => {
    terminal = await bank.newTerminal();
    folder = await mkdtemp(join(tmpdir(), 'twintill-damage-'));
    store = createMemoryTillStore();
  });
  afterEach(async () => {
    for (const till of open) await till.host.close();
    open = [];
    await rm(folder, { recursive: true, force: true });
  });

  async function start(database: TillStore = store) {
    const { url } = bank.ready;
    const code = { url, demoActivationCode: terminal.activationCode };
    const till = await startHeadlessTill(folder, code, database);
    open.push(till);
    return till;
  }

  /** Cash sales that the bank has heard nothing of, and the till closed behind them. */
  async function sellUnsent(count: number): Promise<void> {
    const till = await start();
    for (let i = 0; i < count; i += 1) valueOf(await till.sellForCash(minor(1_000 + i)));
    await till.host.close();
    open = [];
  }

  const journalFolder = () => join(folder, 'till-journal');
  async function journalPath(): Promise<string> {
    const [name] = (await readdir(journalFolder())).filter((one) => one.startsWith('journal'));
    return join(journalFolder(), name ?? '');
  }

  async function reportedSales(): Promise<string[]> {
    const rows = await bank.rows<{ sale_number: string }>(
      'SELECT sale_number FROM sale_reports WHERE terminal_id = $1 ORDER BY sale_number',
      [terminal.terminalId],
    );
    return rows.map(({ sale_number }) => sale_number);
  }

  const lockOf = async (till: (typeof open)[number]) => valueOf(await till.host.about()).cardLock;

  it('F07 the database lost with 12 unsent sales: named, rebuilt, 12 of 12 delivered', async () => {
    await sellUnsent(12);
    const till = await start(createMemoryTillStore());
    expect(till.report).toMatchObject({
      databaseWasEmpty: true,
      unsentSales: 12,
      missing: 0,
      cardsLocked: false,
    });
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await reportedSales()).toHaveLength(12);
  });

  it('F09 a record edited in the file: named, mended from the database, cards locked, cash goes on', async () => {
    await sellUnsent(4);
    const path = await journalPath();
    const text = await readFile(path, 'utf8');
    const edited = text.replace('"dueMinor":1001', '"dueMinor":1');
    expect(edited).not.toBe(text);
    await writeFile(path, edited);
    const till = await start();
    expect(till.report).toMatchObject({ missing: 0, cardsLocked: true });
    expect(till.report.damagedNumbers.length).toBeGreaterThan(0);
    expect(till.report.keptAs).toMatch(/^journal-damaged-/);
    expect(await readFile(join(journalFolder(), till.report.keptAs ?? ''), 'utf8')).toBe(edited);
    valueOf(await till.sellForCash(minor(777)));
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await reportedSales()).toHaveLength(5);
  });

  it('F09 an amount edited in the database: named by its sale, made again from the file, cards locked', async () => {
    await sellUnsent(3);
    const [sale] = valueOf(await store.recentSales(1));
    const [record] = valueOf(await store.recordsFrom(1, 1));
    if (sale === undefined || record === undefined) throw new Error('nothing was sold');
    const cheaper = { ...sale, totals: { ...sale.totals, dueMinor: minor(1) } };
    valueOf(await store.apply({ record, putSales: [cheaper], putOutbox: [], deleteOutbox: [] }));
    const till = await start();
    expect(till.report.damagedRows).toMatchObject([{ table: 'sales', saleNumber: sale.number }]);
    expect(till.report.cardsLocked).toBe(true);
    expect(valueOf(await store.recentSales(1))[0]?.totals).toEqual(sale.totals);
  });

  it('F09 a sale put into the database by hand: named, taken out, never sent', async () => {
    await sellUnsent(2);
    const [sale] = valueOf(await store.recentSales(1));
    const [row] = valueOf(await store.outbox());
    const [record] = valueOf(await store.recordsFrom(1, 1));
    if (sale === undefined || row === undefined || record === undefined) throw new Error('empty');
    const invented = { ...sale, id: v7(), number: `${terminal.tillNumber}-000077` };
    const [putSales, putOutbox] = [[invented], [{ ...row, key: 'made-up', saleId: invented.id }]];
    valueOf(await store.apply({ record, putSales, putOutbox, deleteOutbox: [] }));
    const till = await start();
    expect(till.report.damagedRows).toMatchObject([
      { table: 'outbox', saleNumber: `#${row.transactionNumber}` },
      { table: 'sales', saleNumber: invented.number },
    ]);
    expect(till.report.cardsLocked).toBe(true);
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await reportedSales()).toHaveLength(2);
  });

  it('F10 the last five records gone from both copies: five named, their numbers never used again', async () => {
    await sellUnsent(8);
    const before = valueOf(await store.head());
    const path = await journalPath();
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
    await writeFile(path, `${lines.slice(0, -5).join('\n')}\n`);
    valueOf(await store.dropRecordsFrom((before?.number ?? 0) - 4));
    const till = await start();
    expect(till.report).toMatchObject({ missing: 5, cardsLocked: true });
    const sold = valueOf(await till.sellForCash(minor(777)));
    expect(sold.number.endsWith('-000009')).toBe(true);
    expect(till.ledger.head().number).toBeGreaterThan(before?.number ?? 0);
    // The bank hears of the new epoch and does not take it for a stranger's at the next start.
    expect(await till.signOn()).toBeNull();
    await till.outbox.drain({ urgent: true });
    await till.host.close();
    open = [];
    const again = await start();
    expect(again.report).toMatchObject({ missing: 0, damagedNumbers: [] });
    expect(await again.signOn()).toBeNull();
  });

  it('P10 P2 an old copy of the folder put back: the bank remembers, a new epoch begins above its numbers', async () => {
    const backup = await mkdtemp(join(tmpdir(), 'twintill-backup-'));
    await sellUnsent(2);
    await cp(folder, backup, { recursive: true });
    const later = await start();
    valueOf(await later.sellForCash(minor(5_000)));
    valueOf(await later.sellForCash(minor(6_000)));
    expect(await later.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const known = later.ledger.head();
    await later.host.close();
    open = [];
    await rm(folder, { recursive: true });
    await cp(backup, folder, { recursive: true });
    await rm(backup, { recursive: true });

    const restored = await start(createMemoryTillStore());
    // The record of the delivery itself was written after the bank had heard of the others.
    expect(await restored.signOn()).toMatchObject({ lost: { to: known.number - 1 } });
    const head = restored.ledger.head();
    expect(head.epoch).toBe(known.epoch + 1);
    expect(head.number).toBeGreaterThan(known.number);
    expect(head.counters.transaction).toBe(known.counters.transaction);
    expect(await lockOf(restored)).not.toBeNull();
    valueOf(await restored.sellForCash(minor(7_000)));
    expect(await restored.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const numbers = await bank.rows<{ n: string; used: string }>(
      `SELECT count(*) AS n, count(DISTINCT transaction_number) AS used
         FROM sale_reports WHERE terminal_id = $1`,
      [terminal.terminalId],
    );
    expect(numbers).toEqual([{ n: '5', used: '5' }]);
  });

  it('P2 I8 a new device under the name of an old one goes on above its numbers, cards unlocked', async () => {
    const first = await start();
    for (const amount of [100, 200, 300]) valueOf(await first.sellForCash(minor(amount)));
    expect(await first.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    await first.host.close();
    await rm(folder, { recursive: true });
    const { terminalId } = terminal;
    const issued = await bank.admin('activation-codes', { terminalId });
    terminal = { ...terminal, ...(issued as { readonly activationCode: string }) };

    const second = await start(createMemoryTillStore());
    expect(await second.signOn()).toBeNull();
    expect(await lockOf(second)).toBeNull();
    const sold = valueOf(await second.sellForCash(minor(400)));
    expect(sold.number.endsWith('-000004')).toBe(true);
    expect(await second.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(new Set(await reportedSales()).size).toBe(4);
    // A second sign-on finds nothing to put right.
    expect(await second.signOn()).toBeNull();
    expect(await lockOf(second)).toBeNull();
  });

  it('P10 P28 a supervisor unlocks cards with a PIN and a reason; it holds over the next start', async () => {
    await sellUnsent(2);
    const path = await journalPath();
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('"dueMinor":1001', '"dueMinor":1'),
    );
    const till = await start();
    expect(await lockOf(till)).not.toBeNull();
    expect(await till.host.unlockCards({ approvalId: 'made up', reason: 'looked' })).toMatchObject({
      ok: false,
    });
    const approved = await till.host.approve({
      operatorId: '00',
      pin: '0000',
      act: 'unlock-cards',
    });
    const { approvalId } = valueOf(approved);
    valueOf(await till.host.unlockCards({ approvalId, reason: 'file looked at' }));
    expect(await lockOf(till)).toBeNull();
    await till.host.close();
    open = [];
    expect((await start()).report.cardsLocked).toBe(false);
  });
});
