import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { devicesHere } from '../../electron/testing/devices-here.ts';
import { createNodeTillHost } from '../../electron/till-host.ts';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import { startAnew, unsentHere } from '../../renderer/services/start/new-keys.ts';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';
import { activatedHost, headlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank, type NewTerminal } from './running-bank.ts';

const LOST = 'three blue kettles';
const NEW = 'seven grey geese';

/** A till whose passphrase nobody knows any more: real files, real bank, one journal (P24, P25). */
describe('a forgotten passphrase', () => {
  let bank: RunningBank;
  let folder: string;
  let terminal: NewTerminal;
  let host: TillHost;
  let store: ReturnType<typeof createMemoryTillStore>;

  beforeAll(async () => {
    bank = await RunningBank.start();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twintill-forgotten-'));
    terminal = await bank.newTerminal();
    store = createMemoryTillStore();
    host = await start();
    valueOf(await host.protectKeys({ passphrase: LOST, approvalId: '' }));
    valueOf(await host.activate({ code: terminal.activationCode, bankUrl: bank.ready.url }));
  });
  afterEach(async () => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
    expect(await bank.problems()).toEqual([]);
  });
  afterAll(() => bank.stop());

  const start = () =>
    createNodeTillHost({
      ...devicesHere(),
      dataFolder: folder,
      appVersion: PROGRAM_VERSION,
      runtimeVersion: process.version,
      developmentRuntime: true,
      lockCost: { N: 2 ** 8, r: 8, p: 1 },
    });

  /** A sale that the bank knows, then two promises and a cash sale that it does not; and the power goes. */
  async function sellAndForget(): Promise<void> {
    const till = await headlessTill(host, store);
    await till.signOn();
    await till.sellByCard('good-tap', { amountMinor: minor(1_000) });
    await till.outbox.drain({ urgent: true });
    await till.line({ cut: true });
    await till.sellByCard('limit-tap', { lineUsable: false, amountMinor: minor(300) });
    await till.sellByCard('good-chip', { lineUsable: false, amountMinor: minor(40) });
    valueOf(await till.sellForCash(minor(500)));
    await host.close();
    host = await start();
    expect(valueOf(await host.about()).keysLocked).toBe(true);
  }

  async function codeOf(released: boolean): Promise<string> {
    const { terminalId } = terminal;
    if (released) await bank.admin('released-terminals', { terminalId });
    const issued = await bank.admin('activation-codes', { terminalId });
    return (issued as { readonly activationCode: string }).activationCode;
  }

  const anew = (code: string) =>
    startAnew({ host, store }, { code, bankUrl: bank.ready.url, newPassphrase: NEW });

  async function approval(act: 'unlock-cards' | 'settle') {
    return valueOf(await host.approve({ operatorId: '00', pin: '0000', act }));
  }

  async function settle(till: HeadlessTill): Promise<number> {
    const { settlement } = valueOf(await till.dayEnd.close(await approval('settle')));
    expect(settlement.step).toBe('confirmed');
    const rows = await bank.rows<{ paid: string }>(
      `SELECT coalesce(sum(credit_minor - debit_minor), 0) AS paid FROM ledger_entries
       WHERE posting_id = $1 AND account LIKE '%:paid-out'`,
      [`${settlement.id}:settlement`],
    );
    return Number(rows[0]?.paid);
  }

  it('P24 P25 I7 new keys for a new code: what was unsent is delivered once, numbers and chain go on', async () => {
    await sellAndForget();
    const before = await unsentHere(store);
    expect(before).toEqual({ sales: 3, promisedMinor: 340 });
    expect(valueOf(await anew(await codeOf(true))).terminalId).toBe(terminal.terminalId);
    const till = await headlessTill(host, store);
    expect(till.report).toMatchObject({ damagedRows: [], missing: 0, cardsLocked: true });
    expect(await unsentHere(store)).toEqual(before);
    const { batch } = till.ledger.head().counters;
    // No fork, no rollback, no other batch: the bank knows this journal, whoever signs for it.
    expect(await till.signOn()).toBeNull();
    expect(till.ledger.head().counters.batch).toBe(batch);
    await till.outbox.drain({ urgent: true });
    expect(await unsentHere(store)).toEqual({ sales: 0, promisedMinor: 0 });
    valueOf(
      await host.unlockCards({ ...(await approval('unlock-cards')), reason: 'slips compared' }),
    );
    expect((await till.sellByCard('good-tap', { amountMinor: minor(7) })).kind).toBe('approved');
    await till.outbox.drain({ urgent: true });
    const numbers = await bank.rows<{ number: string }>(
      'SELECT number FROM series_numbers WHERE terminal_id = $1 ORDER BY number',
      [terminal.terminalId],
    );
    expect(numbers.map(({ number }) => Number(number))).toEqual(numbers.map((_one, i) => i + 1));
    expect(await settle(till)).toBe(1_347);
    const anchors = await bank.rows<{ anchor_number: string; anchor_epoch: string }>(
      'SELECT anchor_number, anchor_epoch FROM terminals WHERE id = $1',
      [terminal.terminalId],
    );
    expect(Number(anchors[0]?.anchor_number)).toBeGreaterThan(10);
    // The new passphrase opens it from now on, and the old one nothing.
    await host.close();
    host = await start();
    expect(await host.unlockKeys(LOST)).toMatchObject({ error: { code: 'passphrase-wrong' } });
    valueOf(await host.unlockKeys(NEW));
    expect((await headlessTill(host, store)).report.cardsLocked).toBe(false);
  });

  it('P25 not before the bank has released it, and a refusal gives nothing up: the old passphrase opens all', async () => {
    await sellAndForget();
    expect(await anew(await codeOf(false))).toMatchObject({ ok: false });
    const other = await bank.newTerminal();
    expect(await anew(other.activationCode)).toMatchObject({
      error: { code: 'other-terminal' },
    });
    expect(valueOf(await host.about()).keysLocked).toBe(true);
    await host.close();
    host = await start();
    valueOf(await host.unlockKeys(LOST));
    const till = await headlessTill(host, store);
    expect(till.report).toMatchObject({ damagedRows: [], cardsLocked: false });
    await till.outbox.drain({ urgent: true });
    expect(await settle(till)).toBe(1_340);
  });

  it('P24 P25 a terminal that another till has had since is not taken back with what is unsent', async () => {
    await sellAndForget();
    const elsewhere = await mkdtemp(join(tmpdir(), 'twintill-second-'));
    const code = await codeOf(true);
    const second = await activatedHost(elsewhere, {
      url: bank.ready.url,
      demoActivationCode: code,
    });
    expect(await anew(await codeOf(true))).toMatchObject({ error: { code: 'terminal-passed-on' } });
    await second.close();
    await rm(elsewhere, { recursive: true, force: true });
    await host.close();
    host = await start();
    valueOf(await host.unlockKeys(LOST));
    expect((await headlessTill(host, store)).report).toMatchObject({
      damagedRows: [],
      cardsLocked: false,
    });
    expect(await unsentHere(store)).toEqual({ sales: 3, promisedMinor: 340 });
  });

  it('P10 P25 a journal that somebody has edited meanwhile is not taken over', async () => {
    await sellAndForget();
    const path = join(folder, 'till-journal', 'journal.ndjson');
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('"amountMinor":300', '"amountMinor":900'),
    );
    const code = await codeOf(true);
    expect(await anew(code)).toMatchObject({ error: { code: 'journal-damaged' } });
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('"amountMinor":900', '"amountMinor":300'),
    );
    expect(valueOf(await anew(code)).terminalId).toBe(terminal.terminalId);
    const kept = (await readdir(folder)).filter((name) => name.startsWith('before-new-keys-'));
    expect(kept).toHaveLength(1);
  });
});
