import { useTranslation } from 'react-i18next';
import type { ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import type { Settlement } from '../../../shared/domain/settlement.ts';
import { useTillState } from '../stores-context.ts';
import { slipRowsOf } from './slip-rows.ts';

/** The settlement slip in the words of this screen, with what stands beside the totals now. */
export function useSlipRows(): (settlement: Settlement) => readonly ReceiptRow[] {
  const { t } = useTranslation(['dayEnd', 'recovery', 'signature']);
  const recoveryNow = useTillState('dayEnd', (state) => state.recoveryNow);
  const signaturesNow = useTillState('dayEnd', (state) => state.signaturesNow);
  return (settlement) => {
    const beside = { recovery: recoveryNow(), signatures: signaturesNow() };
    return slipRowsOf(settlement, beside, t);
  };
}
