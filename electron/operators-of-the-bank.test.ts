import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TillHost } from '../shared/contracts/host.ts';
import type { JournalBody } from '../shared/domain/journal.ts';
import { DEFAULT_PARAMETERS, DEMO_MERCHANT } from '../shared/domain/demo-merchant.ts';
import { minor } from '../shared/domain/money.ts';
import { roleOfNumber, startCodeText } from '../shared/domain/operators.ts';
import { activatedHost } from './testing/activated-host.ts';

/** Who came and went. */
async function journalOf(host: TillHost): Promise<JournalBody[]> {
  const read = await host.readJournal({ from: 1, limit: 100 });
  const bodies = read.ok ? read.value.map(({ body }) => body) : [];
  return bodies.filter(({ kind }) => kind === 'operator');
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

const NO_COUNTERS = { transaction: 0, batch: 0, trace: 0, sale: 0 };

describe('the operators of the bank', () => {
  const asks = {
    operatorId: '01',
    appVersion: '0.1.0',
    deliveredUpTo: 0,
    lastTransactionNumber: 0,
    batchNumber: 1,
  };
  const startCode = '0123-4567-89AB-CDEF';
  const listing = (version: number, ids: readonly string[]) => ({
    batchNumber: 1,
    parameters: { ...DEFAULT_PARAMETERS, hotCardTokens: [] },
    operators: {
      version,
      operators: ids.map((id) => ({
        id,
        name: id,
        role: roleOfNumber(id),
        startCode: {
          hash: createHash('sha256')
            .update(startCodeText(DEMO_MERCHANT.merchantId, id, startCode) ?? '')
            .digest('hex'),
          expiresAtMs: Date.now() + 60_000,
        },
      })),
    },
    watermark: { contiguousUpTo: 0, highest: 0, gaps: [] },
    anchor: { epoch: 0, number: 0, hash: '0'.repeat(64), state: 'unchanged' },
    versionRefusal: null,
  });
  const idsOf = async (host: TillHost) => {
    const about = await host.about();
    return about.ok ? about.value.operators.map(({ id }) => id) : [];
  };

  it('P21 P28 a newer list is obeyed and outlasts a restart; an older one, well signed, is a replay', async () => {
    const { host, bank, restarted } = await activatedHost('training');
    expect(await host.about()).toMatchObject({ value: { session: null } });
    expect(await host.signIn({ operatorId: '01', pin: '1111' })).toMatchObject({ ok: false });
    bank.says.set('/v1/sign-on', listing(3, ['00', '02']));
    await host.signOn(asks);
    expect(await idsOf(host)).toEqual(['02', '00']);
    bank.says.set('/v1/sign-on', listing(2, ['00', '01', '02', '03']));
    await host.signOn(asks);
    const again = await restarted();
    expect(await idsOf(again)).toEqual(['02', '00']);
    const set = await again.setPin({ operatorId: '02', startCode, pin: '4711' });
    expect(set).toMatchObject({ value: { operatorId: '02', role: 'cashier' } });
    expect(await again.presentCard(card)).toMatchObject({ ok: true });
    expect(await journalOf(again)).toMatchObject([
      { act: 'refused', operatorId: '01' },
      { act: 'pin-set', operatorId: '02' },
      { act: 'signed-in', operatorId: '02' },
    ]);
  });

  it('P15 P21 newer parameters are obeyed and outlast a restart; older ones, well signed, are a replay', async () => {
    const { host, bank, restarted } = await activatedHost('training');
    const saying = (version: number) => {
      const said = listing(1, ['00', '01']);
      const offline = { ...said.parameters.offline, maxCount: version };
      return { ...said, parameters: { ...said.parameters, version, offline } };
    };
    const inForce = async (of: TillHost) => {
      const about = await of.about();
      const parameters = about.ok ? about.value.terminal?.parameters : undefined;
      return [parameters?.version, parameters?.offline.maxCount];
    };
    for (const version of [7, 6]) {
      bank.says.set('/v1/sign-on', saying(version));
      await host.signOn(asks);
      expect(await inForce(host)).toEqual([7, 7]);
    }
    expect(await inForce(await restarted())).toEqual([7, 7]);
  });

  it('P15 P21 an older hot list or older keys under a newer version: nothing of it is taken, and the journal says so', async () => {
    const { host, bank, restarted } = await activatedHost('training');
    const say = async (version: number, hotListVersion: number, keysVersion: number) => {
      const said = listing(1, ['00', '01']);
      const parts = { version, hotListVersion, keysVersion };
      bank.says.set('/v1/sign-on', { ...said, parameters: { ...said.parameters, ...parts } });
      await host.signOn(asks);
    };
    const inForce = async (of: TillHost) => {
      const about = await of.about();
      const parameters = about.ok ? about.value.terminal?.parameters : undefined;
      return [parameters?.version, parameters?.hotListVersion, parameters?.keysVersion];
    };
    await say(7, 3, 2);
    await say(8, 2, 2);
    expect(await inForce(host)).toEqual([7, 3, 2]);
    await say(9, 4, 1);
    await say(9, 4, 1);
    expect(await inForce(host)).toEqual([7, 3, 2]);
    expect(await inForce(await restarted())).toEqual([7, 3, 2]);
    const read = await host.readJournal({ from: 1, limit: 100 });
    const bodies = read.ok ? read.value.map(({ body }) => body) : [];
    expect(bodies.filter(({ kind }) => kind === 'notice')).toEqual([
      { kind: 'notice', code: 'parameters-older', detail: 'hotListVersion 2 under 3' },
      { kind: 'notice', code: 'parameters-older', detail: 'keysVersion 1 under 2' },
    ]);
    await say(9, 3, 3);
    expect(await inForce(host)).toEqual([9, 3, 3]);
  });

  it('P28 who was removed at the bank is signed out by the next sign-on, in the journal too', async () => {
    const { host, bank } = await activatedHost();
    expect(JSON.parse(bank.heard.get('/v1/sign-on') ?? '{}')).toEqual({});
    bank.says.set('/v1/sign-on', listing(2, ['00', '02']));
    // The window names whom it likes; the host says who is signed in.
    await host.signOn({ ...asks, operatorId: '00' });
    expect(JSON.parse(bank.heard.get('/v1/sign-on') ?? '')).toMatchObject({ operatorId: '01' });
    expect(await host.about()).toMatchObject({ value: { session: null } });
    expect(await host.presentCard(card)).toMatchObject({ error: { code: 'not-signed-in' } });
    expect(await journalOf(host)).toEqual([{ kind: 'operator', act: 'removed', operatorId: '01' }]);
  });

  it('P28 a system administrator reads no card and sells nothing, but may move the till to another address', async () => {
    const { host } = await activatedHost();
    await host.signOff();
    expect(await host.signIn({ operatorId: '99', pin: '9900' })).toMatchObject({ ok: true });
    const refused = { error: { code: 'role-missing' } };
    expect(await host.presentCard(card)).toMatchObject(refused);
    expect(await host.openDrawer('s')).toMatchObject(refused);
    const sale = { kind: 'sale', step: 'completed', sale: { id: 's' }, outbox: [] } as never;
    expect(
      await host.appendJournal([{ atMs: 1, counters: NO_COUNTERS, body: sale }]),
    ).toMatchObject(refused);
    const pin = { operatorId: '99', pin: '9900' };
    for (const act of ['write-off', 'settle', 'force-offline', 'unlock-cards'] as const) {
      expect(await host.approve({ ...pin, act })).toMatchObject(refused);
    }
    const approval = await host.approve({ ...pin, act: 'change-settings' });
    const approvalId = approval.ok ? approval.value.approvalId : '';
    const move = { bankUrl: 'http://127.0.0.1:9', approvalId };
    expect(await host.moveToBank(move)).toMatchObject({ ok: true });
  });

  it('P28 signing off stands in the journal, and anybody may come next', async () => {
    const { host } = await activatedHost();
    await host.signOff();
    expect(await host.about()).toMatchObject({ value: { session: null, lockedBy: null } });
    expect(await host.presentCard(card)).toMatchObject({ error: { code: 'not-signed-in' } });
    expect(await journalOf(host)).toEqual([
      { kind: 'operator', act: 'signed-off', operatorId: '01' },
    ]);
  });
});
