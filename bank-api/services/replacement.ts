import type { OpenAtTerminal } from '../../shared/domain/open-at-terminal.ts';
import type { BookingPorts } from '../ports.ts';
import type { BankTransaction } from '../store/database.ts';
import { readStanding } from '../store/settlement-store.ts';
import { recordSecurityEvent } from '../store/terminal-store.ts';

export interface TerminalNumbers {
  readonly terminalId: string;
  readonly merchantId: string;
  /** The highest that its device is known to have given out, or to have delivered. */
  readonly lastNumber: bigint;
  /** Up to here they were those of a device that was given up. */
  readonly lostUpTo: bigint;
}

/** Counted from what has arrived: a till that was off the line since may have more (P24). */
export async function readOpen(
  db: BankTransaction,
  { terminalId, merchantId, lastNumber, lostUpTo }: TerminalNumbers,
): Promise<OpenAtTerminal> {
  const { arrived } = await db
    .selectFrom('series_numbers')
    .select(({ fn }) => fn.countAll<bigint>().as('arrived'))
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('number', '>', lostUpTo)
    .where('number', '<=', lastNumber)
    .executeTakeFirstOrThrow();
  const given = lastNumber > lostUpTo ? lastNumber - lostUpTo : 0n;
  const standing = await readStanding(db, merchantId, terminalId);
  const unsettled = standing.filter(({ settled }) => !settled).length;
  return { unsent: Number(given - arrived), unsettled };
}

/**
 * Its till is lost: the next activation may go to another device, whatever the old one had not sent.
 * A decision of the bank's people, so it is written down. False: no such terminal.
 */
export async function releaseTerminal(
  { database, clock }: Pick<BookingPorts, 'database' | 'clock'>,
  terminalId: string,
): Promise<boolean> {
  const atMs = clock.nowMs();
  const released = await database
    .updateTable('terminals')
    .set({ released_at_ms: BigInt(atMs) })
    .where('id', '=', terminalId)
    .returning('merchant_id')
    .executeTakeFirst();
  if (released === undefined) return false;
  await recordSecurityEvent(database, {
    kind: 'terminal-released',
    atMs,
    merchantId: released.merchant_id,
    terminalId,
    detail: 'its till is given up: another device may take it over',
  });
  return true;
}
