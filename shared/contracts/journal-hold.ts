import { z } from 'zod';
import { refundOf } from './journal-refund.ts';

/** What a record of the journal says of money that is held on a card (`journal-bodies.ts`). */
const of = refundOf.extend({ authorisationCode: z.string().max(1_000) });

export const holdStep = z.discriminatedUnion('act', [
  z.looseObject({ act: z.literal('hold') }),
  z.looseObject({ act: z.literal('complete'), of }),
  z.looseObject({ act: z.literal('release'), of }),
]);
