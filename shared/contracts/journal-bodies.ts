import { z } from 'zod';
import type { JournalBody } from '../domain/journal.ts';
import { PAYMENT_KINDS, type PaymentState } from '../domain/payment.ts';
import { chip } from './journal-chip.ts';
import { holdStep } from './journal-hold.ts';
import { payLinkTold, payLinkWith } from './journal-pay-link.ts';
import { refundOf } from './journal-refund.ts';
import { isCanonical } from '../lib/canonical-json.ts';
import { amount, count, institutions, list, long, shift, text } from './journal-scalars.ts';
import { settlement } from './journal-settlement.ts';
import { cardSignature, signatureOutcome } from './journal-signature.ts';

/**
 * What a record may say, as far as the next start depends on it (PROTOCOL P9, P10, P28): the database
 * is made from the journal, so a record that cannot be read would keep the till from starting for
 * ever. What it means is the till's own business; members more than these are let through.
 */

const approval = { authorisationCode: text, referenceNumber: text, institutions };
const at = { atMs: count };
const since = { sinceMs: count };
const STATES: Readonly<Record<PaymentState, z.ZodRawShape>> = {
  created: {},
  authorizing: since,
  approved: { ...at, ...approval, watchCode: text.optional() },
  'approved-in-part': { ...at, ...approval, approvedMinor: amount },
  declined: { ...at, code: text },
  unknown: since,
  reversing: { ...since, reason: text },
  reversed: { ...at, reason: text },
  'offline-approved': { ...at, code: text, certificate: text, latestSendingMs: count },
  'offline-declined': { ...at, code: text },
  stored: { ...at, latestSendingMs: count },
  posted: { ...at, ...approval, watch: z.boolean() },
  refused: { ...at, code: text },
  recovered: { ...at, byPaymentId: text, code: text.optional() },
  'written-off': { ...at, supervisorId: text, reason: text },
  withdrawn: { ...at, supervisorId: text },
  'needs-attention': { ...at, why: text },
};

/** One of several outlines, told apart by one member. */
function oneOf(member: string, outlines: Readonly<Record<string, z.ZodRawShape>>): z.ZodType {
  const [first, ...others] = Object.entries(outlines).map(([name, shape]) =>
    z.looseObject({ ...shape, [member]: z.literal(name) }),
  );
  return first === undefined ? z.never() : z.discriminatedUnion(member, [first, ...others]);
}

const numbers = { transactionNumber: count, batchNumber: count, traceNumber: count };
const core = z.looseObject({
  kind: z.enum(PAYMENT_KINDS),
  id: text,
  saleId: text,
  amountMinor: amount,
  currency: text,
  terminalId: text,
  merchantId: text,
  ...numbers,
  sealedCard: long,
  supersedes: text.optional(),
  originalId: text.optional(),
});
const payLink = payLinkWith(core);

const payment = z.looseObject({
  id: text,
  tenderId: text,
  core,
  card: z.looseObject({
    maskedNumber: text,
    cardToken: text,
    scheme: text,
    entryMode: text,
    verification: text,
    expiry: text,
  }),
  createdAtMs: count,
  status: oneOf('state', STATES),
  supervisorId: text.optional(),
  chip: chip.optional(),
});

const tender = oneOf('kind', {
  cash: {
    id: text,
    amountMinor: amount,
    roundingMinor: amount,
    receivedMinor: amount,
    changeMinor: amount,
  },
  card: { id: text, amountMinor: amount, paymentIds: list(text) },
});

const saleLine = z.looseObject({
  lineId: text,
  productId: text,
  barcode: text,
  nameZh: text,
  nameEn: text,
  unit: z.enum(['piece', 'kg']),
  quantityMilli: z.int(),
  unitPriceMinor: amount,
  taxBasisPoints: z.int(),
  discountMinor: amount,
  saleDiscountMinor: amount,
  amountMinor: amount,
  taxMinor: amount,
  note: text,
});

