import { z } from 'zod';
import { nonNegativeMinor } from './wire-scalars.ts';

/** Caps on promised money, as the bank signs them (P15). */
export const offlinePolicy = z.strictObject({
  enabled: z.boolean(),
  perSaleMinor: nonNegativeMinor,
  hardPerSaleMinor: nonNegativeMinor,
  perCardMinor: nonNegativeMinor,
  totalExposureMinor: nonNegativeMinor,
  hardTotalExposureMinor: nonNegativeMinor,
  maxCount: z.int().nonnegative(),
  maxAgeMs: z.int().positive(),
  floorLimitMinor: nonNegativeMinor,
});
