import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { VersionRefusal } from '../shared/contracts/program-version.ts';
import { type SupervisedAct } from '../shared/contracts/supervised-acts.ts';
import { type TillHost } from '../shared/contracts/host.ts';
import { CLEAR_LINE } from '../shared/contracts/line-conditions.ts';
import { CARDS_LOCKED } from '../shared/domain/card-lock.ts';
import type { JournalBody } from '../shared/domain/journal.ts';
import { DEFAULT_PARAMETERS, DEMO_OPERATOR_LIST } from '../shared/domain/demo-merchant.ts';
import { minor } from '../shared/domain/money.ts';
import { activatedHost } from './testing/activated-host.ts';
import { fakeBank } from './testing/fake-bank.ts';
import { devicesHere } from './testing/devices-here.ts';
import { createNodeTillHost } from './till-host.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const work of cleanUp.splice(0).reverse()) await work();
});

function draft(body: JournalBody) {
  return { atMs: 1, counters: { transaction: 0, batch: 0, trace: 0, sale: 0 }, body };
}

async function journalOf(host: TillHost): Promise<JournalBody[]> {
  const read = await host.readJournal({ from: 1, limit: 100 });
  return read.ok ? read.value.map(({ body }) => body) : [];
}

async function approvalFor(host: TillHost, act: SupervisedAct): Promise<string> {
  const approved = await host.approve({ operatorId: '00', pin: '0000', act });
  return approved.ok ? approved.value.approvalId : '';
}

const card = {
  cardId: 'good-tap',
  core: {
    id: '01900000-0000-7000-8000-000000000001',
    amountMinor: minor(100),
    currency: 'CNY',
    terminalId: '01000001',
  },
  lineUsable: true,
  pin: '',
};

describe('who is at the till', () => {
  it('P28 a sample shop opens with its cashier once; a lock survives the restart', async () => {
    const { host, restarted } = await activatedHost();
    expect(await host.about()).toMatchObject({ value: { session: { operatorId: '01' } } });
    await host.lock();
    expect(await host.presentCard(card)).toMatchObject({ error: { code: 'not-signed-in' } });
    const again = await restarted();
    expect(await again.about()).toMatchObject({ value: { session: null } });
    expect(await again.signIn({ operatorId: '01', pin: '1111' })).toMatchObject({ ok: true });
    expect(await (await restarted()).about()).toMatchObject({
      value: { session: { operatorId: '01', role: 'cashier' } },
    });
  });

  it('P28 who signed in, locked and was refused is in the journal', async () => {
    const { host } = await activatedHost();
    await host.lock();
    await host.signIn({ operatorId: '01', pin: '9999' });
    await host.signIn({ operatorId: '01', pin: '1111' });
    expect(await journalOf(host)).toEqual([
      { kind: 'operator', act: 'locked', operatorId: '01' },
      { kind: 'operator', act: 'refused', operatorId: '01' },
      { kind: 'operator', act: 'signed-in', operatorId: '01' },
    ]);
  });

  it('P28 five wrong PINs: nobody listens, not even to the right one after a restart', async () => {
    const { host, restarted } = await activatedHost();
    for (let i = 0; i < 5; i += 1) await host.signIn({ operatorId: '01', pin: '9999' });
    const right = { operatorId: '01', pin: '1111' };
    expect(await host.signIn(right)).toMatchObject({ error: { code: 'pin-throttled' } });
    expect(await (await restarted()).signIn(right)).toMatchObject({
      error: { code: 'pin-throttled' },
    });
  });
});