const sale = z.looseObject({
  id: text.min(1),
  number: text,
  terminalId: text,
  merchantId: text,
  operatorId: text,
  createdAtMs: count,
  businessDay: text,
  lines: list(saleLine),
  totals: z.looseObject({
    grossMinor: amount,
    discountMinor: amount,
    taxMinor: amount,
    dueMinor: amount,
  }),
  note: text,
  tenders: list(tender),
  payments: list(payment),
  state: z.enum(['paying', 'completed', 'not-paid', 'voided', 'refunded', 'held', 'released']),
  customerContact: text,
  report: z.looseObject({ id: text, ...numbers, delivered: z.boolean() }).nullable(),
  receipt: z.looseObject({ printedCount: count }),
  cashRefunds: list(
    z.looseObject({
      refundId: text,
      amountMinor: amount,
      roundingMinor: amount,
      recovers: text.optional(),
    }),
  ).optional(),
  recoveredInCash: list(
    z.looseObject({
      id: text,
      recovers: text,
      atMs: count,
      operatorId: text,
      amountMinor: amount,
      roundingMinor: amount,
      receivedMinor: amount,
      changeMinor: amount,
    }),
  ).optional(),
  contacts: list(
    z.looseObject({ atMs: count, operatorId: text, isReached: z.boolean(), words: text }),
  ).optional(),
  signatures: list(cardSignature, 100).optional(),
  payLinks: list(payLink, 100).optional(),
  refundOf: refundOf.optional(),
  cashReturned: z
    .looseObject({
      id: text,
      ...numbers,
      amountMinor: amount,
      roundingMinor: amount,
      supervisorId: text,
      atMs: count,
    })
    .optional(),
  hold: holdStep.optional(),
  paper: z.looseObject({ paperNumber: text, soldAtMs: count, supervisorId: text }).optional(),
});

const outboxRow = z.looseObject({
  key: text.min(1),
  kind: z.enum(['reversal', 'stored-payment', 'sale-report', 'cash-return', 'void-number']),
  transactionId: text,
  transactionNumber: count,
  saleId: text,
  amountMinor: amount,
  createdAtMs: count,
  lane: z.enum(['ready', 'slow', 'exception']),
  attempts: count,
  nextTryAtMs: count,
  reason: text,
});

const BODIES: Readonly<Record<JournalBody['kind'], z.ZodRawShape>> = {
  sale: {
    step: z.enum([
      'intent',
      'answer-missing',
      'approved',
      'declined',
      'reversal-decided',
      'completed',
      'abandoned',
    ]),
    sale,
    outbox: list(outboxRow),
    withdrawn: list(text).optional(),
    opensDrawer: z.literal(true).optional(),
    cashMinor: amount.optional(),
  },
  delivery: {
    results: list(
      z.looseObject({
        outboxKey: text,
        saleId: text,
        transactionId: text,
        outcome: z.enum(['done', 'done-watch', 'refused', 'our-fault']),
        code: text,
        ...approval,
      }),
    ),
  },
  'batch-opened': { batchNumber: count, parametersVersion: count },
  operator: {
    act: z.enum(['signed-in', 'pin-set', 'locked', 'signed-off', 'removed', 'refused']),
    operatorId: text,
  },
  'force-offline': { on: z.boolean(), supervisorId: text, reason: text },
  printed: { saleId: text, copyNumber: count },
  'drawer-opened': { saleId: text },
  'supervisor-act': {
    act: z.enum([
      'try-again',
      'write-off',
      'allow-above-cap',
      'unlock-cards',
      'enter-paper',
      'void',
      'refund',
      'close-signature',
      'release',
      'discount',
      'delete',
    ]),
    supervisorId: text,
    approvalId: text,
    reason: text,
    outboxKey: text,
    saleId: text,
    amountMinor: amount.optional(),
    retry: z.looseObject({ payment, outbox: outboxRow }).optional(),
    voiding: payment.optional(),
    refunding: sale.optional(),
    signatureOf: text.optional(),
    releasing: sale.optional(),
    voidNumber: outboxRow.optional(),
    done: z
      .looseObject({
        sales: list(sale, 10),
        outbox: list(outboxRow),
        withdrawn: list(text).optional(),
        opensDrawer: z.literal(true).optional(),
        cashMinor: amount,
      })
      .optional(),
  },
  'contact-tried': { saleId: text, operatorId: text, isReached: z.boolean(), words: text },
  'pay-link': { saleId: text, link: payLink },
  'pay-link-told': {
    saleId: text,
    linkId: text,
    told: payLinkTold,
    voidNumber: outboxRow.optional(),
  },
  'card-signature': { saleId: text, signature: cardSignature },
  'signature-told': { saleId: text, paymentId: text, outcome: signatureOutcome, code: text },
  'signature-again': { saleId: text, paymentId: text, operatorId: text },
  'new-epoch': {
    reason: z.enum(['damage', 'missing', 'rollback', 'fork']),
    lostFrom: count,
    lostTo: count,
  },
  'numbers-missing': { again: list(outboxRow), lost: list(count, 100_000) },
  settlement: { settlement, approvalId: text.optional() },
  shift: { shift, approvalId: text.optional() },
  notice: { code: text, detail: long },
};

const body = oneOf('kind', BODIES);

export const journalBody = z.custom<JournalBody>(
  (value) => body.safeParse(value).success && isCanonical(value),
  'not a journal body',
);
