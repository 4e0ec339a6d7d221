import type { HoldOf, HoldStep } from '../hold.ts';
import { afterHoldStep, KIND_OF_ACT } from '../holding.ts';
import { minor } from '../money.ts';
import type { Payment, PaymentState, PaymentStatus } from '../payment.ts';
import type { CashTender, Sale, SaleLine } from '../sale.ts';

/** A sale of two lines, and payments in every state, for tests of the rules. */
export const SAMPLE_TIME_MS = Date.UTC(2026, 10, 24, 1, 5, 7);

export const SAMPLE_INSTITUTIONS = {
  issuer: { code: '01990001', name: '云岭银行 Yunling Bank' },
  acquirer: { code: '89830000', name: '演示收单行 Demo Bank' },
};
const APPROVAL = {
  authorisationCode: '123456',
  referenceNumber: '100000000001',
  institutions: SAMPLE_INSTITUTIONS,
};
const LATEST_MS = SAMPLE_TIME_MS + 24 * 60 * 60 * 1000;

/** One status of each state: a new state does not compile until it has a sample here. */
export const SAMPLE_STATUS: {
  readonly [State in PaymentState]: Extract<PaymentStatus, { state: State }>;
} = {
  created: { state: 'created' },
  authorizing: { state: 'authorizing', sinceMs: SAMPLE_TIME_MS },
  approved: { state: 'approved', atMs: SAMPLE_TIME_MS, ...APPROVAL },
  'approved-in-part': {
    state: 'approved-in-part',
    atMs: SAMPLE_TIME_MS,
    approvedMinor: minor(1000),
    ...APPROVAL,
  },
  declined: { state: 'declined', atMs: SAMPLE_TIME_MS, code: '51' },
  unknown: { state: 'unknown', sinceMs: SAMPLE_TIME_MS },
  reversing: { state: 'reversing', sinceMs: SAMPLE_TIME_MS, reason: 'given-up' },
  reversed: { state: 'reversed', atMs: SAMPLE_TIME_MS, reason: 'given-up' },
  'offline-approved': {
    state: 'offline-approved',
    atMs: SAMPLE_TIME_MS,
    code: 'Y3',
    certificate: 'a1b2c3d4e5f60718',
    latestSendingMs: LATEST_MS,
  },
  'offline-declined': { state: 'offline-declined', atMs: SAMPLE_TIME_MS, code: 'Z3' },
  stored: { state: 'stored', atMs: SAMPLE_TIME_MS, latestSendingMs: LATEST_MS },
  posted: { state: 'posted', atMs: SAMPLE_TIME_MS, watch: false, ...APPROVAL },
  refused: { state: 'refused', atMs: SAMPLE_TIME_MS, code: '51' },
  recovered: { state: 'recovered', atMs: SAMPLE_TIME_MS, byPaymentId: 'payment-2' },
  'written-off': {
    state: 'written-off',
    atMs: SAMPLE_TIME_MS,
    supervisorId: '00',
    reason: 'customer unknown',
  },
  withdrawn: { state: 'withdrawn', atMs: SAMPLE_TIME_MS, supervisorId: '00' },
  'needs-attention': { state: 'needs-attention', atMs: SAMPLE_TIME_MS, why: 'two answers' },
};

const LINES: readonly SaleLine[] = [
  {
    lineId: 'a',
    productId: 'water',
    barcode: '6901234567892',
    nameZh: '农夫山泉',
    nameEn: 'Spring water',
    unit: 'piece',
    quantityMilli: 3000,
    unitPriceMinor: minor(200),
    taxBasisPoints: 1300,
    discountMinor: minor(0),
    saleDiscountMinor: minor(0),
    amountMinor: minor(600),
    taxMinor: minor(69),
    note: '',
  },
  {
    lineId: 'b',
    productId: 'apples',
    barcode: '',
    nameZh: '红富士苹果',
    nameEn: 'Fuji apples',
    unit: 'kg',
    quantityMilli: 642,
    unitPriceMinor: minor(1280),
    taxBasisPoints: 900,
    discountMinor: minor(22),
    saleDiscountMinor: minor(0),
    amountMinor: minor(800),
    taxMinor: minor(66),
    note: '要红的',
  },
];

export const SAMPLE_DUE = minor(1400);

