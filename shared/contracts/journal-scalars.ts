import { z } from 'zod';
import { MAX_AMOUNT_MINOR } from '../domain/money.ts';

/** What the members of a record are made of, and those that stand for themselves. */

export const amount = z.int().gt(-MAX_AMOUNT_MINOR).lt(MAX_AMOUNT_MINOR);
export const count = z.int().nonnegative();
export const text = z.string().max(1_000);
export const long = z.string().max(20_000);
export const list = <Item extends z.ZodType>(item: Item, most = 5_000) => z.array(item).max(most);

const institution = z.looseObject({ code: text, name: text });
/** Who stands behind a yes; on records of before nobody. */
export const institutions = z
  .looseObject({ issuer: institution, acquirer: institution })
  .optional();

export const shift = z.looseObject({
  id: text.min(1),
  terminalId: text,
  operatorId: text,
  businessDay: text,
  openedAtMs: count,
  floatMinor: amount,
  movements: list(
    z.looseObject({
      kind: z.enum(['pay-in', 'pay-out']),
      id: text,
      amountMinor: amount,
      reason: text,
      operatorId: text,
      atMs: count,
    }),
  ),
  closing: z
    .looseObject({
      closedAtMs: count,
      operatorId: text,
      pieces: list(z.looseObject({ valueMinor: amount, count }), 100),
      expectedMinor: amount,
      countedMinor: amount,
      varianceMinor: amount,
      reason: text,
      approverId: text,
      nextFloatMinor: amount,
    })
    .nullable(),
});