describe('what needs a supervisor', () => {
  it('F38 a window cannot claim one: no approval, another act, another name, a second use', async () => {
    const { host } = await activatedHost();
    const act = (approvalId: string, supervisorId = '00') =>
      draft({
        kind: 'supervisor-act',
        act: 'write-off',
        supervisorId,
        approvalId,
        reason: 'r',
        outboxKey: 'k',
        saleId: 's',
      });
    const refused = { error: { code: 'role-missing' } };
    expect(await host.appendJournal([act('made-up')])).toMatchObject(refused);
    const other = await approvalFor(host, 'try-again');
    expect(await host.appendJournal([act(other)])).toMatchObject(refused);
    const named = await approvalFor(host, 'write-off');
    expect(await host.appendJournal([act(named, '99')])).toMatchObject(refused);
    const right = await approvalFor(host, 'write-off');
    expect(await host.appendJournal([act(right)])).toMatchObject({ ok: true });
    expect(await host.appendJournal([act(right)])).toMatchObject(refused);
  });

  it('F38 a cashier’s PIN approves nothing, and the try is written down', async () => {
    const { host } = await activatedHost();
    const asked = { operatorId: '01', pin: '1111', act: 'write-off' } as const;
    expect(await host.approve(asked)).toMatchObject({ error: { code: 'role-missing' } });
    expect(await journalOf(host)).toEqual([{ kind: 'operator', act: 'refused', operatorId: '01' }]);
  });

  it.each([
    { kind: 'operator', act: 'signed-in', operatorId: '00' },
    { kind: 'force-offline', on: false, supervisorId: '00', reason: 'x' },
  ] as const)('P28 a window does not write $kind', async (body) => {
    const { host } = await activatedHost();
    expect(await host.appendJournal([draft(body)])).toMatchObject({
      error: { code: 'role-missing' },
    });
    expect(await journalOf(host)).toEqual([]);
  });

  it('P14 forced offline: nothing leaves, over a restart, until a supervisor ends it', async () => {
    const { host, bank, restarted } = await activatedHost();
    const force = async (to: TillHost, on: boolean) =>
      to.forceOffline({ on, approvalId: await approvalFor(to, 'force-offline'), reason: 'lesson' });
    expect(await host.forceOffline({ on: true, approvalId: 'x', reason: 'r' })).toMatchObject({
      error: { code: 'role-missing' },
    });
    expect(await force(host, true)).toEqual({ ok: true, value: null });
    const before = bank.seen.length;
    const refused = {
      error: { code: 'line-forced-offline', cause: 'forced', mayHaveArrived: false },
    };
    expect(await host.echo({ deliveredUpTo: 0 })).toMatchObject(refused);
    const again = await restarted();
    expect(await again.echo({ deliveredUpTo: 0 })).toMatchObject(refused);
    expect(bank.seen).toHaveLength(before);
    expect(await again.about()).toMatchObject({
      value: { forcedOffline: { supervisorId: '00', reason: 'lesson' } },
    });
    await force(again, false);
    await again.echo({ deliveredUpTo: 0 });
    expect(bank.seen).toHaveLength(before + 1);
    expect(await journalOf(again)).toMatchObject([
      { kind: 'force-offline', on: true, supervisorId: '00', reason: 'lesson' },
      { kind: 'force-offline', on: false },
    ]);
  });

  it('F38 the bank’s address is not moved by a message alone', async () => {
    const { host } = await activatedHost();
    const elsewhere = 'http://127.0.0.1:9';
    expect(await host.moveToBank({ bankUrl: elsewhere, approvalId: '' })).toMatchObject({
      error: { code: 'role-missing' },
    });
    const approvalId = await approvalFor(host, 'change-settings');
    expect(await host.moveToBank({ bankUrl: elsewhere, approvalId })).toMatchObject({ ok: true });
  });

  it('P10 cards locked: the reader reads none, over a restart, until a supervisor unlocks', async () => {
    const { host, restarted } = await activatedHost();
    const lock = draft({ kind: 'notice', code: CARDS_LOCKED, detail: 'records 3' });
    expect(await host.appendJournal([lock])).toMatchObject({ ok: true });
    expect(await host.presentCard(card)).toMatchObject({ error: { code: 'cards-locked' } });
    const again = await restarted();
    expect(await again.about()).toMatchObject({ value: { cardLock: { detail: 'records 3' } } });
    const approvalId = await approvalFor(again, 'unlock-cards');
    await again.unlockCards({ approvalId, reason: 'looked at it' });
    expect(await again.presentCard(card)).toMatchObject({ ok: true });
    expect((await (await restarted()).presentCard(card)).ok).toBe(true);
  });
});

