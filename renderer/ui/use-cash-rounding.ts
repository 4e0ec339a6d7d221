import { NO_CASH_ROUNDING, type CashRounding } from '../../shared/domain/cash.ts';
import { useTillState } from './stores-context.ts';

/** As the bank orders it for this shop (A19). */
export function useCashRounding(): CashRounding {
  return useTillState(
    'till',
    ({ terminal }) => terminal?.parameters.cashRounding ?? NO_CASH_ROUNDING,
  );
}
