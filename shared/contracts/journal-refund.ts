import { z } from 'zod';
import { MAX_AMOUNT_MINOR } from '../domain/money.ts';

const text = z.string().max(1_000);
const count = z.int().nonnegative();

const goods = z.looseObject({
  lineId: text,
  productId: text,
  nameZh: text,
  nameEn: text,
  unit: z.enum(['piece', 'kg']),
  quantityMilli: count,
  amountMinor: count.lt(MAX_AMOUNT_MINOR),
});

/** What a refund gives a part of back, as a record of the journal says it (`journal-bodies.ts`). */
export const refundOf = z.looseObject({
  paymentId: text,
  terminalId: text,
  batchNumber: count,
  traceNumber: count,
  referenceNumber: text,
  amountMinor: count.lt(MAX_AMOUNT_MINOR),
  bookedAtMs: count,
  cash: z.looseObject({ saleId: text, reportNumber: count, recovers: text.optional() }).optional(),
  supervisorId: text.optional(),
  goods: z.array(goods).max(10_000).optional(),
});
