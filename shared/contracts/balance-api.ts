import { z } from 'zod';
import { MAX_AMOUNT_MINOR, type Minor } from '../domain/money.ts';
import { attempt } from './bank-api.ts';
import { text, uuid } from './wire-scalars.ts';

/**
 * What is on a card (余额查询, TERMINAL 2a): asked with its PIN and on the line only (P18). It moves no
 * money, so it has no amount, takes no number of a series, is in no batch and is never reversed.
 */
export const enquiryCore = z.strictObject({
  id: uuid,
  currency: z.string().length(3),
  terminalId: z.string().length(8),
  merchantId: z.string().length(15),
  /** Sealed like that of a payment of nothing (P27). */
  sealedCard: text(8192).regex(/^[A-Za-z0-9+/]*={0,2}$/),
});

export const balanceRequest = z.strictObject({ core: enquiryCore, attempt });

export const balanceAnswer = z.strictObject({
  id: uuid,
  /** 00: it is told. */
  code: z.string().length(2),
  /** What could be paid with it now, below zero where it is overdrawn; null where it is not told. */
  balanceMinor: z
    .int()
    .gt(-MAX_AMOUNT_MINOR)
    .lt(MAX_AMOUNT_MINOR)
    .transform((value) => value as Minor)
    .nullable(),
});

export type BalanceRequest = z.infer<typeof balanceRequest>;
export type BalanceAnswer = z.infer<typeof balanceAnswer>;
