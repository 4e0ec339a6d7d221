import type * as FileSystem from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { JournalKeeper } from '../../shared/host/journal-keeper.ts';
import { createJournalFiles } from './journal-files.ts';
import { openKeyStore, type KeyStore } from './key-store.ts';
import { NewKeys } from './new-keys.ts';
import { createJournalCrypto } from './node-crypto.ts';

/** How many names may still be moved; the next one is where the power goes. */
const power = vi.hoisted(() => ({ renames: Number.POSITIVE_INFINITY }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>();
  return {
    ...real,
    rename: (from: string, to: string) => {
      power.renames -= 1;
      return power.renames < 0 ? Promise.reject(new Error('power cut')) : real.rename(from, to);
    },
  };
});

const CHEAP = { N: 2 ** 8, r: 8, p: 1 };
const [LOST, NEW] = ['three blue kettles', 'seven grey geese'];

function keeperOf(folder: string, { secrets }: Pick<KeyStore, 'secrets'>) {
  const files = createJournalFiles(join(folder, 'till-journal'), join(folder, 'till-sentinel'));
  return new JournalKeeper(files, createJournalCrypto(Buffer.from(secrets.journalKey, 'base64')));
}

async function lostTill(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-new-keys-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = await openKeyStore(join(folder, 'host'), null, CHEAP);
  if ('unlock' in store) throw new Error('a new one is open');
  await store.kept('identity').write({ of: 'the till' });
  await store.protect(LOST);
  const keeper = keeperOf(folder, store);
  await keeper.open();
  for (const detail of ['one', 'two']) {
    await keeper.note(1, { kind: 'notice', code: 'sold', detail });
  }
  await keeper.close();
  return folder;
}

/** What the next start finds: whose keys they are, and how the journal proves itself under them. */
async function nextStart(folder: string): Promise<string> {
  await new NewKeys(folder).finish();
  const locked = await openKeyStore(join(folder, 'host'), null, CHEAP);
  if (!('unlock' in locked)) return 'open to anybody';
  const old = await locked.unlock(LOST);
  const store = old ?? (await locked.unlock(NEW));
  if (store === null) return 'closed for ever';
  const opened = await keeperOf(folder, store).open();
  if (!opened.ok || opened.value.damagedNumbers.length > 0) return 'damaged';
  const isKnown = (await store.kept('identity').read()) !== null;
  return `${old === null ? 'new' : 'old'} ${opened.value.head.number} ${isKnown ? 'known' : 'nobody'}`;
}

it('P25 F06 the power goes at any name that is moved: the old till or the new one, whole, and never neither', async () => {
  const seen = new Set<string>();
  for (let renames = 0; ; renames += 1) {
    power.renames = Number.POSITIVE_INFINITY;
    const folder = await lostTill();
    const newKeys = new NewKeys(folder);
    expect((await newKeys.prepare(NEW, 5, CHEAP)).ok).toBe(true);
    power.renames = renames;
    const isDone = await newKeys.commit(5).then(
      () => true,
      () => false,
    );
    power.renames = Number.POSITIVE_INFINITY;
    seen.add(await nextStart(folder));
    if (isDone) break;
  }
  // Two records, and under new keys a third that says so; who it is the bank tells a new one.
  expect([...seen]).toEqual(['old 2 known', 'new 3 nobody']);
});
