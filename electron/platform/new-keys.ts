import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { adoptJournal, type AdoptedJournal } from '../../shared/host/journal-adoption.ts';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { JournalFiles } from '../../shared/host/ports.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { createJournalFiles } from './journal-files.ts';
import { JsonFile } from './json-file.ts';
import type { LockCost } from './key-lock.ts';
import { newKeysUnder, type DeviceSecrets } from './key-store.ts';
import { createJournalCrypto } from './node-crypto.ts';
import { makeFolder, syncFolder } from './sync-folder.ts';

export interface PreparedKeys extends AdoptedJournal {
  readonly secrets: DeviceSecrets;
}

/**
 * New keys for a till whose passphrase is forgotten (PROTOCOL P25), beside the old ones until the bank
 * has taken them:
 *
 *   old keys ──prepare──▶ both, the old ones count ──commit──▶ both, the new ones count ──▶ new keys
 *
 * The mark decides, which is one small file: a kill before it leaves the old keys and the journal as
 * they were, a kill after it is finished at the next start. Nothing is deleted that was there before:
 * it goes into a folder of its own, for whoever finds the passphrase after all.
 */
export class NewKeys {
  readonly #folder: string;
  readonly #dataFolder: string;
  readonly #mark: JsonFile<{ readonly atMs: number }>;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
    this.#folder = join(dataFolder, 'new-keys');
    this.#mark = new JsonFile(join(this.#folder, MARK));
  }

  /** What comes of a journal that is not whole is not taken over: then nothing has changed. */
  async prepare(
    passphrase: string,
    atMs: number,
    cost?: LockCost,
  ): Promise<Result<PreparedKeys, Failure>> {
    if ((await this.#mark.read()) !== null) {
      return err(failure('journal-write-failed', 'the next start goes on with it'));
    }
    // A journal of an earlier try may lack what was sold since, under the old keys.
    for (const name of ['till-journal', 'till-sentinel']) {
      await rm(join(this.#folder, name), { recursive: true, force: true });
    }
    await makeFolder(this.#folder);
    const secrets = await newKeysUnder(join(this.#folder, 'host'), passphrase, cost);
    const [old, next] = [journalIn(this.#dataFolder), journalIn(this.#folder)];
    const crypto = createJournalCrypto(Buffer.from(secrets.journalKey, 'base64'));
    const adopted = await adoptJournal(old, next, crypto, atMs);
    await Promise.all([old.close(), next.close()]);
    return adopted.ok ? ok({ ...adopted.value, secrets }) : adopted;
  }

  async commit(atMs: number): Promise<void> {
    await syncFolder(this.#folder);
    await syncFolder(this.#dataFolder);
    await this.#mark.write({ atMs });
    await this.finish();
  }

  /** At each start: what a kill has cut short after the mark was written goes on. */
  async finish(): Promise<void> {
    const mark = await this.#mark.read();
    if (mark === null) return;
    const before = join(this.#dataFolder, `before-new-keys-${mark.atMs}`);
    for (const folder of ['host', 'till-journal', 'till-sentinel']) {
      await makeFolder(join(this.#dataFolder, folder));
      await makeFolder(join(before, folder));
      await this.#exchange(folder, before);
      await syncFolder(join(before, folder));
      await syncFolder(join(this.#dataFolder, folder));
    }
    await rm(join(this.#folder, MARK));
    await syncFolder(this.#folder);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Away with the old one, then the new one in its place; what has moved already stays where it is. */
  async #exchange(folder: string, before: string): Promise<void> {
    const [from, to] = [join(this.#folder, folder), join(this.#dataFolder, folder)];
    const fresh = await namesIn(from);
    const lost = folder === 'host' ? (await namesIn(to)).filter(isOfLostKeys) : [];
    for (const name of lost) await rename(join(to, name), join(before, folder, name));
    for (const name of fresh) {
      await rename(join(to, name), join(before, folder, name)).catch(unlessMissing);
      await rename(join(from, name), join(to, name));
    }
  }
}

const MARK = 'ready.json';
/** These are there under the new keys as well. */
const OF_NEW_KEYS: ReadonlySet<string> = new Set(['key-lock.json', 'device-secrets.locked.json']);
/** What only the lost keys open, or prove: PINs are hashed with a secret of theirs. */
const PROVED_BY_KEYS: ReadonlySet<string> = new Set(['operators.json', 'session.json']);

function isOfLostKeys(name: string): boolean {
  if (OF_NEW_KEYS.has(name)) return false;
  return name.endsWith('.locked.json') || PROVED_BY_KEYS.has(name);
}

function journalIn(folder: string): JournalFiles {
  return createJournalFiles(join(folder, 'till-journal'), join(folder, 'till-sentinel'));
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(unlessMissing);
  return names ?? [];
}

function unlessMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
