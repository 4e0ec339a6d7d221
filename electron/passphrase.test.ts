import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TillHost } from '../shared/contracts/host.ts';
import type { LocalTillHost } from '../shared/host/till-host.ts';
import { activatedHost } from './testing/activated-host.ts';

const PASSPHRASE = 'three blue kettles';
/** Enough to be right; what the program takes is looked at with the lock itself. */
const CHEAP = { lockCost: { N: 2 ** 8, r: 8, p: 1 } };

async function approved(host: TillHost, act: 'protect-keys' | 'change-settings'): Promise<string> {
  const granted = await host.approve({ operatorId: '00', pin: '0000', act });
  return granted.ok ? granted.value.approvalId : '';
}

async function protectedTill() {
  const { host: plain, bank, restarted } = await activatedHost();
  await plain.close();
  const host = await restarted(CHEAP);
  const approvalId = await approved(host, 'protect-keys');
  expect(await host.protectKeys({ passphrase: PASSPHRASE, approvalId })).toMatchObject({
    ok: true,
  });
  return { host, bank, restarted };
}

async function notices(host: TillHost): Promise<string[]> {
  const read = await host.readJournal({ from: 1, limit: 100 });
  const bodies = read.ok ? read.value.map(({ body }) => body) : [];
  return bodies.flatMap((body) => (body.kind === 'notice' ? [body.code] : []));
}

describe('P25 the keys of a till under the shop’s passphrase', () => {
  it('P25 P28 it takes a supervisor’s PIN for this very act; the level says so, and the journal', async () => {
    const { host, restarted } = await activatedHost();
    const wanted = { passphrase: PASSPHRASE, approvalId: 'made-up' };
    expect(await host.protectKeys(wanted)).toMatchObject({ error: { code: 'role-missing' } });
    const other = await approved(host, 'change-settings');
    expect(await host.protectKeys({ ...wanted, approvalId: other })).toMatchObject({
      error: { code: 'role-missing' },
    });
    expect(await host.about()).toMatchObject({ value: { keyStoreLevel: 'file' } });
    await host.close();
    const again = await restarted(CHEAP);
    const approvalId = await approved(again, 'protect-keys');
    expect(await again.protectKeys({ ...wanted, approvalId })).toMatchObject({ ok: true });
    expect(await again.about()).toMatchObject({ value: { keyStoreLevel: 'passphrase' } });
    expect(await notices(again)).toContain('keys-protected');
  });

  it('P25 asked at the start: until then it is nobody; a wrong one changes nothing, the right one is the till', async () => {
    const { host, restarted } = await protectedTill();
    await host.saveSettings({ language: 'en', theme: 'dark' });
    const before = await host.about();
    const records = await host.readJournal({ from: 1, limit: 100 });
    await host.close();
    const whenOpen = vi.fn<(open: LocalTillHost) => Promise<void>>(() => Promise.resolve());
    const locked = await restarted({ ...CHEAP, whenOpen });
    expect(await locked.about()).toMatchObject({
      value: { keysLocked: true, terminal: null, keyStoreLevel: 'passphrase' },
    });
    expect(await locked.about()).toMatchObject({ value: { settings: { language: 'en' } } });
    expect(await locked.openJournal()).toMatchObject({ error: { code: 'keys-locked' } });
    expect(await locked.echo({ deliveredUpTo: 0 })).toMatchObject({
      error: { code: 'keys-locked', mayHaveArrived: false },
    });
    const activation = { code: '0000', bankUrl: 'http://127.0.0.1:9' };
    expect(await locked.activate(activation)).toMatchObject({ error: { code: 'keys-locked' } });
    expect(await locked.unlockKeys('three blue kettle')).toMatchObject({
      error: { code: 'passphrase-wrong' },
    });
    expect(whenOpen).not.toHaveBeenCalled();
    // Pressed twice: one till on these files.
    const both = await Promise.all([locked.unlockKeys(PASSPHRASE), locked.unlockKeys(PASSPHRASE)]);
    expect(both).toMatchObject([{ ok: true }, { ok: true }]);
    expect(whenOpen).toHaveBeenCalledTimes(1);
    expect(await locked.openJournal()).toMatchObject({ value: { damagedNumbers: [] } });
    expect(await locked.readJournal({ from: 1, limit: 100 })).toEqual(records);
    const about = await locked.about();
    expect(about.ok && about.value.terminal).toEqual(before.ok && before.value.terminal);
    expect(await notices(locked)).toContain('keys-protected');
  });

  it('P25 a till that nobody has activated yet chooses by itself, and the bank is told the level', async () => {
    const { host, bank, restarted } = await activatedHost();
    await host.close();
    const folder = await mkdtemp(join(tmpdir(), 'twintill-new-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const fresh = await restarted({ ...CHEAP, dataFolder: folder });
    const wanted = { passphrase: PASSPHRASE, approvalId: '' };
    expect(await fresh.protectKeys(wanted)).toMatchObject({ ok: true });
    expect(await fresh.activate({ code: bank.code, bankUrl: bank.url })).toMatchObject({
      ok: true,
    });
    expect(JSON.parse(bank.heard.get('/v1/activate') ?? '')).toMatchObject({
      keyStoreLevel: 'passphrase',
    });
  });
});
