import { z } from 'zod';
import { MAX_AMOUNT_MINOR, type Minor } from '../domain/money.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
export const hexUpTo = (most: number) => z.string().regex(new RegExp(`^([0-9a-f]{2}){0,${most}}$`));
const amount = z
  .int()
  .nonnegative()
  .lt(MAX_AMOUNT_MINOR)
  .transform((value) => value as Minor);
const percent = z.int().min(0).max(100);

/** What a chip transaction is decided by (P17), hex as the books write it. */
export const chipParameters = z.strictObject({
  country: hex(2),
  currency: hex(2),
  terminalType: hex(1),
  terminalVersion: hex(2),
  capabilities: hex(3),
  randomSelection: z.strictObject({
    thresholdMinor: amount,
    sharePercent: percent,
    maxSharePercent: percent,
  }),
  contactlessMaxMinor: amount,
  actionDenial: hex(5),
  actionOnline: hex(5),
  actionDefault: hex(5),
  authorityKeys: z
    .array(
      z.strictObject({
        index: z.int().min(0).max(255),
        modulus: hexUpTo(248),
        exponent: hexUpTo(3),
      }),
    )
    .max(50)
    .readonly(),
});