describe('what the bank signs', () => {
  it('P26 an answer to something else is not believed; it is noted once a minute for the audit', async () => {
    const { host, bank } = await activatedHost();
    bank.says.set('/v1/echo', { bankId: 'test-bank', timeMs: 1 });
    expect(await host.echo({ deliveredUpTo: 0 })).toMatchObject({ ok: true });
    const id = '01900000-0000-7000-8000-000000000001';
    bank.says.set(`/v1/transactions/${id}`, { known: false, id: id.replace(/1$/, '2') });
    const question = { id, amountMinor: minor(100) };
    const strange = { error: { code: 'line-answer-differs', mayHaveArrived: true } };
    expect(await host.query(question)).toMatchObject(strange);
    expect(await host.query(question)).toMatchObject(strange);
    expect(await journalOf(host)).toEqual([
      {
        kind: 'notice',
        code: 'answer-differs',
        detail: `/transactions/${id} ${id}: record ${id.replace(/1$/, '2')}`,
      },
    ]);
  });
});

describe('the version of this program', () => {
  const signOnAnswer = (versionRefusal: VersionRefusal | null) => ({
    batchNumber: 1,
    parameters: { ...DEFAULT_PARAMETERS, hotCardTokens: [] },
    operators: DEMO_OPERATOR_LIST,
    watermark: { contiguousUpTo: 0, highest: 0, gaps: [] },
    anchor: { epoch: 0, number: 0, hash: '0'.repeat(64), state: 'unchanged' },
    versionRefusal,
  });
  // The window claims to be another version; its host says which one it is (P28).
  const asks = {
    operatorId: '01',
    appVersion: '9.9.9',
    deliveredUpTo: 0,
    lastTransactionNumber: 0,
    batchNumber: 1,
  };
  const withdrawn = { error: { code: 'version-withdrawn' } };

  it('P29 withdrawn by the bank, it reads no card, over a restart, until another version is there', async () => {
    const { host, bank, restarted } = await activatedHost();
    expect(await host.presentCard(card)).toMatchObject({ ok: true });
    bank.says.set('/v1/sign-on', signOnAnswer('version-withdrawn'));
    expect(await host.signOn(asks)).toMatchObject({ ok: true });
    const heard = (): unknown => JSON.parse(bank.heard.get('/v1/sign-on') ?? '');
    expect(heard()).toMatchObject({ appVersion: '0.1.0' });
    expect(await host.presentCard(card)).toMatchObject(withdrawn);
    const again = await restarted();
    expect(await again.about()).toMatchObject({ value: { versionRefusal: 'version-withdrawn' } });
    expect(await again.presentCard(card)).toMatchObject(withdrawn);
    const updated = await restarted({ appVersion: '0.1.1', programHash: 'ab'.repeat(32) });
    expect(await updated.about()).toMatchObject({ value: { versionRefusal: null } });
    expect(await updated.presentCard(card)).toMatchObject({ ok: true });
    bank.says.set('/v1/sign-on', signOnAnswer(null));
    await updated.signOn({ ...asks, programHash: 'cd'.repeat(32) });
    expect(heard()).toMatchObject({ appVersion: '0.1.1', programHash: 'ab'.repeat(32) });
  });

  it('P29 never approved by the bank, it reads no card and says so, over a restart; withdrawn later, that', async () => {
    const { host, bank, restarted } = await activatedHost();
    const why = 'version-not-approved';
    bank.says.set('/v1/sign-on', signOnAnswer(why));
    await host.signOn(asks);
    expect(await host.presentCard(card)).toMatchObject({ error: { code: why } });
    const again = await restarted();
    expect(await again.about()).toMatchObject({ value: { versionRefusal: why } });
    bank.says.set('/v1/sign-on', signOnAnswer('version-withdrawn'));
    await again.signOn(asks);
    expect(await again.presentCard(card)).toMatchObject(withdrawn);
    bank.says.set('/v1/sign-on', signOnAnswer(null));
    await again.signOn(asks);
    expect(await again.presentCard(card)).toMatchObject({ ok: true });
  });

  it('P29 approved again, it reads cards; only a sign-on says so', async () => {
    const { host, bank } = await activatedHost();
    bank.says.set('/v1/sign-on', signOnAnswer('version-withdrawn'));
    await host.signOn(asks);
    expect(await host.presentCard(card)).toMatchObject(withdrawn);
    bank.says.set('/v1/sign-on', signOnAnswer(null));
    await host.signOn(asks);
    expect(await host.presentCard(card)).toMatchObject({ ok: true });
  });
});

