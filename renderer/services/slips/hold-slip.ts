import type { HoldQuestion } from '../../../shared/contracts/hold-api.ts';
import { decimalText } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { slipTyped, type TypedSlip } from './refund-slip.ts';

/** What somebody has typed off the slip of a hold. */
export interface TypedHoldSlip extends TypedSlip {
  readonly authorisationCode: string;
}

export const NO_SLIP: TypedHoldSlip = { number: '', amount: '', authorisationCode: '' };

/** Null while it is not whole: nothing is asked about half a number. */
export function holdSlipTyped({
  authorisationCode,
  ...slip
}: TypedHoldSlip): Omit<HoldQuestion, 'operatorId'> | null {
  const code = authorisationCode.normalize('NFKC').trim();
  const named = slipTyped(slip);
  return named === null || !/^\d{6}$/.test(code) ? null : { ...named, authorisationCode: code };
}

/** Of a hold of this till its slip is known; of anything else there is none. */
export function holdSlipOf({ hold, state, payments, totals }: Sale): TypedHoldSlip {
  const status = payments.at(-1)?.status;
  if (hold?.act !== 'hold' || state !== 'held' || status?.state !== 'approved') return NO_SLIP;
  const { authorisationCode, referenceNumber: number } = status;
  return { number, authorisationCode, amount: decimalText(totals.dueMinor) };
}
