import { z } from 'zod';
import { RIGHTS } from '../domain/operators.ts';
import { text } from './wire-scalars.ts';

/**
 * Who may work at a merchant's tills, as the bank signs it (PROTOCOL P21, P28): versioned, never
 * downgraded. Without PINs, which no bank knows; a start code goes as its hash.
 */
export const operatorList = z.strictObject({
  version: z.int().positive(),
  operators: z
    .array(
      z.strictObject({
        /** 99, 00, 01 … (two digits). */
        id: z.string().regex(/^\d{2}$/),
        name: text(40),
        role: z.enum(['administrator', 'supervisor', 'cashier']),
        startCode: z
          .strictObject({
            hash: z.string().regex(/^[0-9a-f]{64}$/),
            expiresAtMs: z.int().nonnegative(),
          })
          .nullable(),
        /** What asks for a supervisor's PIN each time (A28); absent: nothing. */
        mayNot: z.array(z.enum(RIGHTS)).max(RIGHTS.length).readonly().exactOptional(),
      }),
    )
    .max(100),
});

export type OperatorList = z.infer<typeof operatorList>;
export type ListedOperator = OperatorList['operators'][number];

/** A PIN that is set against a start code. */
export interface FirstUse {
  readonly operatorId: string;
  readonly pin: string;
  readonly startCode: string;
}
