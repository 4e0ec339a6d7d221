import type { JournalRecord } from '../../shared/domain/journal.ts';
import { minor } from '../../shared/domain/money.ts';
import { outboxKey, type OutboxRow } from '../../shared/domain/outbox.ts';
import type { PaymentState } from '../../shared/domain/payment.ts';
import type { RowChanges } from '../../shared/domain/row-changes.ts';
import type { Sale, SaleReportIdentity } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import { FakeTill } from '../services/testing/fake-till.ts';
import { newSale } from '../services/books/sale-writing.ts';
import { pricedCart } from '../services/testing/bench-till.ts';

/** Sales, records and rows for the suite of the till stores. */
const random = new FakeTill().random;
const place = {
  terminalId: '01000001',
  merchantId: '898310054110001',
  tillNumber: '01',
  operatorId: '01',
  businessDay: '2026-11-23',
};

export function saleAt(createdAtMs: number) {
  return newSale(pricedCart(random.uuid()), place, {
    nowMs: createdAtMs,
    takeSale: () => 1,
    takeTransaction: () => ({ transactionNumber: 1, batchNumber: 1, traceNumber: 1 }),
    openBatch: () => undefined,
    goOnAfter: () => undefined,
  });
}

export function recordAt(number: number): JournalRecord {
  return {
    number,
    epoch: 1,
    atMs: 1_000,
    counters: { transaction: number, batch: 1, trace: number, sale: number },
    body: { kind: 'notice', code: 'test', detail: '' },
    previousHash: '0'.repeat(64),
    hash: 'a'.repeat(64),
    mac: 'b'.repeat(64),
  };
}

/** A sale with a payment in each of these states. */
export function saleWith(createdAtMs: number, ...states: readonly PaymentState[]) {
  const sale = saleAt(createdAtMs);
  const payments = states.map((state) => ({ id: random.uuid(), status: { state, sinceMs: 1 } }));
  return { ...sale, payments } as unknown as typeof sale;
}

/** The sale completed: this row tells of it. */
export function reported(
  sale: Sale,
  { transactionId, transactionNumber }: OutboxRow,
  more: Partial<SaleReportIdentity> = {},
): Sale {
  const numbers = { transactionNumber, batchNumber: 1, traceNumber: transactionNumber };
  return { ...sale, report: { id: transactionId, ...numbers, delivered: false, ...more } };
}

export function changes(more: Partial<RowChanges>): RowChanges {
  return { record: recordAt(1), putSales: [], putOutbox: [], deleteOutbox: [], ...more };
}

export function rowAt(
  transactionNumber: number,
  kind: OutboxRow['kind'] = 'sale-report',
): OutboxRow {
  const transactionId = random.uuid();
  return {
    key: outboxKey(kind, transactionId),
    kind,
    transactionId,
    transactionNumber,
    saleId: 'sale',
    amountMinor: minor(100),
    createdAtMs: 1,
    lane: 'ready',
    attempts: 0,
    nextTryAtMs: 0,
    reason: '',
  };
}

export function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
