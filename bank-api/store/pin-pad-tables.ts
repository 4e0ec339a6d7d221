import { sql } from 'kysely';
import type { BankDatabase } from './database.ts';

/** Numbers of PIN pads: a sequence gives none twice, whatever is rolled back (I8). */
export const PIN_PADS = [`create sequence pin_pads as bigint maxvalue 4294967295 no cycle`];

export async function nextPinPad(database: BankDatabase): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`select nextval('pin_pads') as n`.execute(database);
  return Number(rows[0]?.n);
}