describe('a disk that is nearly full', () => {
  const sale = (step: 'intent' | 'completed' | 'approved') =>
    draft({ kind: 'sale', step, sale: { id: 's' }, outbox: [] } as never);

  it('F08 no card is read and no sale begins; what is in flight is still written down', async () => {
    const { restarted } = await activatedHost();
    const host = await restarted({ freeBytes: () => Promise.resolve(49_999_999) });
    const full = { error: { code: 'disk-nearly-full' } };
    expect(await host.presentCard(card)).toMatchObject(full);
    expect(await host.appendJournal([sale('intent')])).toMatchObject(full);
    expect(await host.appendJournal([sale('completed')])).toMatchObject(full);
    expect(await host.appendJournal([sale('approved')])).toMatchObject({ ok: true });
    expect(await host.about()).toMatchObject({ value: { freeBytes: 49_999_999 } });
  });

  it.each([50_000_000, null])('F08 with %s bytes left it sells', async (freeBytes) => {
    const { restarted } = await activatedHost();
    const host = await restarted({ freeBytes: () => Promise.resolve(freeBytes) });
    expect(await host.presentCard(card)).toMatchObject({ ok: true });
    expect(await host.appendJournal([sale('intent')])).toMatchObject({ ok: true });
  });
});

describe('where keys rest', () => {
  it('P25 a live merchant takes no till whose keys lie in a file, whatever the bank says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-host-'));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const bank = await fakeBank('live');
    cleanUp.push(bank.close);
    const host = await createNodeTillHost({
      ...devicesHere(),
      dataFolder: folder,
      appVersion: '0.1.0',
      runtimeVersion: '45.4.1',
      developmentRuntime: false,
    });
    expect(await host.activate({ code: bank.code, bankUrl: bank.url })).toMatchObject({
      error: { code: 'key-store-too-weak' },
    });
    expect(await host.about()).toMatchObject({ value: { terminal: null, keyStoreLevel: 'file' } });
  });

  it('P25 with the system’s keyring it is taken, and comes back with the same keys', async () => {
    const { host, restarted } = await activatedHost('live');
    await host.appendJournal([draft({ kind: 'notice', code: 'test', detail: '' })]);
    const again = await restarted();
    expect(await again.about()).toMatchObject({ value: { keyStoreLevel: 'keyring' } });
    expect(await again.openJournal()).toMatchObject({ value: { damagedNumbers: [] } });
  });
});

describe('what a till may do at all', () => {
  it('P24 an activated till is not activated again', async () => {
    const { host, bank } = await activatedHost();
    expect(await host.activate({ code: bank.code, bankUrl: bank.url })).toMatchObject({
      error: { code: 'message-refused' },
    });
  });

  it('P28 a live till has no trainer’s hand on the cable, and nobody signed in by itself', async () => {
    const { host } = await activatedHost('live');
    const cut = { ...CLEAR_LINE, cut: true };
    expect(await host.setLineConditions(cut)).toMatchObject({ error: { code: 'training-only' } });
    expect(await host.openDrawer('sale')).toMatchObject({ error: { code: 'not-signed-in' } });
    expect(await host.about()).toMatchObject({ value: { session: null } });
  });

  it('P28 a refusal is written down, and the same one not a thousand times', async () => {
    const { host } = await activatedHost('live');
    const cut = { ...CLEAR_LINE, cut: true };
    for (let i = 0; i < 5; i += 1) await host.setLineConditions(cut);
    await host.noteRefusal('authorise', 'shape');
    expect(await journalOf(host)).toEqual([
      { kind: 'notice', code: 'call-refused', detail: 'setLineConditions: training-only' },
      { kind: 'notice', code: 'call-refused', detail: 'authorise: shape' },
    ]);
  });

  it('P5 P28 a locked till sends no new authorisation, and says that nothing was sent', async () => {
    const { host } = await activatedHost();
    await host.lock();
    expect(await host.authorise({} as never)).toMatchObject({
      error: { code: 'not-signed-in', mayHaveArrived: false },
    });
  });
});
