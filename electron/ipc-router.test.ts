import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IPC_CHANNELS } from '../shared/contracts/ipc-channels.ts';
import { type TillHost } from '../shared/contracts/host.ts';
import { CLEAR_LINE } from '../shared/contracts/line-conditions.ts';
import { channelName, IPC_ARGUMENTS, type IpcChannel } from '../shared/contracts/ipc-contract.ts';
import { hostBehind, type HostByText } from '../shared/contracts/ipc-text.ts';
import { present } from '../shared/lib/assert.ts';
import { ok } from '../shared/lib/result.ts';
import { routeIpc } from './ipc-router.ts';

type Handler = (event: { readonly ours: boolean }, text?: unknown) => Promise<string>;

/** A gate whose host notes what came through and breaks where it is told to. */
function gate(breaks: readonly string[] = []) {
  const handlers = new Map<string, Handler>();
  const passed: string[] = [];
  const logged: string[] = [];
  const refusals: string[] = [];
  const bugs: unknown[] = [];
  const host = new Proxy({} as TillHost, {
    get: (_target, name: string) => () => {
      passed.push(name);
      if (breaks.includes(name)) throw new Error('a secret of the insides');
      return Promise.resolve(ok(null));
    },
  });
  const ipc = {
    handle: (name: string, handler: unknown) => handlers.set(name, handler as Handler),
  };
  const isOurs = (event: unknown): boolean => (event as { ours: boolean }).ours;
  routeIpc(ipc, host, isOurs, {
    log: (line) => logged.push(line),
    onRefused: (channel, why) => refusals.push(`${channel}: ${why}`),
    onBug: (bug) => bugs.push(bug),
    during: (work) => work(),
  });
  /** What comes through is whatever a window hands over: text, if it is the till's. */
  const hand = async (name: string, text: unknown, ours = true): Promise<unknown> =>
    JSON.parse(present(await handlers.get(name)?.({ ours }, text), 'an answer'));
  const ask = (name: string, argument?: unknown, ours = true): Promise<unknown> =>
    hand(name, argument === undefined ? undefined : JSON.stringify(argument), ours);
  return { handlers, passed, logged, refusals, bugs, hand, ask };
}

const draft = {
  atMs: 1,
  counters: { transaction: 1, batch: 1, trace: 1, sale: 1 },
  body: { kind: 'notice', code: 'test', detail: '' },
};

