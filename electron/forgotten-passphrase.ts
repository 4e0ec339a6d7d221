import { failure, type Failure } from '../shared/contracts/error-codes.ts';
import { isBankAddress } from '../shared/host/bank-line.ts';
import { activateNewKeys } from '../shared/host/journal-number.ts';
import type { NewKeysRequest } from '../shared/host/locked-host.ts';
import type { KeptValue } from '../shared/host/ports.ts';
import { present } from '../shared/lib/assert.ts';
import { err, ok, type Result } from '../shared/lib/result.ts';
import { createHttpTransport } from './platform/http-transport.ts';
import type { LockCost } from './platform/key-lock.ts';
import { openKeyStore, type Keyring, type KeyStore } from './platform/key-store.ts';
import type { NewKeys } from './platform/new-keys.ts';
import { createJournalCrypto } from './platform/node-crypto.ts';

interface LockedTill {
  readonly hostFolder: string;
  readonly appVersion: string;
  readonly keyring?: Keyring | null;
  readonly lockCost?: LockCost;
  readonly newKeys: NewKeys;
  readonly journalNumber: KeptValue<number>;
}

/**
 * New keys for a till whose passphrase nobody knows any more (P25). The bank first: until it has taken
 * them the old ones and the journal stay as they are.
 */
export async function underNewKeys(
  { hostFolder, appVersion, keyring, lockCost, newKeys, journalNumber }: LockedTill,
  { code, bankUrl, newPassphrase }: NewKeysRequest,
): Promise<Result<KeyStore, Failure>> {
  if (!isBankAddress(bankUrl)) return err(failure('settings-invalid', 'bank address'));
  const atMs = Date.now();
  const prepared = await newKeys.prepare(newPassphrase, atMs, lockCost);
  if (!prepared.ok) return prepared;
  const { secrets, terminalId } = prepared.value;
  const taken = await activateNewKeys(
    { transport: createHttpTransport(), crypto: createJournalCrypto(Buffer.alloc(0)) },
    { code, bankUrl },
    secrets.deviceKey.publicJwk,
    { appVersion, terminalId, journalNumber },
  );
  if (!taken.ok) return taken;
  await newKeys.commit(atMs);
  const opened = await openKeyStore(hostFolder, keyring ?? null, lockCost);
  const store = 'unlock' in opened ? await opened.unlock(newPassphrase) : opened;
  return ok(present(store, 'the keys that were just made'));
}
