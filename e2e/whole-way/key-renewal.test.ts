import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import { AUTHORISATIONS, Cable } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { activatedHost, startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank, type NewTerminal } from './running-bank.ts';

/** A device key renewed with the real bank, with answers lost and tills killed in between (P25). */
describe('renewing the key of a till', () => {
  let bank: RunningBank;
  let cable: Cable;
  let folder: string;
  let terminal: NewTerminal;
  let till: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
    cable = await Cable.plug(bank.ready.url);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twintill-renewal-'));
    terminal = await bank.newTerminal();
    till = await start(terminal.activationCode);
    await till.signOn();
  });
  afterEach(async () => {
    await till.host.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    await bank.stop();
    await cable.unplug();
  });

  const start = (demoActivationCode = '') =>
    startHeadlessTill(folder, { url: cable.url, demoActivationCode });

  async function restart(): Promise<void> {
    await till.host.close();
    till = await start();
  }

  async function renew(): Promise<string> {
    const wanted = { operatorId: '00', pin: '0000', act: 'change-settings' } as const;
    const { approvalId } = valueOf(await till.host.approve(wanted));
    const renewed = await till.host.renewKey({ approvalId });
    return renewed.ok ? 'renewed' : renewed.error.code;
  }

  async function keysAtBank(): Promise<{ readonly first: string; readonly next: string | null }> {
    const [row] = await bank.rows<{ first: string; next: string | null }>(
      'SELECT device_key_id AS first, next_device_key_id AS next FROM terminals WHERE id = $1',
      [terminal.terminalId],
    );
    if (row === undefined) throw new Error('no such terminal');
    return row;
  }

  async function sells(): Promise<void> {
    const sold = await till.sellByCard('good-tap', { amountMinor: minor(100) });
    expect(sold.kind).toBe('approved');
  }

  it('P25 renewed: the bank takes the new key alone, and who has a copy of the old one is nobody', async () => {
    await sells();
    const copy = await mkdtemp(join(tmpdir(), 'twintill-copied-'));
    // Of a till that is shut: what lies beside a running one's sentinel is gone in the next moment.
    await till.host.close();
    await cp(folder, copy, { recursive: true });
    till = await start();
    await till.signOn();
    const before = await keysAtBank();
    const forged = await till.host.renewKey({ approvalId: 'mine' });
    expect(forged.ok ? '' : forged.error.code).toBe('role-missing');
    expect(await renew()).toBe('renewed');
    const after = await keysAtBank();
    expect([after.first === before.first, after.next]).toEqual([false, null]);
    await sells();
    await restart();
    await till.signOn();
    await sells();
    const thief = await activatedHost(copy, { url: bank.ready.url, demoActivationCode: '' });
    const refused = await thief.echo({ deliveredUpTo: 0 });
    expect(refused.ok ? '' : refused.error.code).toBe('signature-invalid');
    await thief.close();
    await rm(copy, { recursive: true, force: true });
    expect(await renew()).toBe('renewed');
    await sells();
  });

  it.each([
    ['the answer to the next key', '/v1/device-keys', true],
    ['the answer to its first use', '/v1/echo', false],
  ] as const)(
    'P25 %s is lost and the till is killed: it sells on, and the next sign-on ends it',
    async (_lost, path, isFirstStill) => {
      const before = await keysAtBank();
      const held = cable.hold(path, 'answer');
      const renewing = renew();
      await held.reached;
      held.drop();
      expect(await renewing).toBe('line-no-answer');
      const open = await keysAtBank();
      // Brought and not used yet: both are taken. Used: the first is gone at the bank.
      expect([open.first === before.first, open.next !== null]).toEqual([
        isFirstStill,
        isFirstStill,
      ]);
      await sells();
      await restart();
      await sells();
      await till.signOn();
      const after = await keysAtBank();
      expect([after.first === before.first, after.next]).toEqual([false, null]);
      await sells();
    },
  );

  it('P25 a sign-on and a sale that the renewal overtakes are signed anew by the next key', async () => {
    const before = await keysAtBank();
    const overtaken = cable.hold('/v1/sign-on', 'request');
    const signing = till.signOn();
    await overtaken.reached;
    const sale = cable.hold(AUTHORISATIONS, 'request');
    const selling = sells();
    await sale.reached;
    const held = cable.hold('/v1/echo', 'answer');
    const renewing = renew();
    await held.reached;
    // The next key has signed: what the first one signed is nobody's when it arrives now.
    overtaken.passOn();
    sale.passOn();
    await selling;
    held.drop();
    expect(await renewing).toBe('line-no-answer');
    await signing;
    await till.signOn();
    const after = await keysAtBank();
    expect([after.first === before.first, after.next]).toEqual([false, null]);
    await restart();
    await sells();
  });

  it('P25 a bank whose books were put back knows the first key alone: it signs again, and the next is brought anew', async () => {
    const rows = await bank.rows<{ id: string; key: string }>(
      'SELECT device_key_id AS id, device_public_key AS key FROM terminals WHERE id = $1',
      [terminal.terminalId],
    );
    const held = cable.hold('/v1/echo', 'answer');
    const renewing = renew();
    await held.reached;
    held.drop();
    expect(await renewing).toBe('line-no-answer');
    await bank.rows(
      'UPDATE terminals SET device_key_id = $2, device_public_key = $3 WHERE id = $1',
      [terminal.terminalId, rows[0]?.id, rows[0]?.key],
    );
    await till.signOn();
    await sells();
    const after = await keysAtBank();
    expect([after.first === rows[0]?.id, after.next]).toEqual([false, null]);
  });

  it('P25 what the first key has asked again proves nothing of the next one: the first stays', async () => {
    const before = await keysAtBank();
    const held = cable.hold('/v1/echo', 'request');
    const renewing = renew();
    await held.reached;
    await bank.rows(
      `UPDATE terminals SET next_device_key_id = NULL, next_device_public_key = NULL WHERE id = $1`,
      [terminal.terminalId],
    );
    const refusal = cable.hold('/v1/sign-on', 'answer');
    const signing = till.signOn();
    await refusal.reached;
    refusal.passOn();
    const answer = cable.hold('/v1/sign-on', 'answer');
    await answer.reached;
    // The first key signs by now.
    held.passOn();
    expect(await renewing).toBe('signature-invalid');
    answer.passOn();
    await signing;
    await sells();
    await till.signOn();
    await sells();
    const after = await keysAtBank();
    expect([after.first === before.first, after.next]).toEqual([false, null]);
  });

  it('P25 the bank sees the next key sign while the first signs again: the till turns to the next one', async () => {
    const before = await keysAtBank();
    const held = cable.hold('/v1/device-keys', 'answer');
    const renewing = renew();
    await held.reached;
    held.drop();
    expect(await renewing).toBe('line-no-answer');
    // What it had signed before the books were put back is late, and comes after it was brought anew.
    await bank.rows(
      `UPDATE terminals SET device_key_id = next_device_key_id, next_device_key_id = NULL,
       device_public_key = next_device_public_key, next_device_public_key = NULL WHERE id = $1`,
      [terminal.terminalId],
    );
    await till.signOn();
    await sells();
    const after = await keysAtBank();
    expect([after.first === before.first, after.next]).toEqual([false, null]);
    await restart();
    await sells();
  });

  it('P25 a bank that knows neither of two keys is asked by each, and no further', async () => {
    const held = cable.hold('/v1/device-keys', 'answer');
    const renewing = renew();
    await held.reached;
    held.drop();
    expect(await renewing).toBe('line-no-answer');
    const keyAtBank = (key: string) =>
      bank.rows('UPDATE terminals SET device_public_key = $2 WHERE id = $1', [
        terminal.terminalId,
        key,
      ]);
    const [known] = await bank.rows<{ key: string }>(
      `UPDATE terminals t SET next_device_key_id = NULL, next_device_public_key = NULL
       FROM terminals before WHERE t.id = $1 AND before.id = t.id
       RETURNING before.device_public_key AS key`,
      [terminal.terminalId],
    );
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await keyAtBank(JSON.stringify(publicKey.export({ format: 'jwk' })));
    await expect(till.signOn()).rejects.toThrow('signature-invalid');
    // Its books are whole again.
    await keyAtBank(present(known, 'the terminal').key);
    await till.signOn();
    await sells();
  });
});
