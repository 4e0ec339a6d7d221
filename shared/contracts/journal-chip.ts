import { z } from 'zod';
import { amount, count, list, text } from './journal-scalars.ts';

/** Of a card payment's chip, what a record of the journal must say (`journal-bodies.ts`). */

const hex = z.string().regex(/^([0-9a-f]{2}){0,1000}$/);
const bytes = z.string().regex(/^([0-9a-f]{2}){0,20}$/);

/** How terminal and chip decided. */
export const chip = z.looseObject({
  verificationResults: bytes,
  statusInformation: bytes,
  cardholderResults: bytes,
  code: z.enum(['Y1', 'Y3', 'Z1', 'Z3']).nullable(),
  steps: list(z.looseObject({ step: text, sets: list(text, 40) }), 40),
  application: z
    .looseObject({
      id: bytes,
      label: text,
      sequence: bytes,
      offline: z
        .looseObject({ interchangeProfile: bytes, unpredictableNumber: bytes, issuerData: hex })
        .optional(),
    })
    .optional(),
  inputs: z
    .looseObject({
      settings: z.looseObject({ floorLimitMinor: amount }),
      transaction: z.looseObject({ amountMinor: amount }),
      pin: text,
      isLineUsable: z.boolean(),
      cardData: hex,
      chip: z.looseObject({
        state: z.looseObject({ transactionCounter: count }),
        limits: z.looseObject({ upperCount: count }),
        pin: text,
      }),
    })
    .optional(),
});
