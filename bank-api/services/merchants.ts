import {
  DEFAULT_PARAMETERS,
  DEMO_MERCHANT,
  DEMO_OPERATORS,
  FIRST_OPERATORS,
} from '../../shared/domain/demo-merchant.ts';
import { roleOfNumber, type Right } from '../../shared/domain/operators.ts';
import { TEST_CARDS, maskedNumber } from '../../shared/domain/test-cards.ts';
import { present } from '../../shared/lib/assert.ts';
import { fromBase64 } from '../../shared/lib/bytes.ts';
import { fundingPosting } from '../domain/postings.ts';
import type { Posting } from '../domain/records.ts';
import { hmacHex } from '../security/hashing.ts';
import { cardHashOf, pinHashOf } from '../security/sealed-cards.ts';
import { postingStatements } from '../store/books-writer.ts';
import type { BankTransaction } from '../store/database.ts';
import { newCardTokenKey, randomId } from './activation.ts';
import type { BookingPorts } from '../ports.ts';
import { approveOwnVersion } from './versions.ts';

/** The most that one payment with a test card may be: ¥20,000.00 (code 61 above it). */
const CARD_LIMIT_MINOR = 2_000_000n;

/** Where postings of the issuer belong: it is no merchant's money. */
const ISSUER = 'issuer';

export interface NewMerchant {
  readonly merchantId: string;
  readonly name: string;
  readonly shopName: string;
  readonly mode: 'demo' | 'training' | 'live';
}

/** With the default parameters, its first operators and the hot list of the test cards. */
export async function createMerchant(ports: BookingPorts, merchant: NewMerchant): Promise<boolean> {
  const { database, random, clock } = ports;
  return database.transaction().execute(async (db) => {
    const cardTokenKey = newCardTokenKey(random);
    const created = await db
      .insertInto('merchants')
      .values({
        id: merchant.merchantId,
        name: merchant.name,
        shop_name: merchant.shopName,
        mode: merchant.mode,
        currency: DEFAULT_PARAMETERS.currency,
        card_token_key: cardTokenKey,
        created_at_ms: BigInt(clock.nowMs()),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (created === undefined) return false;
    const tokenKey = present(fromBase64(cardTokenKey), 'card token key');
    const hotCardTokens = TEST_CARDS.filter((card) => card.account.standing === 'stolen').map(
      (card) => hmacHex(tokenKey, card.number),
    );
    await db
      .insertInto('parameters')
      .values({
        merchant_id: merchant.merchantId,
        version: BigInt(DEFAULT_PARAMETERS.version),
        body: { ...DEFAULT_PARAMETERS, hotCardTokens },
      })
      .execute();
    await db
      .insertInto('operators')
      .values(
        firstOperators(merchant.mode).map(({ id, name, mayNot = [] }) => ({
          merchant_id: merchant.merchantId,
          id,
          name,
          role: roleOfNumber(id),
          may_discount: !mayNot.includes('discount'),
          may_delete: !mayNot.includes('delete'),
        })),
      )
      .execute();
    return true;
  });
}

interface FirstOperator {
  readonly id: string;
  readonly name: string;
  readonly mayNot?: readonly Right[];
}

function firstOperators(mode: NewMerchant['mode']): readonly FirstOperator[] {
  return mode === 'demo' ? DEMO_OPERATORS : FIRST_OPERATORS;
}

export async function createTerminal(
  { database }: BookingPorts,
  terminal: {
    readonly terminalId: string;
    readonly merchantId: string;
    readonly tillNumber: string;
  },
): Promise<boolean> {
  const created = await database
    .insertInto('terminals')
    .values({
      id: terminal.terminalId,
      merchant_id: terminal.merchantId,
      till_number: terminal.tillNumber,
      device_key_id: null,
      next_device_key_id: null,
      next_device_public_key: null,
      device_public_key: null,
      key_store_level: null,
      activated_at_ms: null,
      last_seen_at_ms: null,
      app_version: '',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return created !== undefined;
}

/** The accounts behind the test cards; present ones are left as they are. */
export async function installTestCards(ports: BookingPorts): Promise<void> {
  const { database, keys, random, clock } = ports;
  for (const card of TEST_CARDS) {
    const cardHash = cardHashOf(keys, card.number);
    const balanceMinor = BigInt(card.account.balanceMinor);
    await database.transaction().execute(async (db) => {
      const created = await db
        .insertInto('cards')
        .values({
          card_hash: cardHash,
          id: card.id,
          masked_number: maskedNumber(card.number),
          expiry: card.expiry,
          standing: card.account.standing,
          // What the chip checks by itself is no PIN for the bank.
          verification: card.verification === 'online-pin' ? 'online-pin' : 'none',
          pin_hash: pinHashOf(keys, cardHash, card.pin),
          wrong_pins: 0,
          limit_minor: CARD_LIMIT_MINOR,
          available_minor: balanceMinor,
          approves_in_part: card.account.approvesInPart ?? false,
          yes_is_defective: card.account.yesIsDefective ?? false,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (created === undefined) return;
      const posting = fundingPosting(randomId(random), card.id, balanceMinor);
      await bookFunding(db, posting, clock.nowMs());
    });
  }
}

/** Also clears the count of wrong PINs, as an issuer's clerk would. False: no such card. */
export async function setBalance(
  { database, random, clock }: BookingPorts,
  cardId: string,
  balanceMinor: bigint,
): Promise<boolean> {
  return database.transaction().execute(async (db) => {
    const card = await db
      .selectFrom('cards')
      .select('available_minor')
      .where('id', '=', cardId)
      .forUpdate()
      .executeTakeFirst();
    if (card === undefined) return false;
    await db
      .updateTable('cards')
      .set({ available_minor: balanceMinor, wrong_pins: 0 })
      .where('id', '=', cardId)
      .execute();
    const added = balanceMinor - card.available_minor;
    if (added === 0n) return true;
    const posting = fundingPosting(randomId(random), cardId, added);
    await bookFunding(db, posting, clock.nowMs());
    return true;
  });
}

async function bookFunding(db: BankTransaction, posting: Posting, nowMs: number): Promise<void> {
  for (const statement of postingStatements([{ merchantId: ISSUER, nowMs, posting }])) {
    if (statement !== null) await db.executeQuery(statement);
  }
}

/**
 * The sample shop's merchant and till 1 (its values are printed on screen and slip as samples). Its
 * bank approves the tills that come with it (P29).
 */
export async function installDemo(ports: BookingPorts): Promise<void> {
  const { merchantId, merchantName, shopName, terminalId, tillNumber } = DEMO_MERCHANT;
  await createMerchant(ports, { merchantId, name: merchantName, shopName, mode: 'demo' });
  await createTerminal(ports, { terminalId, merchantId, tillNumber });
  await installTestCards(ports);
  await approveOwnVersion(ports);
}
