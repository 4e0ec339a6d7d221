import type { CardBalance, TerminalFacts } from '../admin/ledger-view.ts';
import type { BankDatabase } from './database.ts';

/** Test cards and what is left on them; the number itself is nowhere at the bank (I6). */
export async function readBalances(db: BankDatabase, nowMs: number): Promise<CardBalance[]> {
  const rows = await db
    .selectFrom('cards')
    .select(['id', 'masked_number', 'expiry', 'standing', 'wrong_pins', 'available_minor'])
    .select((select) =>
      select
        .selectFrom('card_holds')
        .select((held) => held.fn.sum<string | null>('amount_minor').as('minor'))
        .whereRef('card_holds.card_hash', '=', 'cards.card_hash')
        .where('lapses_at_ms', '>', BigInt(nowMs))
        .as('held_minor'),
    )
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    cardId: row.id,
    maskedNumber: row.masked_number,
    expiry: row.expiry,
    standing: row.standing,
    wrongPins: row.wrong_pins,
    availableMinor: Number(row.available_minor),
    heldMinor: Number(row.held_minor ?? 0),
  }));
}

export async function readTerminals(db: BankDatabase): Promise<TerminalFacts[]> {
  const rows = await db
    .selectFrom('terminals')
    .innerJoin('merchants', 'merchants.id', 'terminals.merchant_id')
    .select([
      'terminals.id',
      'merchant_id',
      'mode',
      'till_number',
      'device_key_id',
      'app_version',
      'program_hash',
      'batch_number',
      'contiguous_up_to',
      'declared_up_to',
      'anchor_number',
      'last_seen_at_ms',
    ])
    .orderBy('terminals.id')
    .execute();
  return rows.map((row) => ({
    terminalId: row.id,
    merchantId: row.merchant_id,
    mode: row.mode,
    tillNumber: row.till_number,
    active: row.device_key_id !== null,
    appVersion: row.app_version,
    programHash: row.program_hash,
    batchNumber: Number(row.batch_number),
    contiguousUpTo: Number(row.contiguous_up_to),
    declaredUpTo: Number(row.declared_up_to),
    anchoredNumber: Number(row.anchor_number),
    lastSeenAtMs: row.last_seen_at_ms === null ? null : Number(row.last_seen_at_ms),
  }));
}
