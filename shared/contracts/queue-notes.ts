import { z } from 'zod';

/**
 * What the drainer keeps over a restart beside the outbox itself (PROTOCOL P12, A08): how long the
 * queue as a whole waits, and up to which record the bank has the journal's hashes. Neither is
 * journal matter; a note that cannot be read means "try now" and "from the first record".
 */
const queueWait = z.object({
  attempts: z.int().positive(),
  untilMs: z.int().nonnegative(),
  /** The last fault: an error or response code. */
  reason: z.string().max(60),
  /** Going on needs a sign-on or a person, and trying again is only a question whether it is so. */
  paused: z.boolean(),
});

const anchored = z.object({ epoch: z.int().nonnegative(), number: z.int().nonnegative() });

export type QueueWait = Readonly<z.infer<typeof queueWait>>;
export type Anchored = Readonly<z.infer<typeof anchored>>;

export function parseQueueWait(text: string | null): QueueWait | null {
  return parsed(queueWait, text);
}

export function parseAnchored(text: string | null): Anchored | null {
  return parsed(anchored, text);
}

function parsed<Note>(schema: z.ZodType<Note>, text: string | null): Note | null {
  if (text === null || text === '') return null;
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
