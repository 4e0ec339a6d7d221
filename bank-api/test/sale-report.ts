import { v7 as uuidV7 } from 'uuid';
import type { ActivationAnswer } from '../../shared/contracts/activation-api.ts';
import type { SaleReport } from '../../shared/contracts/bank-api.ts';
import { minor } from '../../shared/domain/money.ts';

/** One bottle of water, paid in cash to the fen. */
export function saleReport(
  facts: Pick<ActivationAnswer, 'terminalId' | 'merchantId' | 'tillNumber'>,
  numbers: { transactionNumber: number; batchNumber: number; traceNumber: number },
  amountMinor: number,
  createdAtMs: number,
): SaleReport {
  const amount = minor(amountMinor);
  const none = minor(0);
  return {
    id: uuidV7(),
    saleId: uuidV7(),
    saleNumber: `${facts.tillNumber}-${String(numbers.transactionNumber).padStart(6, '0')}`,
    ...numbers,
    terminalId: facts.terminalId,
    merchantId: facts.merchantId,
    operatorId: '01',
    createdAtMs,
    businessDay: '2026-11-24',
    currency: 'CNY',
    lines: [
      {
        lineId: '1',
        productId: 'p1',
        barcode: '6901234567892',
        nameZh: '矿泉水',
        nameEn: 'Water',
        unit: 'piece',
        quantityMilli: 1000,
        unitPriceMinor: amount,
        taxBasisPoints: 0,
        discountMinor: none,
        saleDiscountMinor: none,
        amountMinor: amount,
        taxMinor: none,
        note: '',
      },
    ],
    totals: { grossMinor: amount, discountMinor: none, taxMinor: none, dueMinor: amount },
    tenders: [
      {
        kind: 'cash',
        id: uuidV7(),
        amountMinor: amount,
        roundingMinor: none,
        receivedMinor: amount,
        changeMinor: none,
      },
    ],
    note: '',
  };
}
