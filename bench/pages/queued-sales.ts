import { v7 } from 'uuid';
import type { SaleReport } from '../../shared/contracts/bank-api.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import type { Counters, JournalDraft } from '../../shared/domain/journal.ts';
import { minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import type { Numbers } from '../../renderer/services/books/ledger-of-the-till.ts';
import {
  completedIfPaid,
  newSale,
  withCashTender,
  type Place,
} from '../../renderer/services/books/sale-writing.ts';
import { uploadItemOf } from '../../renderer/services/drain/upload.ts';
import { sampleCart } from './sample-sale.ts';

const LINES_A_SALE = 3;

const random = { uuid: (): string => v7(), unit: Math.random };

/** Cash sales as the till's own functions put them together, one draft of a record each. */
export function queuedSales(before: Counters, place: Place, sales: number): JournalDraft[] {
  const drafts: JournalDraft[] = [];
  let counters = before;
  for (let made = 0; made < sales; made += 1) {
    const nowMs = Date.now();
    const numbers: Numbers = {
      nowMs,
      takeSale: () => {
        counters = { ...counters, sale: counters.sale + 1 };
        return counters.sale;
      },
      takeTransaction: () => {
        const { transaction, trace } = counters;
        counters = { ...counters, transaction: transaction + 1, trace: trace + 1 };
        return {
          transactionNumber: counters.transaction,
          batchNumber: counters.batch,
          traceNumber: counters.trace,
        };
      },
      openBatch: () => undefined,
      goOnAfter: () => undefined,
    };
    const cart = sampleCart(random.uuid(), { lines: LINES_A_SALE, nth: made });
    const { dueMinor } = cart.totals;
    const paid = withCashTender(newSale(cart, place, numbers), {
      kind: 'cash',
      id: random.uuid(),
      amountMinor: dueMinor,
      roundingMinor: minor(0),
      receivedMinor: dueMinor,
      changeMinor: minor(0),
    });
    const { sale, outbox } = completedIfPaid(paid, numbers, random);
    drafts.push({ atMs: nowMs, counters, body: { kind: 'sale', step: 'completed', sale, outbox } });
  }
  return drafts;
}

/** What the bank is told of such sales, as documents: the same for whoever takes it there. */
export function queuedReports(sales: number): SaleReport[] {
  const counters = { transaction: 0, batch: 1, trace: 0, sale: 0 };
  return queuedSales(counters, PLACE, sales).map(({ body }) => {
    if (body.kind !== 'sale') throw new Error('only sales are queued here');
    const row = present(body.outbox[0], 'what the bank is told');
    const item = uploadItemOf(row, body.sale, 'CNY');
    if (item?.kind !== 'sale-report') throw new Error('a cash sale is told by its report');
    return item.report;
  });
}

const PLACE: Place = {
  terminalId: DEMO_MERCHANT.terminalId,
  merchantId: DEMO_MERCHANT.merchantId,
  tillNumber: DEMO_MERCHANT.tillNumber,
  operatorId: '01',
  businessDay: '2026-11-26',
};
