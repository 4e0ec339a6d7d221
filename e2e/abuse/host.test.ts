import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJournalFiles } from '../../electron/platform/journal-files.ts';
import { createJournalCrypto } from '../../electron/platform/node-crypto.ts';
import { isErrorCode } from '../../shared/contracts/error-codes.ts';
import { type TillHost } from '../../shared/contracts/host.ts';
import { CLEAR_LINE } from '../../shared/contracts/line-conditions.ts';
import { IPC_CHANNELS } from '../../shared/contracts/ipc-channels.ts';
import {
  neverBack,
  type JournalBody,
  type JournalDraft,
  type JournalRecord,
  type JournalSeal,
} from '../../shared/domain/journal.ts';
import { minor } from '../../shared/domain/money.ts';
import { asksTheBank } from '../../shared/host/guard.ts';
import { JournalKeeper } from '../../shared/host/journal-keeper.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { crookedPostings } from '../books.ts';
import { valueOf } from '../value-of.ts';
import { headlessTill } from '../whole-way/headless-till.ts';
import { RunningBank } from '../whole-way/running-bank.ts';
import { AbusedHost } from './abused-host.ts';
import { casesOf, runsOf, Tally } from './cases.ts';
import { anyLetter, bentMessage, type Letter } from './window-letters.ts';
import { WindowMemory } from './window-memory.ts';

/**
 * Messages of a window to its host (P28, P9, P10, P2): damaged in every member, odd
 * JSON and what is no text, from a foreign frame, out of order, several at once, about approvals that
 * were used up, epochs and numbers that never were. Each is answered as data and breaks nothing; the journal stays
 * whole and holds what was said yes to, and nothing else; and the till sells on, by its journal alone.
 */
const LETTERS_A_TILL = 85;
const tally = new Tally('messages of a window to its host');

let bank: RunningBank;
let bodies: readonly JournalBody[] = [];
let merchantId = '';
beforeAll(async () => {
  bank = await RunningBank.start();
  const abused = await AbusedHost.start(bank);
  bodies = await soldDay(abused);
  merchantId = valueOf(await abused.window().about()).terminal?.merchantId ?? '';
  await abused.remove();
});
afterAll(async () => {
  await bank.stop();
  tally.print();
});

/** What a till writes on an ordinary day. */
async function soldDay(abused: AbusedHost): Promise<readonly JournalBody[]> {
  const till = await headlessTill(abused.window());
  valueOf(await till.sellForCash(minor(300)));
  await till.sellByCard('good-tap');
  await till.sellByCard('good-chip', { lineUsable: false });
  await till.outbox.drain({ urgent: true });
  const records = valueOf(await abused.window().readJournal({ from: 1, limit: 500 }));
  return records.map(({ body }) => body);
}