export function samplePayment(status: PaymentStatus, id = 'payment-1'): Payment {
  return {
    id,
    tenderId: 'card-1',
    createdAtMs: SAMPLE_TIME_MS,
    card: {
      maskedNumber: '622848******0072',
      cardToken: 'token',
      scheme: 'UnionPay',
      entryMode: 'contactless',
      verification: 'none',
      expiry: '2029-12',
    },
    core: {
      kind: 'purchase',
      id,
      saleId: 'sale-1',
      amountMinor: SAMPLE_DUE,
      currency: 'CNY',
      terminalId: '01000001',
      merchantId: '898310054110001',
      transactionNumber: 41,
      batchNumber: 7,
      traceNumber: 41,
      sealedCard: '',
    },
    status,
  };
}

export const SAMPLE_CASH: CashTender = {
  kind: 'cash',
  id: 'cash-1',
  amountMinor: SAMPLE_DUE,
  roundingMinor: minor(0),
  receivedMinor: minor(2000),
  changeMinor: minor(600),
};

/** Completed and paid in cash, unless the test says otherwise. */
export function sampleSale(changes: Partial<Sale> = {}): Sale {
  return {
    id: 'sale-1',
    number: '01-000418',
    terminalId: '01000001',
    merchantId: '898310054110001',
    operatorId: '01',
    createdAtMs: SAMPLE_TIME_MS,
    businessDay: '2026-11-24',
    lines: LINES,
    totals: {
      grossMinor: minor(1422),
      discountMinor: minor(22),
      taxMinor: minor(135),
      dueMinor: SAMPLE_DUE,
    },
    note: '',
    tenders: [SAMPLE_CASH],
    payments: [],
    state: 'completed',
    customerContact: '',
    report: {
      id: 'report-1',
      transactionNumber: 42,
      batchNumber: 7,
      traceNumber: 42,
      delivered: false,
    },
    receipt: { printedCount: 0 },
    ...changes,
  };
}

/** The same sale, paid by one card whose payment stands at `status`. */
export function sampleCardSale(status: PaymentStatus, changes: Partial<Sale> = {}): Sale {
  const payment = samplePayment(status);
  return sampleSale({
    tenders: [{ kind: 'card', id: 'card-1', amountMinor: SAMPLE_DUE, paymentIds: [payment.id] }],
    payments: [payment],
    ...changes,
  });
}

/** A refund of six yuan, made at this till, of a sale that another one made the day before. */
export function sampleRefund(status: PaymentStatus, changes: Partial<Sale> = {}): Sale {
  const amountMinor = minor(600);
  const made = samplePayment(status, 'refund-1');
  const core = { ...made.core, kind: 'refund', originalId: 'payment-0', amountMinor } as const;
  const totals = { ...sampleSale().totals, grossMinor: minor(0), dueMinor: amountMinor };
  return sampleCardSale(status, {
    lines: [],
    totals,
    tenders: [{ kind: 'card', id: 'card-1', amountMinor, paymentIds: ['refund-1'] }],
    payments: [{ ...made, core, supervisorId: '00' }],
    report: null,
    state: status.state === 'approved' ? 'refunded' : 'not-paid',
    refundOf: {
      paymentId: 'payment-0',
      terminalId: '01000002',
      batchNumber: 6,
      traceNumber: 12,
      referenceNumber: '100000000009',
      amountMinor: SAMPLE_DUE,
      bookedAtMs: SAMPLE_TIME_MS - 24 * 3_600_000,
    },
    ...changes,
  });
}

/** Fifty yuan that this till holds on a card; `step` says what it does instead to a hold of another one. */
export function sampleHold(
  status: PaymentStatus,
  step: HoldStep = { act: 'hold' },
  changes: Partial<Sale> = {},
): Sale {
  const amountMinor = minor(5000);
  const made = samplePayment(status, 'hold-1');
  const originalId = step.act === 'hold' ? {} : { originalId: step.of.paymentId };
  const core = { ...made.core, kind: KIND_OF_ACT[step.act], ...originalId, amountMinor };
  const totals = { ...sampleSale().totals, grossMinor: minor(0), dueMinor: amountMinor };
  const supervisor = step.act === 'release' ? { supervisorId: '00' } : {};
  const sale = sampleCardSale(status, {
    lines: [],
    totals,
    tenders: [{ kind: 'card', id: 'card-1', amountMinor, paymentIds: ['hold-1'] }],
    payments: [{ ...made, core, ...supervisor }],
    report: null,
    state: 'not-paid',
    hold: step,
    ...changes,
  });
  return status.state === 'approved' ? afterHoldStep(sale, step) : sale;
}

export const SAMPLE_HOLD: HoldOf = {
  paymentId: 'hold-0',
  terminalId: '01000002',
  batchNumber: 6,
  traceNumber: 12,
  referenceNumber: '100000000009',
  authorisationCode: '654321',
  amountMinor: minor(5000),
  bookedAtMs: SAMPLE_TIME_MS - 24 * 3_600_000,
};
