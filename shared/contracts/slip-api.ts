import { z } from 'zod';
import type { SlipCode } from '../domain/slip-code.ts';
import type { Result } from '../lib/result.ts';
import type { Failure } from './error-codes.ts';
import type { Ask, PaymentQuestion } from './line-answer.ts';
import { nonNegativeMinor, text, uuid } from './wire-scalars.ts';

/**
 * What became of a promise, asked with the code of its slip (PROTOCOL P19): a part of the bank API of
 * the same version. Any till of the merchant may ask; of another merchant's nothing is known.
 */
export const slipAnswer = z.discriminatedUnion('known', [
  z.strictObject({ known: z.literal(false), id: uuid }),
  z.strictObject({
    known: z.literal(true),
    id: uuid,
    state: z.enum(['approved', 'posted', 'declined', 'refused', 'reversed']),
    code: text(2),
    /** 0 where the bank was told to refuse it before it ever came (P6). */
    amountMinor: nonNegativeMinor,
    /** Null there, too. */
    saleId: uuid.nullable(),
    terminalId: text(8),
    maskedNumber: text(19),
    /** Another payment of the same sale, later and of the same amount, stands. */
    isPaidOtherwise: z.boolean(),
  }),
]);

export type SlipAnswer = z.infer<typeof slipAnswer>;

/** The code of a provisional slip at a till's host: proved and read with the merchant's key, without a line. */
export interface SlipCodeHost {
  /** What became of a promise of any till of this merchant (P19). */
  readonly askSlip: Ask<PaymentQuestion, SlipAnswer>;
  readonly signSlip: (slip: SlipCode) => Promise<Result<string, Failure>>;
  /** What a scanned one says, once it is proved to be of this merchant. */
  readonly readSlip: (code: string) => Promise<Result<SlipCode, Failure>>;
}
