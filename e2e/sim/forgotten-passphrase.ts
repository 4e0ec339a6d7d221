import type { Failure } from '../../shared/contracts/error-codes.ts';
import { startAnew } from '../../renderer/services/start/new-keys.ts';
import { adoptJournal } from '../../shared/host/journal-adoption.ts';
import { activateNewKeys } from '../../shared/host/journal-number.ts';
import type { NewKeysRequest } from '../../shared/host/locked-host.ts';
import type { LocalTillHost } from '../../shared/host/till-host.ts';
import { toHex } from '../../shared/lib/bytes.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { BANK_URL } from './bank-identity.ts';
import type { Life } from './life.ts';
import type { Dice } from './dice.ts';
import type { Line } from './line.ts';
import type { Machine, PreparedKeys } from './machine.ts';
import { journalCrypto, publicKeyOf } from './sim-crypto.ts';

/** What it needs of the place where a program is started. */
interface LockedSite {
  readonly name: string;
  readonly machine: Machine;
  readonly line: Line;
  readonly keyDice: Dice;
  readonly lockDice: Dice;
  readonly nowMs: () => number;
  readonly telephones: () => string;
  readonly told: (line: string) => void;
}

/**
 * Nobody knows the passphrase any more (P25): somebody telephones, and types the bank's code and a new
 * passphrase. The till's own service does the window's part.
 */
export async function typeCodeInstead(
  { machine, telephones, lockDice, told }: LockedSite,
  host: LocalTillHost,
  life: Life,
): Promise<void> {
  machine.codeTyped = telephones();
  const newPassphrase = `another kettle: ${lockDice.between(1, 3)}`;
  const request = { code: machine.codeTyped, bankUrl: BANK_URL, newPassphrase };
  const done = await startAnew({ host, store: machine.tillStore(life) }, request);
  told(`new keys for a code: ${done.ok ? 'done' : `${done.error.code} ${done.error.detail}`}`);
}

/** As `electron/forgotten-passphrase.ts`: the bank first, and what was prepared outlives a kill. */
export async function underNewKeys(
  site: LockedSite,
  life: Life,
  { code, bankUrl, newPassphrase }: NewKeysRequest,
): Promise<Result<null, Failure>> {
  const { machine, line, nowMs } = site;
  const prepared = preparedFor(site, newPassphrase);
  const crypto = journalCrypto(prepared.journalKey);
  let journal = '';
  let sentinel: string | null = null;
  const next = {
    append: (text: string) => {
      journal += text;
      return Promise.resolve(ok(null));
    },
    writeSentinel: (text: string) => {
      sentinel = text;
      return Promise.resolve(ok(null));
    },
  };
  const adopted = await adoptJournal(machine.journalFiles(life), next, crypto, nowMs());
  if (!adopted.ok) return adopted;
  const { terminalId } = adopted.value;
  const journalNumber = machine.kept<number>('journal-number', life);
  const taken = await activateNewKeys(
    { transport: line.transport(life), crypto },
    { code, bankUrl },
    prepared.deviceKey,
    { appVersion: '0.1.0', terminalId, journalNumber },
  );
  if (!taken.ok) return taken;
  await life.wait(1);
  machine.replaceKeys(prepared, { journal, sentinel });
  return ok(null);
}

/** The same passphrase opens what was made for it before. */
function preparedFor({ machine, name, keyDice }: LockedSite, passphrase: string): PreparedKeys {
  if (machine.prepared?.passphrase === passphrase) return machine.prepared;
  const made = toHex(keyDice.bytes(16));
  const deviceKey = publicKeyOf(`${name} ${made}`);
  machine.prepared = { passphrase, journalKey: `${name} journal ${made}`, deviceKey };
  machine.version += 1;
  return machine.prepared;
}
