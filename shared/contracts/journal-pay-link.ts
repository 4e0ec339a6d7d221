import { z } from 'zod';
import { count, institutions, text } from './journal-scalars.ts';

/** Of a pay link, what a record of the journal must say (`journal-bodies.ts`). */

const why = z.enum(['withdrawn', 'expired', 'not-possible', 'refused']);
const open = { state: z.literal('open'), url: text, expiresAtMs: count };

const status = z.discriminatedUnion('state', [
  z.looseObject({ state: z.literal('asked'), sinceMs: count }),
  z.looseObject({ ...open, atMs: count }),
  z.looseObject({ state: z.literal('paid'), atMs: count }),
  z.looseObject({ state: z.literal('closed'), atMs: count, why }),
]);

export const payLinkWith = (core: z.ZodType) =>
  z.looseObject({ core, tenderId: text, operatorId: text, madeAtMs: count, status });

export const payLinkTold = z.discriminatedUnion('state', [
  z.looseObject(open),
  z.looseObject({
    state: z.literal('paid'),
    authorisationCode: text,
    referenceNumber: text,
    maskedNumber: text,
    watchCode: text.optional(),
    institutions,
  }),
  z.looseObject({ state: z.literal('closed'), why }),
]);
