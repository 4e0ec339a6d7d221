import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { isOpenSettlement } from '../../../shared/domain/settlement.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { DayEnd } from '../day-end/day-end.ts';

/**
 * What keeps a terminal with its till (PROTOCOL P24): before all of it is gone the till is not
 * replaced, activated anew or cleared. The bank refuses another device by what it knows; only the
 * till itself knows of what it has not been able to tell.
 */
export interface TerminalKeeping {
  readonly unsent: number;
  /** The exception list: a person decides first (P13). */
  readonly exceptions: number;
  readonly unsettled: number;
  /** Of cardholders. */
  readonly signatures: number;
  /** Those that the bank has refused: a person decides first, as about the exception list. */
  readonly signaturesRefused: number;
  readonly isDayEndOpen: boolean;
}

export async function whatKeepsTerminal(
  { store }: Pick<TillPorts, 'store'>,
  dayEnd: Pick<DayEnd, 'look'>,
): Promise<Result<TerminalKeeping, Failure>> {
  const outbox = await store.outbox();
  if (!outbox.ok) return outbox;
  const looked = await dayEnd.look();
  if (!looked.ok) return looked;
  const { exceptions, totals, last, signatures } = looked.value;
  return ok({
    unsent: outbox.value.length - exceptions,
    exceptions,
    unsettled: totals.debit.count + totals.credit.count,
    signatures: signatures.unsent,
    signaturesRefused: signatures.refused,
    isDayEndOpen: isOpenSettlement(last),
  });
}
