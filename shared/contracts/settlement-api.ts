import { z } from 'zod';
import type { Minor } from '../domain/money.ts';
import { PAYMENT_KINDS } from '../domain/payment.ts';
import { amountMinor, batchNumber, text, uuid } from './wire-scalars.ts';

/**
 * Day end between till and bank (PROTOCOL P22, P23): a part of the bank API of the same version.
 * Totals first; where they differ the records one by one, from a position on, and an end message
 * that names each record on which the sides do not agree.
 */

/** A whole day may be more than one amount may be. */
const sumMinor = z
  .int()
  .nonnegative()
  .transform((value) => value as Minor);
const sumAndCount = z.strictObject({ sumMinor, count: z.int().nonnegative() });

/** Sums, counts, and all ids folded into one (`settlement-records.ts`). */
const settlementTotals = z.strictObject({
  debit: sumAndCount,
  credit: sumAndCount,
  fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
});

const ofSettlement = {
  /** Made by the till; asked for again, a settlement gets what it was settled with (P22). */
  settlementId: uuid,
  /** Settles everything up to this batch that was not settled yet (P23). */
  batchNumber,
  /** A supervisor (F38). */
  operatorId: text(8),
};

const batchRecord = z.strictObject({
  id: uuid,
  kind: z.enum(PAYMENT_KINDS),
  amountMinor,
  batchNumber,
});

export const settlementRequest = z.strictObject({ ...ofSettlement, totals: settlementTotals });

export const settlementAnswer = z.strictObject({
  settlementId: uuid,
  batchNumber,
  /** One a currency. `error`: this batch is closed, by another settlement. */
  groups: z
    .array(
      z.strictObject({
        currency: z.string().length(3),
        result: z.enum(['balanced', 'not-balanced', 'error']),
        /** The bank's own. */
        totals: settlementTotals,
      }),
    )
    .min(1)
    .max(10),
  /** Records of a batch upload that are here: it goes on behind them. */
  uploaded: z.int().nonnegative(),
  /** The next batch has at least this number (P21). */
  nextBatchNumber: batchNumber,
});

/** As few as a terminal sends in one message, so that a cut line costs little (TERMINAL 2b). */
export const MOST_RECORDS_PER_UPLOAD = 100;

export const settlementUploadRequest = z.strictObject({
  ...ofSettlement,
  /** Place of the first of these in the terminal's order, from 0; what is behind is replaced. */
  first: z.int().nonnegative().max(1_000_000),
  records: z.array(batchRecord).min(1).max(MOST_RECORDS_PER_UPLOAD),
});

export const settlementUploadAnswer = z.strictObject({
  settlementId: uuid,
  uploaded: z.int().nonnegative(),
});

export const settlementEndRequest = z.strictObject({
  ...ofSettlement,
  count: z.int().nonnegative(),
});

export const settlementEndAnswer = z.strictObject({
  settlementId: uuid,
  /** Another count than the till's: the upload goes on, and nothing is compared. */
  uploaded: z.int().nonnegative(),
  differences: z
    .array(
      z.strictObject({
        id: uuid,
        kind: z.enum(['missing-at-bank', 'too-many-at-bank', 'other-amount', 'other-batch']),
        till: batchRecord.nullable(),
        bank: batchRecord.nullable(),
      }),
    )
    .max(1000),
});

export type SettlementRequest = z.infer<typeof settlementRequest>;
export type SettlementAnswer = z.infer<typeof settlementAnswer>;
export type SettlementUploadRequest = z.infer<typeof settlementUploadRequest>;
export type SettlementUploadAnswer = z.infer<typeof settlementUploadAnswer>;
export type SettlementEndRequest = z.infer<typeof settlementEndRequest>;
export type SettlementEndAnswer = z.infer<typeof settlementEndAnswer>;
