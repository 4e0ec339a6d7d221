import { sql, type RawBuilder } from 'kysely';
import { keysAs, rowsByKey } from './bulk.ts';

/** Which part of the books a piece of work needs to see. */
export interface Scope {
  readonly paymentIds: readonly string[];
  /**
   * Of these something may be given or taken back, and another till may be about to do so too: they
   * and their originals are locked before they are read, and come with what was done of them (refunds,
   * completions, releases) and with their cards.
   */
  readonly undoableIds: readonly string[];
  readonly cardHashes: readonly string[];
  readonly numbers: readonly number[];
  readonly traces: readonly { readonly batchNumber: number; readonly traceNumber: number }[];
  readonly reportIds: readonly string[];
  readonly saleIds: readonly string[];
  readonly cashReturns: readonly { readonly id: string; readonly originalId: string }[];
  readonly voidIds: readonly string[];
}

/** The part of one till's work. */
export interface Slice {
  readonly merchantId: string;
  readonly terminalId: string;
  readonly scope: Scope;
}

/** Wait for what other work has locked, or do without. */
export type WhenLocked = 'wait' | 'do-without';

type IdKey = 'paymentIds' | 'undoableIds' | 'reportIds' | 'saleIds' | 'voidIds';

export function idsOf(slices: readonly Slice[], which: IdKey) {
  return slices.flatMap(({ merchantId, scope }) =>
    scope[which].map((id) => ({ merchant_id: merchantId, id })),
  );
}

export const ID_KEY = ['merchant_id', 'id'] as const;

/** The payments with these ids, and the originals of the voids among them (a void may be undone). */
export function knownPayments(): RawBuilder<unknown> {
  const originals = sql`(select merchant_id, original_id as id from named) as wanted`;
  return sql`named as (${rowsByKey('transactions', ID_KEY, keysAs('transactions', ID_KEY))}),
    known as (select * from named union ${rowsByKey('transactions', ID_KEY, originals)})`;
}
