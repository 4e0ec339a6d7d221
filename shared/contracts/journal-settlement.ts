import { z } from 'zod';
import { PAYMENT_KINDS } from '../domain/payment.ts';
import { amount, count, list, text } from './journal-scalars.ts';

/** A day end after a step of it, as a record of the journal says it (`journal-bodies.ts`). */

const sumAndCount = z.looseObject({ sumMinor: z.int(), count });
const paymentPlace = z.looseObject({ saleId: text, paymentId: text });
const settledBefore = z.looseObject({
  batch: count,
  carried: list(paymentPlace),
  early: list(text),
});
const batchRecord = z.looseObject({
  id: text,
  kind: z.enum(PAYMENT_KINDS),
  amountMinor: amount,
  batchNumber: count,
});
const difference = {
  id: text,
  kind: z.enum(['missing-at-bank', 'too-many-at-bank', 'other-amount', 'other-batch']),
  till: batchRecord.nullable(),
  bank: batchRecord.nullable(),
};
const cure = z.enum(['upload', 'reversal', 'ask', 'batch-correction', 'write-off']);
export const settlement = z.looseObject({
  id: text.min(1),
  batchNumber: count,
  step: z.enum(['opened', 'disagree', 'confirmed', 'unconfirmed']),
  businessDay: text,
  atMs: count,
  supervisorId: text,
  before: settledBefore,
  totals: z.looseObject({
    debit: sumAndCount,
    credit: sumAndCount,
    promised: sumAndCount,
    open: sumAndCount,
  }),
  bank: z.looseObject({ debit: sumAndCount, credit: sumAndCount }).nullable(),
  unsent: list(
    z.looseObject({ saleId: text, paymentId: text, saleNumber: text, amountMinor: amount }),
  ),
  watched: list(
    z.looseObject({ saleId: text, paymentId: text, saleNumber: text, amountMinor: amount }),
  ).optional(),
  differences: list(
    z.looseObject({ ...difference, saleId: text, saleNumber: text, cure, tried: list(cure) }),
  ),
  bankError: z.literal('batch-closed').optional(),
  accepted: list(z.looseObject({ ...difference, cure, supervisorId: text, reason: text })),
  decided: list(
    z.looseObject({ ...difference, saleNumber: text, cure, supervisorId: text, reason: text }),
  ).optional(),
  after: settledBefore,
});
