import { z } from 'zod';
import { hexUpTo, nonNegativeMinor } from './wire-scalars.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const percent = z.int().min(0).max(100);

/** What a chip transaction is decided by (P17), hex as the books write it. */
export const chipParameters = z.strictObject({
  country: hex(2),
  currency: hex(2),
  terminalType: hex(1),
  terminalVersion: hex(2),
  capabilities: hex(3),
  randomSelection: z.strictObject({
    thresholdMinor: nonNegativeMinor,
    sharePercent: percent,
    maxSharePercent: percent,
  }),
  contactlessMaxMinor: nonNegativeMinor,
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
