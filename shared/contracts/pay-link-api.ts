import { z } from 'zod';
import { attempt, paymentCore } from './bank-api.ts';
import { institutions } from './institutions.ts';
import { nonNegativeMinor, text, uuid } from './wire-scalars.ts';

/**
 * A pay link (P13): the customer makes up for a promise that the bank has refused, without coming
 * back to the shop. A part of the bank API of the same version.
 *
 * It is a payment that the till prepares and the customer makes: `core` is its immutable core (P1),
 * with the number, batch and trace under which it will count, no card in it, and `supersedes` naming
 * the refused one. The same request again makes nothing: it tells what has become of the link, so a
 * till asks by sending it again.
 */
export const payLinkRequest = z.strictObject({ core: paymentCore, attempt });

const timeMs = z.int().nonnegative();
const common = { id: uuid, amountMinor: nonNegativeMinor };

/** Longer than the address that a bank gives itself is none. */
const MOST_LINK_CHARACTERS = 200;

/** All but `open` is final, and to a withdrawal only these are answered. */
export const payLinkAnswer = z.discriminatedUnion('state', [
  z.strictObject({
    ...common,
    state: z.literal('open'),
    /** What the customer opens; as good in capitals, which make a smaller code. */
    url: text(MOST_LINK_CHARACTERS).regex(/^https?:\/\/[\w.:/-]+$/),
    expiresAtMs: timeMs,
  }),
  /** A payment of the till like any other from here on: it is in its batch, and can be refunded. */
  z.strictObject({
    ...common,
    state: z.literal('paid'),
    paidAtMs: timeMs,
    /** Which yes: 00, or a defective success. */
    code: z.string().length(2),
    authorisationCode: text(6),
    referenceNumber: text(12),
    maskedNumber: text(19),
    institutions,
  }),
  z.strictObject({
    ...common,
    state: z.literal('closed'),
    /** `not-possible`: what it names was not refused, or is made up for otherwise. */
    why: z.enum(['withdrawn', 'expired', 'not-possible']),
  }),
]);

export type PayLinkRequest = z.infer<typeof payLinkRequest>;
export type PayLinkAnswer = z.infer<typeof payLinkAnswer>;
