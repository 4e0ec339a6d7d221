import type { ActivationAnswer, ActivationRequest } from '../../shared/contracts/activation-api.ts';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { fromHex, toHex } from '../../shared/lib/bytes.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { present } from '../../shared/lib/assert.ts';
import {
  CODE_LIFE_MS,
  CODE_RANDOM_BYTES,
  CODE_FINGERPRINT_BYTES,
  formatActivationCode,
  parseActivationCode,
} from '../../shared/domain/activation-code.ts';
import { asksWhatIsOpen, judgeEnrolment } from '../domain/enrolment.ts';
import { BANK_ID } from '../ports.ts';
import { keyThumbprint, sha256Hex } from '../security/hashing.ts';
import { newPinKey } from '../security/pin-keys.ts';
import { isUsableKey } from '../security/request-check.ts';
import { retried, type BankDatabase, type BankTransaction } from '../store/database.ts';
import { nextPinPad } from '../store/pin-pad-tables.ts';
import {
  forgetUnusedCodes,
  isKeyOfAnother,
  readParameters,
  recordSecurityEvent,
} from '../store/terminal-store.ts';
import { readOpen } from './replacement.ts';
import { readOperatorList } from './operators.ts';
import type { BookingPorts } from '../ports.ts';

/** Wrong codes within the window after which nobody is listened to (F39). */
const WINDOW_MS = 10 * 60 * 1000;
const MAX_WRONG_OF_CLIENT = 10;
/** Over all clients: a guesser with many addresses is stopped too, at the price of a short wait. */
const MAX_WRONG = 100;

/** A fresh code, shown once and stored as a hash only. Earlier unused codes of the terminal die. */
export async function issueActivationCode(
  { database, random, keys, clock }: BookingPorts,
  terminalId: string,
): Promise<string> {
  const fingerprint = fromHex(keyThumbprint(keys.publicKey)).subarray(0, CODE_FINGERPRINT_BYTES);
  const code = formatActivationCode(random.bytes(CODE_RANDOM_BYTES), fingerprint);
  const codeHex = present(parseActivationCode(code), 'a code of our own making');
  await database.transaction().execute(async (db) => {
    await forgetUnusedCodes(db, terminalId);
    await db
      .insertInto('activation_codes')
      .values({
        code_hash: sha256Hex(codeHex),
        terminal_id: terminalId,
        expires_at_ms: BigInt(clock.nowMs() + CODE_LIFE_MS),
        used_at_ms: null,
        used_by_key_id: null,
      })
      .execute();
  });
  return code;
}

type ActivationFailure = Failure<
  | 'request-malformed'
  | 'activation-code-invalid'
  | 'activation-code-used'
  | 'too-many-requests'
  | 'not-permitted'
  | 'key-store-too-weak'
  | 'terminal-passed-on'
  | 'terminal-in-use'
  | 'terminal-open'
  | 'other-terminal'
>;

/**
 * P25: the code proves who may, the device key is registered in the same step. Of two tills at once
 * one wins, since the code is used up by a single conditional update. The same till with the same
 * key may ask again: its answer may have been lost.
 */
export async function activate(
  ports: BookingPorts,
  request: ActivationRequest,
  client: string,
): Promise<Result<ActivationAnswer, ActivationFailure>> {
  const { database, clock } = ports;
  if (!isUsableKey(request.devicePublicKey)) {
    return err(failure('request-malformed', 'the device key is no point of P-256'));
  }
  const nowMs = clock.nowMs();
  const attempt = await countAttempt(database, client, nowMs);
  if (attempt.throttled) {
    await forgetAttempt(database, attempt.id);
    return err(failure('too-many-requests', 'too many wrong codes; wait ten minutes'));
  }
  const used = await redeemCode(ports, request, nowMs);
  if (used.ok) {
    await forgetAttempt(database, attempt.id);
    return ok(await answerFor(ports, used.value));
  }
  await recordSecurityEvent(database, {
    kind: 'activation-refused',
    atMs: nowMs,
    detail: `${used.error.code} from ${client}`,
  });
  return used;
}

