import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reactivate } from '../../renderer/services/start/reactivation.ts';
import { whatKeepsTerminal } from '../../renderer/services/start/terminal-keeping.ts';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';
import { activatedHost, startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank, type NewTerminal } from './running-bank.ts';

/** A terminal that is activated anew at its own till, against the real bank (P24, P25). */
describe('activating a terminal anew', () => {
  let bank: RunningBank;
  let folder: string;
  let terminal: NewTerminal;
  let till: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twintill-anew-'));
    terminal = await bank.newTerminal();
    till = await start(terminal.activationCode);
    await till.signOn();
  });
  afterEach(async () => {
    await till.host.close();
    await rm(folder, { recursive: true, force: true });
    expect(await bank.problems()).toEqual([]);
  });
  afterAll(() => bank.stop());

  const start = (demoActivationCode = '', dataFolder = folder) =>
    startHeadlessTill(dataFolder, { url: bank.ready.url, demoActivationCode });

  async function codeOf({ terminalId }: NewTerminal): Promise<string> {
    const issued = await bank.admin('activation-codes', { terminalId });
    return (issued as { readonly activationCode: string }).activationCode;
  }

  const approved = async (act: 'change-settings' | 'settle') =>
    valueOf(await till.host.approve({ operatorId: '00', pin: '0000', act }));

  async function anew(code: string): Promise<string> {
    const { approvalId } = await approved('change-settings');
    const signOnNow = () =>
      till.signOn().then(
        () => true,
        () => false,
      );
    const done = await reactivate(
      { signOnNow, whatKeepsTerminal: () => whatKeepsTerminal(till, till.dayEnd) },
      till.host,
      { code, approvalId },
    );
    return done.ok ? done.value.terminalId : `${done.error.code}: ${done.error.detail}`;
  }

  async function journalsOf(terminalId: string): Promise<number> {
    const rows = await bank.rows<{ count: string }>(
      'SELECT journal_number AS count FROM terminals WHERE id = $1',
      [terminalId],
    );
    return Number(rows[0]?.count);
  }

  const sell = (amountMinor: number) =>
    till.sellByCard('good-tap', { amountMinor: minor(amountMinor) });

  it('P24 refused while something is unsent or unsettled, by the till and by the bank; then the numbers go on', async () => {
    await sell(1_000);
    valueOf(await till.sellForCash(minor(500)));
    const code = await codeOf(terminal);
    expect(await anew(code)).toBe('terminal-open: unsent 2, unsettled 1');
    await till.outbox.drain({ urgent: true });
    // A window that does not look is stopped by the bank, which has heard of every number.
    const { approvalId } = await approved('change-settings');
    const direct = await till.host.reactivate({ code, approvalId, isOpen: false });
    expect(direct.ok ? '' : direct.error).toMatchObject({
      code: 'terminal-open',
      detail: 'unsent 0, unsettled 1',
    });
    const closed = valueOf(await till.dayEnd.close(await approved('settle')));
    expect(closed.settlement.step).toBe('confirmed');
    const { transaction } = till.ledger.head().counters;
    expect(await anew(code)).toBe(terminal.terminalId);
    const outcome = await sell(700);
    expect(outcome.kind).toBe('approved');
    expect(till.ledger.head().counters.transaction).toBe(transaction + 2);
    expect(await journalsOf(terminal.terminalId)).toBe(1);
    // The bank still takes this journal for the one that it knows: no fork, no gap (P2).
    await till.outbox.drain({ urgent: true });
    expect(await till.signOn()).toBeNull();
    const rows = await bank.rows<{ code: string }>(
      `SELECT state AS code FROM transactions WHERE terminal_id = $1 ORDER BY transaction_number`,
      [terminal.terminalId],
    );
    expect(rows.map(({ code: state }) => state)).toEqual(['approved', 'approved']);
  });

  it('P24 P25 a code of another terminal is refused and not used up; without a PIN nothing is asked', async () => {
    const other = await bank.newTerminal();
    expect(await anew(other.activationCode)).toBe(
      `other-terminal: the code is one of terminal ${other.terminalId}`,
    );
    const forged = await till.host.reactivate({
      code: await codeOf(terminal),
      approvalId: 'mine',
      isOpen: false,
    });
    expect(forged.ok ? '' : forged.error.code).toBe('role-missing');
    const elsewhere = await mkdtemp(join(tmpdir(), 'twintill-other-'));
    const taken = await activatedHost(elsewhere, {
      url: bank.ready.url,
      demoActivationCode: other.activationCode,
    });
    expect(valueOf(await taken.about()).terminal?.terminalId).toBe(other.terminalId);
    await taken.close();
    await rm(elsewhere, { recursive: true, force: true });
    expect((await sell(300)).kind).toBe('approved');
  });

  it('P25 I7 a bank that has lost the only key of its till: what is unsent goes on under a new code, once', async () => {
    const keyOf =
      'SELECT device_key_id AS id, device_public_key AS key FROM terminals WHERE id = $1';
    const { terminalId } = terminal;
    const [old] = await bank.rows<{ id: string; key: string }>(keyOf, [terminalId]);
    await sell(1_000);
    const { approvalId } = await approved('change-settings');
    valueOf(await till.host.renewKey({ approvalId }));
    // A backup from before the renewal, which is through.
    await bank.rows(
      'UPDATE terminals SET device_key_id = $2, device_public_key = $3 WHERE id = $1',
      [terminalId, old?.id, old?.key],
    );
    valueOf(await till.sellForCash(minor(500)));
    await till.sellByCard('limit-tap', { lineUsable: false, amountMinor: minor(300) });
    const unknown = await till.host.echo({ deliveredUpTo: 0 });
    expect(unknown.ok ? '' : unknown.error.code).toBe('signature-invalid');
    const { batch, transaction } = till.ledger.head().counters;
    expect(await anew(await codeOf(terminal))).toBe('terminal-in-use: unsent 0, unsettled 1');
    await bank.admin('released-terminals', { terminalId });
    expect(await anew(await codeOf(terminal))).toBe(terminalId);
    expect(await till.signOn()).toBeNull();
    await till.outbox.drain({ urgent: true });
    expect((await sell(700)).kind).toBe('approved');
    await till.outbox.drain({ urgent: true });
    expect(till.ledger.head().counters).toMatchObject({ batch, transaction: transaction + 2 });
    const numbers = await bank.rows<{ number: string }>(
      'SELECT number FROM series_numbers WHERE terminal_id = $1 ORDER BY number',
      [terminalId],
    );
    expect(numbers.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: transaction + 2 }, (_one, i) => i + 1),
    );
    const alarms = await bank.rows<{ kind: string }>(
      `SELECT kind FROM security_events WHERE terminal_id = $1 AND kind LIKE 'journal-%'`,
      [terminalId],
    );
    expect(alarms).toEqual([]);
    const closed = valueOf(await till.dayEnd.close(await approved('settle')));
    expect(closed.settlement.step).toBe('confirmed');
  });

  it('P24 P25 a till whose terminal another one has had keeps what it has not sent; nothing of it is taken for that one’s', async () => {
    await till.line({ cut: true });
    await till.sellByCard('limit-tap', { lineUsable: false, amountMinor: minor(300) });
    await till.line({ cut: false });
    const { terminalId } = terminal;
    const unsent = valueOf(await till.store.outbox());
    const elsewhere = await mkdtemp(join(tmpdir(), 'twintill-second-'));
    await bank.admin('released-terminals', { terminalId });
    const second = await start(await codeOf(terminal), elsewhere);
    await second.signOn();
    await second.sellByCard('good-tap', { amountMinor: minor(200) });
    await second.outbox.drain({ urgent: true });
    // Given up a second time by mistake: the key alone looks like one that the bank has lost.
    await bank.admin('released-terminals', { terminalId });
    const code = await codeOf(terminal);
    expect(await anew(code)).toBe('terminal-passed-on: journal 1; another till has begun 2');
    expect(valueOf(await till.store.outbox())).toEqual(unsent);
    expect(await journalsOf(terminalId)).toBe(2);
    expect((await second.sellByCard('good-tap', { amountMinor: minor(100) })).kind).toBe(
      'approved',
    );
    await second.outbox.drain({ urgent: true });
    expect(await second.signOn()).toBeNull();
    const alarms = await bank.rows<{ kind: string }>(
      `SELECT kind FROM security_events WHERE terminal_id = $1 AND kind LIKE 'journal-%'`,
      [terminalId],
    );
    expect(alarms).toEqual([]);
    await second.host.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('P15 P29 activated anew it goes back behind nothing: neither its parameters nor the no to its program', async () => {
    const { merchantId } = till.report.terminal;
    await bank.admin('hot-cards', { merchantId, cardId: 'poor', isHot: true });
    await till.signOn();
    const inForce = async () => {
      const { terminal: known, versionRefusal } = valueOf(await till.host.about());
      return { parameters: known?.parameters, versionRefusal };
    };
    const { parameters } = await inForce();
    expect(parameters).toMatchObject({ hotListVersion: 2 });
    const moveVersions = (by: number) =>
      bank.rows(
        `UPDATE parameters SET body = body || jsonb_build_object('version', version,
           'hotListVersion', (body ->> 'hotListVersion')::int + $1::int)`,
        [by],
      );
    await bank.admin('versions', { appVersion: PROGRAM_VERSION, approved: false });
    await moveVersions(-1);
    try {
      await till.signOn();
      const { approvalId } = await approved('change-settings');
      const code = await codeOf(terminal);
      valueOf(await till.host.reactivate({ code, approvalId, isOpen: false }));
      expect(await inForce()).toEqual({ parameters, versionRefusal: 'version-withdrawn' });
    } finally {
      await moveVersions(1);
      await bank.admin('versions', { appVersion: PROGRAM_VERSION, approved: true });
      await bank.admin('hot-cards', { merchantId, cardId: 'poor', isHot: false });
    }
    await till.signOn();
    expect(await inForce()).toMatchObject({
      parameters: { hotListVersion: 3 },
      versionRefusal: null,
    });
  });

  it('P24 a terminal comes back from another till: what that one sold stays, and no number comes twice', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'twintill-second-'));
    await bank.admin('released-terminals', { terminalId: terminal.terminalId });
    const second = await start(await codeOf(terminal), elsewhere);
    await second.signOn();
    expect((await second.sellByCard('good-tap', { amountMinor: minor(200) })).kind).toBe(
      'approved',
    );
    await second.outbox.drain({ urgent: true });
    // The terminal has another key now: what its own till signs is nobody's.
    const unknown = await till.host.echo({ deliveredUpTo: 0 });
    expect(unknown.ok ? '' : unknown.error.code).toBe('signature-invalid');
    expect(await anew(await codeOf(terminal))).toBe('terminal-in-use: unsent 0, unsettled 1');
    await bank.admin('released-terminals', { terminalId: terminal.terminalId });
    expect(await anew(await codeOf(terminal))).toBe(terminal.terminalId);
    expect((await till.host.echo({ deliveredUpTo: 0 })).ok).toBe(true);
    const used = second.ledger.head().counters.transaction;
    expect(till.ledger.head().counters.transaction).toBeGreaterThanOrEqual(used);
    expect(await journalsOf(terminal.terminalId)).toBe(3);
    await second.host.close();
    await rm(elsewhere, { recursive: true, force: true });
  });
});