describe('the gate between window and main process', () => {
  it('P28 preload, schemas and gate know the same channels', () => {
    expect([...IPC_CHANNELS].sort()).toEqual(Object.keys(IPC_ARGUMENTS).sort());
    expect([...gate().handlers.keys()].sort()).toEqual(
      [...IPC_CHANNELS].map((channel) => channelName(channel)).sort(),
    );
  });

  it('P28 a foreign frame gets nowhere, not even with a right message', async () => {
    const { ask, passed, logged } = gate();
    for (const channel of IPC_CHANNELS) {
      expect(await ask(channelName(channel), undefined, false)).toMatchObject({
        error: { code: 'message-refused' },
      });
    }
    expect(passed).toEqual([]);
    expect(logged).toHaveLength(IPC_CHANNELS.length);
  });

  it('P28 P10 what is nested deeper than any copy reaches is refused before it is written down', async () => {
    const { ask, passed, refusals } = gate();
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    const withBody = (more: unknown) => [{ ...draft, body: { ...draft.body, more } }];
    expect(await ask('till:appendJournal', withBody(nested(2_000)))).toMatchObject({
      error: { code: 'message-refused' },
    });
    expect([passed, refusals]).toEqual([[], ['appendJournal: shape']]);
    expect(await ask('till:appendJournal', withBody(nested(20)))).toEqual(ok(null));
  });

  it.each([
    ['till:about', { surplus: true }],
    ['till:appendJournal', []],
    ['till:appendJournal', [{ ...draft, mac: 'f'.repeat(64) }]],
    ['till:appendJournal', [{ ...draft, body: { kind: 'made-up' } }]],
    ['till:appendJournal', [{ ...draft, counters: { ...draft.counters, trace: -1 } }]],
    ['till:appendJournal', [{ ...draft, body: { kind: 'delivery', results: 1 } }]],
    ['till:appendJournal', [{ ...draft, body: { kind: 'sale', step: 'intent', outbox: [] } }]],
    ['till:appendJournal', [{ ...draft, body: { ...draft.body, more: 0.5 } }]],
    ['till:signIn', { operatorId: '\ud800', pin: '1111' }],
    ['till:readJournal', { from: 0, limit: 10 }],
    ['till:readChain', { from: 1, limit: 1_000_000 }],
    ['till:signIn', { operatorId: '01', pin: '1111', role: 'supervisor' }],
    ['till:approve', { operatorId: '00', pin: '0000', act: 'print-money' }],
    ['till:query', { id: '../activate' }],
    ['till:setLineConditions', { ...CLEAR_LINE, delayMs: -1 }],
  ])('P28 %s refuses %j', async (name, argument) => {
    const { ask, passed } = gate();
    expect(await ask(name, argument)).toMatchObject({ error: { code: 'message-refused' } });
    expect(passed).toEqual([]);
  });

  it('P28 what is right passes, by its own channel', async () => {
    const { ask, passed } = gate();
    expect(await ask('till:appendJournal', [draft])).toEqual(ok(null));
    expect(await ask('till:lock')).toEqual(ok(null));
    expect(passed).toEqual(['appendJournal', 'lock']);
  });

  it('P28 a PIN that is refused is not written to the log', async () => {
    const { ask, logged } = gate();
    await ask('till:signIn', { operatorId: '01', pin: '12ab98' });
    expect(logged.join()).not.toContain('12ab98');
  });

  it('P5 a bug while the bank is asked: it may have arrived, and no inside gets out', async () => {
    const { ask, bugs } = gate(['echo', 'appendJournal']);
    const answer = await ask('till:echo', { deliveredUpTo: 0 });
    expect(answer).toMatchObject({ error: { code: 'line-no-answer', mayHaveArrived: true } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(await ask('till:appendJournal', [draft])).toMatchObject({
      error: { code: 'journal-in-doubt' },
    });
    expect(bugs.map(String)).toEqual(Array(2).fill('Error: a secret of the insides'));
  });

  it('P5 a message that was refused has not been sent, and says so', async () => {
    expect(await gate().ask('till:authorise', {})).toMatchObject({
      error: { code: 'message-refused', mayHaveArrived: false },
    });
  });

  it('P28 whatever text a window sends, on every channel: an answer as data, and only what fits passes', async () => {
    const { hand, passed } = gate();
    const channel = fc.constantFrom(...IPC_CHANNELS);
    const text = fc.oneof(fc.json(), fc.string(), fc.constant(undefined));
    await fc.assert(
      fc.asyncProperty(channel, text, async (name, said) => {
        const before = passed.length;
        const answer = await hand(channelName(name), said);
        const fits = fitsOf(name, said);
        expect(passed.slice(before)).toEqual(fits ? [name] : []);
        expect(answer).toMatchObject(fits ? { ok: true } : { error: { code: 'message-refused' } });
      }),
      { numRuns: 2_000 },
    );
  });

  it('P28 what is no text does not pass, whatever it is', async () => {
    const { hand, passed } = gate();
    const channel = fc.constantFrom(...IPC_CHANNELS);
    const thing = fc
      .anything({ withNullPrototype: true, withDate: true, withMap: true, withBigInt: true })
      .filter((value) => value !== undefined && typeof value !== 'string');
    await fc.assert(
      fc.asyncProperty(channel, thing, async (name, said) => {
        expect(await hand(channelName(name), said)).toMatchObject({
          error: { code: 'message-refused' },
        });
      }),
      { numRuns: 1_000 },
    );
    expect(passed).toEqual([]);
  });

  it('P28 a record bent in one place does not pass', async () => {
    const { ask, passed } = gate();
    const path = fc.constantFrom('atMs', 'counters', 'body', 'surplus');
    await fc.assert(
      fc.asyncProperty(path, fc.jsonValue(), async (key, value) => {
        const bent = { ...draft, [key]: value };
        const fits = IPC_ARGUMENTS.appendJournal.safeParse([bent]).success;
        const before = passed.length;
        await ask('till:appendJournal', [bent]);
        expect(passed.length - before).toBe(fits ? 1 : 0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('P28 the window knows its host behind the text, and hears what it says', async () => {
    const { handlers, passed } = gate();
    const byText = Object.fromEntries(
      IPC_CHANNELS.map((name) => [
        name,
        (text?: string) => handlers.get(channelName(name))?.({ ours: true }, text),
      ]),
    );
    const host = hostBehind(byText as unknown as HostByText);
    expect(await host.lock()).toEqual(ok(null));
    expect(await host.readJournal({ from: 1, limit: 2 })).toEqual(ok(null));
    expect(await host.readJournal({ from: 0, limit: 2 })).toMatchObject({
      error: { code: 'message-refused' },
    });
    expect(passed).toEqual(['lock', 'readJournal']);
  });

  it('P28 what the gate refuses is told to the audit, with the check it failed', async () => {
    const { ask, refusals } = gate();
    await ask('till:lock', undefined, false);
    await ask('till:lock', { surplus: 1 });
    expect(refusals).toEqual(['lock: sender', 'lock: shape']);
  });
});

function fitsOf(name: IpcChannel, text: string | undefined): boolean {
  try {
    const said: unknown = text === undefined ? undefined : JSON.parse(text);
    return IPC_ARGUMENTS[name].safeParse(said).success;
  } catch {
    return false;
  }
}