/**
 * Counted before the code is looked at: a thousand guesses at the same instant would otherwise all
 * find a clean record. Only wrong codes stay; a client that is throttled does not prolong it.
 */
async function countAttempt(
  db: BankDatabase,
  client: string,
  nowMs: number,
): Promise<{ readonly id: bigint; readonly throttled: boolean }> {
  await db
    .deleteFrom('activation_attempts')
    .where('at_ms', '<', BigInt(nowMs - WINDOW_MS))
    .execute();
  const { id } = await db
    .insertInto('activation_attempts')
    .values({ at_ms: BigInt(nowMs), client })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { all, own } = await db
    .selectFrom('activation_attempts')
    .select((get) => [
      get.fn.countAll<bigint>().as('all'),
      get.fn.countAll<bigint>().filterWhere('client', '=', client).as('own'),
    ])
    .executeTakeFirstOrThrow();
  return { id, throttled: all > BigInt(MAX_WRONG) || own > BigInt(MAX_WRONG_OF_CLIENT) };
}

async function forgetAttempt(db: BankDatabase, id: bigint): Promise<void> {
  await db.deleteFrom('activation_attempts').where('id', '=', id).execute();
}

async function redeemCode(
  { database, keys }: BookingPorts,
  request: ActivationRequest,
  nowMs: number,
): Promise<Result<string, ActivationFailure>> {
  const invalid = err(failure('activation-code-invalid', 'the code is wrong or too old'));
  const codeHex = parseActivationCode(request.code);
  if (codeHex === null) return invalid;
  const fingerprint = keyThumbprint(keys.publicKey).slice(0, CODE_FINGERPRINT_BYTES * 2);
  if (!codeHex.endsWith(fingerprint)) return invalid;
  const keyId = keyThumbprint(request.devicePublicKey);
  const codeHash = sha256Hex(codeHex);
  const redeem = async (db: BankTransaction): Promise<Result<string, ActivationFailure>> => {
    const code = await db
      .selectFrom('activation_codes')
      .selectAll()
      .where('code_hash', '=', codeHash)
      .forUpdate()
      .executeTakeFirst();
    if (code === undefined) return invalid;
    if (code.used_by_key_id === keyId) return ok(code.terminal_id);
    if (code.used_at_ms !== null) {
      return err(failure('activation-code-used', 'the code was used before'));
    }
    if (code.expires_at_ms < BigInt(nowMs)) return invalid;
    const registered = await registerDevice(db, code.terminal_id, request, keyId, nowMs);
    if (!registered.ok) return registered;
    await db
      .updateTable('activation_codes')
      .set({ used_at_ms: BigInt(nowMs), used_by_key_id: keyId })
      .where('code_hash', '=', codeHash)
      .execute();
    return ok(code.terminal_id);
  };
  return retried(() => database.transaction().execute(redeem));
}

