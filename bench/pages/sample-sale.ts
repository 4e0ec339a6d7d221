import { EMPTY_HEAD, headOf, type JournalRecord } from '../../shared/domain/journal.ts';
import { minor } from '../../shared/domain/money.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { SaleLine } from '../../shared/domain/sale.ts';
import type { Numbers } from '../../renderer/services/books/ledger-of-the-till.ts';
import {
  completedIfPaid,
  newSale,
  withCardTender,
  type PricedCart,
} from '../../renderer/services/books/sale-writing.ts';

/** Sales as a shop makes them, put together by the till's own functions. */

const PLACE = {
  terminalId: '01000001',
  merchantId: '898310054110001',
  tillNumber: '01',
  operatorId: '01',
  businessDay: '2026-11-23',
};
const FIRST_AT_MS = Date.UTC(2026, 10, 23, 1);
const LINES_A_SALE = 5;

interface Basket {
  readonly lines: number;
  /** Which goods lie in it: another number, other goods and prices. */
  readonly nth: number;
}

/** Lines with names, prices and tax: what a basket in a small shop holds. */
export function sampleCart(
  saleId: string,
  { lines: count, nth }: Basket = { lines: LINES_A_SALE, nth: 0 },
): PricedCart {
  const lines = Array.from({ length: count }, (_, index) => sampleLine(nth + index));
  const gross = minor(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
  const tax = minor(lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0));
  const nothing = minor(0);
  const totals = {
    grossMinor: gross,
    discountMinor: nothing,
    taxMinor: tax,
    dueMinor: gross,
  };
  return { saleId, lines, totals, note: '', customer: '' };
}

function sampleLine(nth: number): SaleLine {
  const unitPriceMinor = minor(350 + (nth % 97) * 25);
  return {
    lineId: crypto.randomUUID(),
    productId: `product-${1000 + (nth % 900)}`,
    barcode: `690123456${String(1000 + (nth % 9000))}`,
    nameZh: '农夫山泉饮用天然水 550ml',
    nameEn: 'Nongfu Spring water 550 ml',
    unit: 'piece',
    quantityMilli: 1000,
    unitPriceMinor,
    taxBasisPoints: 1300,
    discountMinor: minor(0),
    saleDiscountMinor: minor(0),
    amountMinor: unitPriceMinor,
    taxMinor: minor(Math.round((unitPriceMinor * 13) / 113)),
    note: '',
  };
}

/**
 * Records of completed card sales, one after the other, each with the sale and what it tells the
 * bank. Hash and MAC have their length and not their meaning: a database does not look at them.
 */
export function* sampleRecords({
  firstAtMs = FIRST_AT_MS,
  everyMs = 20_000,
  uuid = () => crypto.randomUUID(),
}: {
  readonly firstAtMs?: number;
  readonly everyMs?: number;
  readonly uuid?: () => string;
} = {}): Generator<JournalRecord, never> {
  let head = EMPTY_HEAD;
  for (;;) {
    const count = head.counters.sale + 1;
    const atMs = firstAtMs + count * everyMs;
    const numbers: Numbers = {
      nowMs: atMs,
      takeSale: () => count,
      takeTransaction: () => ({ transactionNumber: count, batchNumber: 1, traceNumber: count }),
      openBatch: () => undefined,
      goOnAfter: () => undefined,
    };
    const cart = sampleCart(uuid());
    const sale = newSale(cart, PLACE, numbers);
    const paid = withCardTender(sale, uuid(), cart.totals.dueMinor, samplePayment(sale.id, count));
    const { sale: done, outbox } = completedIfPaid(paid, numbers, { uuid, unit: () => 0 });
    const record: JournalRecord = {
      number: head.number + 1,
      epoch: 1,
      atMs,
      counters: { transaction: count, batch: 1, trace: count, sale: count },
      body: { kind: 'sale', step: 'approved', sale: done, outbox },
      previousHash: head.hash,
      hash: hexOf(count, 'a'),
      mac: hexOf(count, 'b'),
    };
    yield record;
    head = headOf(record);
  }
}

const hexOf = (count: number, fill: string): string => String(count).padStart(64, fill);

function samplePayment(saleId: string, count: number): Payment {
  const id = crypto.randomUUID();
  const { terminalId, merchantId } = PLACE;
  const amountMinor = sampleCart(saleId).totals.dueMinor;
  return {
    id,
    tenderId: '',
    core: {
      kind: 'purchase',
      id,
      saleId,
      amountMinor,
      currency: 'CNY',
      terminalId,
      merchantId,
      transactionNumber: count,
      batchNumber: 1,
      traceNumber: count,
      sealedCard: 'c2VhbGVk'.repeat(40),
    },
    card: {
      maskedNumber: '622848******1234',
      cardToken: hexOf(count, 'c'),
      scheme: 'UnionPay',
      entryMode: 'chip',
      verification: 'none',
      expiry: '2030-12',
    },
    createdAtMs: FIRST_AT_MS,
    status: {
      state: 'approved',
      atMs: FIRST_AT_MS,
      authorisationCode: '123456',
      referenceNumber: String(count).padStart(12, '0'),
    },
  };
}
