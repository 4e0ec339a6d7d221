import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ReadyFile } from '../../../bank-api/admin/ready-file.ts';
import { systemClock, systemRandom } from '../../../bank-api/platform.ts';
import type { BookingPorts } from '../../../bank-api/ports.ts';
import { loadBankKeys } from '../../../bank-api/security/bank-keys.ts';
import { cardHashOf } from '../../../bank-api/security/sealed-cards.ts';
import { issueActivationCode } from '../../../bank-api/services/activation.ts';
import { createTerminal, setBalance } from '../../../bank-api/services/merchants.ts';
import { openDatabase } from '../../../bank-api/store/database.ts';
import { activateTestTill, type TestTill } from '../../../bank-api/test/test-till.ts';
import { DEMO_MERCHANT } from '../../../shared/domain/demo-merchant.ts';
import { hasValidCheckDigit, maskedNumber } from '../../../shared/domain/test-cards.ts';
import { present } from '../../../shared/lib/assert.ts';

/** The bank as a shop's till meets it: its own process on its own PostgreSQL, and tills at it. */
export interface BankSite {
  readonly url: string;
  readonly databaseUrl: string;
  readonly newTill: () => Promise<TestTill>;
  /** A card account of its own, so that tills do not wait for each other at one card. */
  readonly newCard: () => Promise<BenchCard>;
  /** The same cards and tills in the plain tables. */
  readonly copyToPlain: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface BenchCard {
  readonly cardNumber: string;
  readonly cardHash: string;
}

const SERVER = join(import.meta.dirname, '..', '..', '..', 'bank-api', 'server.ts');
const START_LIMIT_MS = 60_000;
const BALANCE_MINOR = 100_000_000_000n;

export async function startBankSite(folder: string): Promise<BankSite> {
  const dataDir = join(folder, 'bank');
  // The way through for the user `postgres`: else its cluster lies, and stays, in /var/tmp.
  await chmod(folder, 0o711);
  const server = spawn(process.execPath, [SERVER, '--data-dir', dataDir, '--demo'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { url, databaseUrl } = await readyOf(server, join(dataDir, 'ready.json'));
  const database = openDatabase(databaseUrl, (error) => console.error(error));
  const ports: BookingPorts = {
    database,
    clock: systemClock,
    random: systemRandom,
    keys: await loadBankKeys(dataDir),
    issuerDown: () => false,
    lockWaitMs: START_LIMIT_MS,
  };
  let terminals = 1;
  let cards = 0;
  return {
    url,
    databaseUrl,
    newTill: async () => {
      terminals += 1;
      const terminalId = String(terminals).padStart(8, '0');
      const { merchantId } = DEMO_MERCHANT;
      await createTerminal(ports, { terminalId, merchantId, tillNumber: String(terminals) });
      return activateTestTill(url, await issueActivationCode(ports, terminalId));
    },
    newCard: () => openCardAccount(ports, (cards += 1)),
    copyToPlain: async () => {
      for (const table of ['cards', 'terminals'].map((name) => sql.raw(name))) {
        await sql`insert into plain.${table} select * from public.${table}`.execute(database);
      }
    },
    close: async () => {
      await database.destroy();
      await stopped(server);
    },
  };
}

async function openCardAccount(ports: BookingPorts, number: number): Promise<BenchCard> {
  const cardNumber = numberWithCheckDigit(`62000000${String(number).padStart(7, '0')}`);
  const cardHash = cardHashOf(ports.keys, cardNumber);
  const id = `bench-${number}`;
  await ports.database
    .insertInto('cards')
    .values({
      card_hash: cardHash,
      id,
      masked_number: maskedNumber(cardNumber),
      expiry: '3012',
      standing: 'good',
      verification: 'none',
      pin_hash: '',
      wrong_pins: 0,
      limit_minor: BALANCE_MINOR,
      available_minor: 0n,
    })
    .execute();
  await setBalance(ports, id, BALANCE_MINOR);
  return { cardNumber, cardHash };
}

function numberWithCheckDigit(body: string): string {
  const numbers = Array.from({ length: 10 }, (_, digit) => `${body}${digit}`);
  return present(numbers.find(hasValidCheckDigit), 'one of ten digits is the right one');
}

async function readyOf(server: ChildProcess, file: string): Promise<ReadyFile> {
  const untilMs = performance.now() + START_LIMIT_MS;
  while (performance.now() < untilMs && server.exitCode === null) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as ReadyFile;
    await new Promise((passed) => setTimeout(passed, 50));
  }
  await stopped(server);
  throw new Error('the bank did not start');
}

export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((ended) => child.once('exit', ended));
  child.kill('SIGTERM');
  await exited;
}
