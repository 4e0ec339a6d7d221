import { sql } from 'kysely';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import {
  keyProofText,
  type KeyRenewalAnswer,
  type KeyRenewalRequest,
} from '../../shared/contracts/key-renewal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { judgeNextKey } from '../domain/device-keys.ts';
import type { BookingPorts } from '../ports.ts';
import { keyThumbprint } from '../security/hashing.ts';
import { provesKey } from '../security/request-check.ts';
import { retried, type BankTransaction } from '../store/database.ts';
import {
  forgetUnusedCodes,
  isKeyOfAnother,
  recordSecurityEvent,
  type KnownTerminal,
} from '../store/terminal-store.ts';

type Ports = Pick<BookingPorts, 'database' | 'clock'>;
type Refused = Failure<'request-malformed' | 'not-permitted' | 'key-store-too-weak'>;

/** What `judgeNextKey` says of the key that a till brings (PROTOCOL P25), in one transaction. */
export async function announceNextKey(
  { database }: Ports,
  { terminalId }: Pick<KnownTerminal, 'terminalId'>,
  { devicePublicKey, proof, keyStoreLevel }: KeyRenewalRequest,
): Promise<Result<KeyRenewalAnswer, Refused>> {
  const keyId = keyThumbprint(devicePublicKey);
  const isProved = provesKey(devicePublicKey, keyProofText(terminalId, keyId), proof);
  return database.transaction().execute(async (db): Promise<Result<KeyRenewalAnswer, Refused>> => {
    const terminal = await db
      .selectFrom('terminals')
      .select(['device_key_id', 'key_store_level'])
      .where('id', '=', terminalId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const isOfAnother = isProved && (await isKeyOfAnother(db, terminalId, keyId));
    const verdict = judgeNextKey(
      { keyId: terminal.device_key_id ?? '', keyStoreLevel: terminal.key_store_level },
      { keyId, keyStoreLevel, isProved, isOfAnother },
    );
    if (verdict.type === 'refused') return err(failure(verdict.code, verdict.detail));
    if (verdict.type === 'in-use') return ok({ keyId });
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

/**
 * The till signs with it: whoever still has the first key signs for nobody. Codes from before die with
 * that key, or an activation that the line has kept would put it back, and the till be unknown here.
 */
export function promoteNextKey(
  { database, clock }: Ports,
  { terminalId, merchantId, nextPublicKey }: KnownTerminal,
): Promise<void> {
  const promote = async (db: BankTransaction): Promise<void> => {
    const promoted = await db
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
    await forgetUnusedCodes(db, terminalId);
    await recordSecurityEvent(db, {
      kind: 'device-key-renewed',
      atMs: clock.nowMs(),
      merchantId,
      terminalId,
      detail: 'its till signs with the key that it brought; the one before is nobody’s',
    });
  };
  return retried(() => database.transaction().execute(promote));
}