async function registerDevice(
  db: BankTransaction,
  terminalId: string,
  request: ActivationRequest,
  keyId: string,
  nowMs: number,
): Promise<Result<null, ActivationFailure>> {
  const terminal = await db
    .selectFrom('terminals')
    .innerJoin('merchants', 'merchants.id', 'terminals.merchant_id')
    .select(['merchant_id', 'mode', 'device_key_id', 'journal_number', 'batch_number'])
    .select(['last_transaction_number', 'declared_up_to', 'lost_up_to', 'released_at_ms'])
    .where('terminals.id', '=', terminalId)
    .forUpdate('terminals')
    .executeTakeFirstOrThrow();
  const { last_transaction_number: given, declared_up_to: declared } = terminal;
  const lastNumber = given > declared ? given : declared;
  const enrolled = {
    terminalId,
    mode: terminal.mode,
    keyId: terminal.device_key_id,
    isReleased: terminal.released_at_ms !== null,
    journalNumber: Number(terminal.journal_number),
  };
  const brought = { ...request, keyId };
  const { merchant_id: merchantId, lost_up_to: lostUpTo } = terminal;
  const open = asksWhatIsOpen(enrolled, brought)
    ? await readOpen(db, { terminalId, merchantId, lastNumber, lostUpTo })
    : null;
  const verdict = judgeEnrolment(enrolled, brought, open);
  if (verdict.type === 'refused') return err(failure(verdict.code, verdict.detail));
  const { isOther, isNewDevice, journalNumber } = verdict;
  if (await isKeyOfAnother(db, terminalId, keyId)) {
    return err(failure('not-permitted', 'the device key is the one of another terminal'));
  }
  if (terminal.device_key_id !== null) {
    await recordSecurityEvent(db, {
      kind: 'activation-repeated',
      atMs: nowMs,
      merchantId,
      terminalId,
      detail: takenOverAs(isOther, isNewDevice),
    });
  }
  await db
    .updateTable('terminals')
    .set({
      device_key_id: keyId,
      device_public_key: JSON.stringify(request.devicePublicKey),
      next_device_key_id: null,
      next_device_public_key: null,
      key_store_level: request.keyStoreLevel,
      app_version: request.appVersion,
      activated_at_ms: BigInt(nowMs),
      journal_number: BigInt(journalNumber),
      released_at_ms: null,
      lost_up_to: isNewDevice ? lastNumber : terminal.lost_up_to,
      ...(isNewDevice ? NEW_DEVICE : {}),
      // A new device counts its traces from 1 again: in a batch of its own they are unique (P3).
      batch_number: terminal.batch_number + (isNewDevice ? 1n : 0n),
    })
    .where('id', '=', terminalId)
    .execute();
  // With a new device comes a new tray of cards, whose counters begin anew.
  if (isNewDevice) {
    await db.deleteFrom('chip_counters').where('terminal_id', '=', terminalId).execute();
  }
  return ok(null);
}

function takenOverAs(isOther: boolean, isNewDevice: boolean): string {
  if (isNewDevice) return 'a new device took the terminal over';
  return isOther ? 'new keys, and the journal goes on' : 'its own till was activated anew';
}

/** It starts a journal of its own; what the old device anchored stays as evidence. */
const NEW_DEVICE = { anchor_epoch: 0n, anchor_number: 0n, anchor_hash: '0'.repeat(64) };

async function answerFor(
  { database, keys }: BookingPorts,
  terminalId: string,
): Promise<ActivationAnswer> {
  const row = await database
    .selectFrom('terminals')
    .innerJoin('merchants', 'merchants.id', 'terminals.merchant_id')
    .select(['merchant_id', 'name', 'shop_name', 'mode', 'till_number', 'card_token_key'])
    .select('journal_number')
    .where('terminals.id', '=', terminalId)
    .executeTakeFirstOrThrow();
  return {
    terminalId,
    journalNumber: Number(row.journal_number),
    merchantId: row.merchant_id,
    merchantName: row.name,
    shopName: row.shop_name,
    tillNumber: row.till_number,
    mode: row.mode,
    bankId: BANK_ID,
    bankKeyId: keys.bankKeyId,
    bankPublicKey: keys.publicKey,
    sealingKeyId: keys.sealingKeyId,
    sealingPublicKey: keys.sealingPublicKey,
    cardTokenKey: row.card_token_key,
    parameters: mutableParameters(await readParameters(database, row.merchant_id)),
    operators: await readOperatorList(database, row.merchant_id),
    pinKey: newPinKey(keys, await nextPinPad(database)),
  };
}

/** The contract's inferred type has mutable arrays; a copy is cheaper than a cast. */
export function mutableParameters(
  parameters: Awaited<ReturnType<typeof readParameters>>,
): ActivationAnswer['parameters'] {
  return { ...parameters, hotCardTokens: [...parameters.hotCardTokens] };
}

export function newCardTokenKey(random: BookingPorts['random']): string {
  return Buffer.from(random.bytes(32)).toString('base64');
}

export function randomId(random: BookingPorts['random']): string {
  return toHex(random.bytes(16));
}
