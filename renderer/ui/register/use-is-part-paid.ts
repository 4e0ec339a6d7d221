import { useTillState } from '../stores-context.ts';

/** After a restart a sale may lie there with a part of it paid: that money is somebody's (I4). */
export function useIsPartPaid(saleId: string): boolean {
  return useTillState('found', ({ found }) =>
    found.some((one) => one.saleId === saleId && one.fate === 'part-paid'),
  );
}
