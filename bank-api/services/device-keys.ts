import { sql } from 'kysely';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import {
  keyProofText,
  type KeyRenewalAnswer,
  type KeyRenewalRequest,
} from '../../shared/contracts/key-renewal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { BookingPorts } from '../ports.ts';
import { keyThumbprint } from '../security/hashing.ts';
import { provesKey } from '../security/request-check.ts';
import {
  isKeyOfAnother,
  recordSecurityEvent,
  type KnownTerminal,
} from '../store/terminal-store.ts';

type Ports = Pick<BookingPorts, 'database' | 'clock'>;
type Refused = Failure<'request-malformed' | 'not-permitted' | 'key-store-too-weak'>;

const RANK: Readonly<Record<string, number>> = { file: 0, passphrase: 1, keyring: 2 };

/**
 * A till brings its next key (PROTOCOL P25): the request is signed by the key in use, the proof by the
 * next one. Brought again it is the same; another one takes its place as long as it was not used.
 * Where its keys rest may only have become better.
 */
export async function announceNextKey(
  { database }: Ports,
  { terminalId }: Pick<KnownTerminal, 'terminalId'>,
  { devicePublicKey, proof, keyStoreLevel }: KeyRenewalRequest,
): Promise<Result<KeyRenewalAnswer, Refused>> {
  const keyId = keyThumbprint(devicePublicKey);
  if (!provesKey(devicePublicKey, keyProofText(terminalId, keyId), proof)) {
    return err(failure('request-malformed', 'the next key has not signed its proof'));
  }
  return database.transaction().execute(async (db): Promise<Result<KeyRenewalAnswer, Refused>> => {
    const terminal = await db
      .selectFrom('terminals')
      .select(['device_key_id', 'key_store_level'])
      .where('id', '=', terminalId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if ((RANK[keyStoreLevel] ?? 0) < (RANK[terminal.key_store_level ?? 'file'] ?? 0)) {
      return err(
        failure('key-store-too-weak', `${keyStoreLevel} after ${terminal.key_store_level}`),
      );
    }
    // Its answer was lost, and the key has been used since.
    if (terminal.device_key_id === keyId) return ok({ keyId });
    if (await isKeyOfAnother(db, terminalId, keyId)) {
      return err(failure('not-permitted', 'the next key is the one of another terminal'));
    }
    await db
      .updateTable('terminals')
      .set({
        next_device_key_id: keyId,
        next_device_public_key: JSON.stringify(devicePublicKey),
        key_store_level: keyStoreLevel,
      })
      .where('id', '=', terminalId)
      .execute();
    return ok({ keyId });
  });
}

/** The till signs with it: whoever still has the first key signs for nobody. */
export async function promoteNextKey(
  { database, clock }: Ports,
  { terminalId, merchantId, nextPublicKey }: KnownTerminal,
): Promise<void> {
  const promoted = await database
    .updateTable('terminals')
    .set({
      device_key_id: sql<string>`next_device_key_id`,
      device_public_key: sql<string>`next_device_public_key`,
      next_device_key_id: null,
      next_device_public_key: null,
    })
    .where('id', '=', terminalId)
    .where('next_device_public_key', '=', nextPublicKey)
    .returning('id')
    .executeTakeFirst();
  if (promoted === undefined) return;
  await recordSecurityEvent(database, {
    kind: 'device-key-renewed',
    atMs: clock.nowMs(),
    merchantId,
    terminalId,
    detail: 'its till signs with the key that it brought; the one before is nobody’s',
  });
}
