import { z } from 'zod';
import { text } from './wire-scalars.ts';

const institution = z.strictObject({
  code: z.string().regex(/^\d{8}$/),
  name: text(40).min(1),
});

/**
 * With a yes alone: who issued the card and who books it, for the slip (TERMINAL 2d). A terminal hears
 * both in field 44 of the answer.
 */
export const institutions = z
  .strictObject({ issuer: institution, acquirer: institution })
  .exactOptional();