describe('whatever a window says to its host', () => {
  it('P28 P9 P2 I8 an answer as data, a whole journal of what was said yes to, and the till sells on', async () => {
    const group = fc.array(anyLetter, { minLength: 1, maxLength: 5, size: 'max' });
    const day = fc.array(group, { minLength: 1, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(day, async (groups) => {
        const abused = await AbusedHost.start(bank);
        const world = new World(abused);
        try {
          await world.sellOnce();
          for (const letters of groups) await world.send(letters);
          await world.expectHolds();
          await world.expectSells();
        } finally {
          await abused.remove();
        }
      }),
      {
        numRuns: Math.ceil(casesOf(1_300) / LETTERS_A_TILL),
        seed: runsOf(1).seed,
        endOnFailure: true,
      },
    );
  });

  it('every message was said yes to, and refused at the gate', () => {
    // For a new till only; with a supervisor's yes to exactly this, or a start code of the bank; for a
    // day end that is open.
    // And while a card is in the reader whose PIN has just been asked for, or was typed.
    const withPin = ['pressPinKey', 'askBalance'];
    const dayEnd = ['settle', 'uploadSettlement', 'endSettlement'];
    const rare: readonly string[] = [
      'activate',
      'moveToBank',
      'reactivate',
      'protectKeys',
      'renewKey',
      'setPin',
      ...withPin,
      ...dayEnd,
    ];
    tally.expectMet(IPC_CHANNELS.filter((one) => !rare.includes(one)).map((one) => `${one} yes`));
    tally.expectMet(IPC_CHANNELS.map((one) => `${one} message-refused`));
  });

  it('I1 the books of the bank balance', async () => {
    expect(await crookedPostings(bank)).toEqual([]);
  });
});

interface Written {
  readonly seal: JournalSeal;
  readonly body: string;
}

class World {
  readonly #abused: AbusedHost;
  readonly #memory: WindowMemory;
  readonly #written = new Map<number, Written>();
  /** How often something was said yes to that the host writes down itself. */
  readonly #yes = new Map<string, number>();

  constructor(abused: AbusedHost) {
    this.#abused = abused;
    const { terminalId } = abused;
    this.#memory = new WindowMemory({ terminalId, merchantId, bankUrl: bank.ready.url, bodies });
  }

  /** An honest sale, so that there is a journal to be spoilt. */
  async sellOnce(): Promise<void> {
    const window = this.#abused.window();
    const appendJournal: TillHost['appendJournal'] = async (drafts) => {
      const written = await window.appendJournal(drafts);
      if (written.ok) this.#hear('appendJournal', drafts, written.value);
      return written;
    };
    const till = await headlessTill({ ...window, appendJournal });
    valueOf(await till.sellForCash(minor(200)));
  }

  /** All at once; then the trainer takes his hand from the cable. */
  async send(letters: readonly Letter[]): Promise<void> {
    await Promise.all(letters.map((letter) => this.#sendOne(letter)));
    valueOf(await this.#abused.window().setLineConditions(CLEAR_LINE));
  }

  async #sendOne(letter: Letter): Promise<void> {
    const { channel, foreign } = letter;
    const message = bentMessage(this.#memory.good(letter), letter);
    const answer = await this.#abused.send(channel, message, !foreign);
    const story = JSON.stringify({ letter, answer }).slice(0, 4_000);
    expect(this.#abused.bugs, story).toEqual([]);
    const { ok, value, error } = answer as {
      readonly ok: boolean;
      readonly value?: unknown;
      readonly error?: Readonly<Record<string, unknown>>;
    };
    if (ok) {
      expect(foreign, story).toBe(false);
      expect(Object.keys(answer as object).sort(), story).toEqual(['ok', 'value']);
      tally.count(`${channel} yes`);
      this.#hear(channel, typeof message === 'string' ? JSON.parse(message) : undefined, value);
      return;
    }
    expect(ok, story).toBe(false);
    const members = ['code', 'detail'];
    const fault = [...members, 'cause', 'mayHaveArrived', 'retryAfterMs'];
    const shape = (asksTheBank(channel) ? fault : members).sort();
    expect(Object.keys(error ?? {}).sort(), story).toEqual(shape);
    const code = String(error?.['code']);
    expect(isErrorCode(code), story).toBe(true);
    expect(code, story).not.toMatch(/^journal-(in-doubt|damaged|write-failed)$/);
    expect(error?.['detail'], story).not.toMatch(/node_modules|\.ts:\d|^\s+at /m);
    tally.count(`${channel} ${code}`);
  }

  #hear(channel: Letter['channel'], said: unknown, value: unknown): void {
    this.#memory.heard(channel, said, value);
    this.#yes.set(channel, (this.#yes.get(channel) ?? 0) + 1);
    if (channel !== 'appendJournal') return;
    const drafts = said as readonly JournalDraft[];
    const seals = value as readonly JournalSeal[];
    expect(seals).toHaveLength(drafts.length);
    for (const [i, seal] of seals.entries()) {
      expect(this.#written.has(seal.number), `number ${seal.number} twice`).toBe(false);
      this.#written.set(seal.number, { seal, body: canonicalJson(drafts[i]?.body) });
    }
  }

  /** The file as another program reads it: whole, and nothing in it that nobody was told of. */
  async expectHolds(): Promise<void> {
    await this.#abused.leave();
    const records = await recordsIn(this.#abused.folder);
    const own: JournalBody[] = [];
    for (const [i, record] of records.entries()) {
      const before = records[i - 1];
      if (before !== undefined) expect(neverBack(before.counters, record.counters)).toBe(true);
      const written = this.#written.get(record.number);
      if (written === undefined) own.push(record.body);
      else {
        expect(record).toMatchObject(written.seal);
        expect(canonicalJson(record.body)).toBe(written.body);
      }
    }
    const numbers = new Set(records.map(({ number }) => number));
    expect([...this.#written.keys()].filter((number) => !numbers.has(number))).toEqual([]);
    this.#expectOwn(own);
  }

  /** What the host has written by itself, it had a reason to. */
  #expectOwn(own: readonly JournalBody[]): void {
    const count = (isSuch: (body: JournalBody) => boolean): number => own.filter(isSuch).length;
    const notice = (code: string) => count((body) => body.kind === 'notice' && body.code === code);
    const act = (wanted: string) =>
      count((body) => body.kind === 'operator' && body.act === wanted);
    const yes = (channel: string): number => this.#yes.get(channel) ?? 0;
    const epochs = count(({ kind }) => kind === 'new-epoch');
    const counted: readonly (readonly [number, number])[] = [
      [act('signed-in'), yes('signIn')],
      [act('locked'), yes('lock')],
      [act('signed-off'), yes('signOff')],
      [act('pin-set'), yes('setPin')],
      [act('refused'), Infinity],
      [count(({ kind }) => kind === 'force-offline'), yes('forceOffline')],
      [count(({ kind }) => kind === 'supervisor-act'), yes('unlockCards')],
      [epochs, yes('repairJournal')],
      [notice('cards-locked'), yes('quarantineJournal') + epochs],
      // Cut short, it goes on with a sign-on.
      [notice('device-key-renewed'), yes('renewKey') + yes('signOn')],
      [notice('activated-anew'), yes('reactivate')],
      [notice('keys-protected'), yes('protectKeys')],
      [notice('call-refused'), Infinity],
      [notice('answer-differs'), Infinity],
    ];
    for (const [written, most] of counted) expect(written).toBeLessThanOrEqual(most);
    expect(counted.reduce((sum, [written]) => sum + written, 0)).toBe(own.length);
  }

  /** Everybody comes back, the database is gone, and the journal alone must do. */
  async expectSells(): Promise<void> {
    await this.#abused.calmDown();
    const till = await headlessTill(this.#abused.window());
    // The bank may have heard of numbers that this till has never written down (P10).
    if ((await till.signOn()) !== null) await this.#abused.calmDown();
    expect(valueOf(await till.sellForCash(minor(500)))).toMatchObject({ state: 'completed' });
    // What windows have asked for at hundreds of tills was taken from this very card.
    await bank.admin('balances', { cardId: 'good-chip', amountMinor: 1_000_000 });
    const { kind, sale } = await till.sellByCard('good-chip');
    expect(kind).toBe('approved');
    const rows = await bank.rows<{ state: string }>(
      `SELECT state FROM transactions WHERE id = $1`,
      [sale?.payments.at(-1)?.id],
    );
    expect(rows).toEqual([{ state: 'approved' }]);
    expect(this.#abused.bugs).toEqual([]);
  }
}

async function recordsIn(folder: string): Promise<readonly JournalRecord[]> {
  const secrets = await readFile(join(folder, 'host', 'device-secrets.json'), 'utf8');
  const { journalKey } = JSON.parse(secrets) as { readonly journalKey: string };
  const files = createJournalFiles(join(folder, 'till-journal'), join(folder, 'till-sentinel'));
  const keeper = new JournalKeeper(files, createJournalCrypto(Buffer.from(journalKey, 'base64')));
  expect(valueOf(await keeper.open())).toMatchObject({ tornLines: 0, damagedNumbers: [] });
  const records: JournalRecord[] = [];
  for (;;) {
    const from = (records.at(-1)?.number ?? 0) + 1;
    const page = valueOf(await keeper.read({ from, limit: 2_000 }));
    if (page.length === 0) return records;
    records.push(...page);
  }
}
