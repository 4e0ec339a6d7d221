import { z } from 'zod';
import { LAST_BATCH, LAST_TRACE } from '../domain/journal.ts';
import { MAX_PAPER_NUMBER } from '../domain/paper-sale.ts';
import { PAYMENT_KINDS } from '../domain/payment.ts';
import { cashReturn } from './cash-return.ts';
import { chipParameters } from './chip-parameters.ts';
import { institutions } from './institutions.ts';
import { offlinePolicy } from './offline-policy.ts';
import { operatorList } from './operator-list.ts';
import { versionRefusal } from './program-version.ts';
import {
  amountMinor,
  base64,
  batchNumber,
  hash,
  hexUpTo,
  nonNegativeMinor,
  pinKey,
  type publicKeyJwk,
  signedMinor,
  text,
  uuid,
} from './wire-scalars.ts';

/**
 * The bank API, version 1: what a till and a bank say to each other (PROTOCOL P1–P14, P25, P26).
 *
 * Both sides import this file; a change of shape without a new `protocol-version.ts` fails a test.
 * Amounts are minor units, times are epoch milliseconds, ids are UUID v7 made by the till.
 */

export const BANK_API_PREFIX = '/v1';

const timeMs = z.int().nonnegative();
const seriesNumber = z.int().positive();
/** Six digits, as in the field (P3). */
const traceNumber = z.int().min(1).max(LAST_TRACE);
/** The issuer's word for the card, tag 91; empty where there was no chip to answer (P17). */
const issuerAuthentication = hexUpTo(16);

export const paymentCore = z.strictObject({
  kind: z.enum(PAYMENT_KINDS),
  id: uuid,
  saleId: uuid,
  amountMinor,
  currency: z.string().length(3),
  terminalId: z.string().length(8),
  merchantId: z.string().length(15),
  transactionNumber: seriesNumber,
  batchNumber,
  traceNumber,
  sealedCard: base64(8192),
  supersedes: uuid.exactOptional(),
  originalId: uuid.exactOptional(),
});

/** Everything up to and including this transaction number has been delivered, says the till (P2). */
const deliveredUpTo = z.int().nonnegative();

/** What may differ between two attempts of one id (P1). */
export const attempt = z.strictObject({
  sentAtMs: timeMs,
  operatorId: text(8),
  deliveredUpTo,
  /** The block of an online PIN, sealed to the bank like the card; at the first sending only (P1). */
  sealedPin: base64(2048).exactOptional(),
});

export const authorisationRequest = z.strictObject({ core: paymentCore, attempt });

export const authorisationAnswer = z.strictObject({
  id: uuid,
  outcome: z.enum(['approved', 'approved-in-part', 'declined']),
  /** Response code, two characters (TERMINAL 4, UnionPay table). */
  code: z.string().length(2),
  approvedMinor: nonNegativeMinor,
  authorisationCode: text(6),
  referenceNumber: text(12),
  issuerAuthentication,
  institutions,
});

export const reversalRequest = z.strictObject({
  core: paymentCore,
  reason: z.enum([
    'given-up',
    'left-alone',
    'superseded',
    'not-recorded',
    'abandoned-at-restart',
    'refused-by-card',
  ]),
  attempt,
});

/** Every answer to a reversal is final (P6): undone, or a tombstone so that it never can be done. */
export const reversalAnswer = z.strictObject({
  id: uuid,
  outcome: z.enum(['reversed', 'tombstone', 'nothing-to-undo']),
  code: z.string().length(2),
});

const saleLine = z.strictObject({
  lineId: text(64),
  productId: text(64),
  barcode: text(64),
  nameZh: text(200),
  nameEn: text(200),
  unit: z.enum(['piece', 'kg']),
  quantityMilli: z.int().positive(),
  unitPriceMinor: nonNegativeMinor,
  taxBasisPoints: z.int().min(0).max(10_000),
  discountMinor: nonNegativeMinor,
  saleDiscountMinor: nonNegativeMinor,
  amountMinor: nonNegativeMinor,
  taxMinor: nonNegativeMinor,
  note: text(500),
});

const reportedTender = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cash'),
    id: uuid,
    amountMinor,
    roundingMinor: signedMinor,
    receivedMinor: nonNegativeMinor,
    changeMinor: nonNegativeMinor,
  }),
  z.strictObject({
    kind: z.literal('card'),
    id: uuid,
    amountMinor,
    /** The payment that counts. */
    paymentId: uuid,
  }),
]);

/** What was sold and how it was paid: every tender incl. cash, with its lines. */
export const saleReport = z.strictObject({
  id: uuid,
  saleId: uuid,
  saleNumber: text(20),
  transactionNumber: seriesNumber,
  batchNumber,
  traceNumber,
  terminalId: z.string().length(8),
  merchantId: z.string().length(15),
  operatorId: text(8),
  createdAtMs: timeMs,
  businessDay: z.iso.date(),
  currency: z.string().length(3),
  lines: z.array(saleLine).min(1).max(2000),
  totals: z.strictObject({
    grossMinor: nonNegativeMinor,
    discountMinor: nonNegativeMinor,
    taxMinor: nonNegativeMinor,
    dueMinor: nonNegativeMinor,
  }),
  tenders: z.array(reportedTender).min(1).max(20),
  note: text(500),
  /** Of what was sold on paper first and entered later: in cash, with a supervisor's word. */
  paper: z
    .strictObject({
      paperNumber: text(MAX_PAPER_NUMBER).min(1),
      soldAtMs: timeMs,
      supervisorId: text(8).min(1),
    })
    .exactOptional(),
});

/** How a stored payment came to be promised, so that the bank can judge and the shop can learn. */
const promise = z.strictObject({
  takenAtMs: timeMs,
  kind: z.enum(['stored', 'chip-approved']),
  code: text(8),
  certificate: text(64),
});

export const uploadItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stored-payment'), core: paymentCore, promise }),
  z.strictObject({ kind: z.literal('sale-report'), report: saleReport }),
  z.strictObject({ kind: z.literal('cash-return'), back: cashReturn }),
  /** A transaction number that was given out and never used (P2, P11). */
  z.strictObject({
    kind: z.literal('void-number'),
    id: uuid,
    transactionNumber: seriesNumber,
    reason: text(100),
  }),
]);

/** No bank takes more at once; what this one takes is in its parameters (P12). */
export const MOST_RECORDS_PER_BATCH = 1000;

export const batchRequest = z.strictObject({
  batchId: uuid,
  items: z.array(uploadItem).min(1).max(MOST_RECORDS_PER_BATCH),
  deliveredUpTo,
  operatorId: text(8),
  /** Hashes of the journal records since the last anchored head (P2). `from` = number of the first. */
  journal: z.strictObject({
    epoch: seriesNumber,
    from: seriesNumber,
    hashes: z.array(hash).max(5000),
  }),
});

/** One result a record, matched by `id` alone (A07, P12); a missing one stays in the queue. */
export const uploadResult = z.strictObject({
  id: uuid,
  /** Response code (UnionPay table): 00, 94, 51 … or 30 for "our fault". */
  code: z.string().length(2),
  authorisationCode: text(6),
  referenceNumber: text(12),
  message: text(200),
  institutions,
});

export const watermark = z.strictObject({
  /** All transaction numbers up to here are at the bank. */
  contiguousUpTo: z.int().nonnegative(),
  highest: z.int().nonnegative(),
  /** Numbers missing at or below what the till declared as delivered (P2): an alarm. */
  gaps: z.array(seriesNumber).max(1000),
});

export const journalAnchor = z.strictObject({
  epoch: z.int().nonnegative(),
  number: z.int().nonnegative(),
  hash: hash,
  /** `fork`: a record of this number was anchored with another hash before (rollback, tampering). */
  state: z.enum(['extended', 'unchanged', 'fork', 'gap']),
});

export const batchAnswer = z.strictObject({
  batchId: uuid,
  results: z.array(uploadResult),
  watermark,
  anchor: journalAnchor,
});

/** One yuan or dollar is the largest coin that anybody rounds to (A19). */
export const cashRounding = z.strictObject({
  stepMinor: z.int().min(1).max(100),
  rounding: z.enum(['half-up', 'down', 'up']),
});

export const terminalParameters = z.strictObject({
  version: seriesNumber,
  currency: z.string().length(3),
  offline: offlinePolicy,
  wait: z.strictObject({
    attemptMs: z.int().positive(),
    attendedMs: z.int().positive(),
    leftAloneMs: z.int().positive(),
  }),
  dayCutOffHour: z.int().min(0).max(23),
  noPinLimitMinor: nonNegativeMinor,
  cashRounding: cashRounding.exactOptional(),
  mostRecordsPerBatch: z.int().min(1).max(MOST_RECORDS_PER_BATCH),
  hotListVersion: seriesNumber,
  keysVersion: seriesNumber,
  hotCardTokens: z.array(text(64)).max(100_000),
  chip: chipParameters,
});

export const signOnRequest = z.strictObject({
  operatorId: text(8),
  appVersion: text(40),
  /** Of the program's own files (P29); absent where a page runs it, which cannot read them. */
  programHash: hash.exactOptional(),
  deliveredUpTo,
  lastTransactionNumber: z.int().nonnegative(),
  /** 0: this till knows of none yet. */
  batchNumber: z.int().min(0).max(LAST_BATCH),
});

export const signOnAnswer = z.strictObject({
  /** The host's batch number wins, upwards only (P21). */
  batchNumber,
  parameters: terminalParameters,
  operators: operatorList,
  watermark,
  anchor: journalAnchor,
  /** Why this program may not sell by card (P29); null: it is approved. */
  versionRefusal: versionRefusal.nullable(),
  pinKey: pinKey.exactOptional(),
});

export const echoAnswer = z.strictObject({ bankId: text(64), timeMs });

/** The answer to "what became of this id?"; `known: false` closes nothing (P6). */
export const queryAnswer = z.discriminatedUnion('known', [
  z.strictObject({ known: z.literal(false), id: uuid }),
  z.strictObject({
    known: z.literal(true),
    id: uuid,
    state: z.enum(['approved', 'approved-in-part', 'declined', 'reversed', 'posted', 'refused']),
    code: z.string().length(2),
    approvedMinor: nonNegativeMinor,
    authorisationCode: text(6),
    referenceNumber: text(12),
    issuerAuthentication,
    institutions,
  }),
]);

/** Every refusal of the API has this shape; `code` is of the registry, `message` is for logs. */
export const apiError = z.strictObject({
  error: z.strictObject({
    code: text(60),
    message: text(500),
    /** Present with `request-malformed`: which field, and what it takes. */
    details: z.array(text(300)).max(20).exactOptional(),
  }),
});

export type AuthorisationRequest = z.infer<typeof authorisationRequest>;
export type AuthorisationAnswer = z.infer<typeof authorisationAnswer>;
export type ReversalRequest = z.infer<typeof reversalRequest>;
export type ReversalAnswer = z.infer<typeof reversalAnswer>;
export type SaleReport = z.infer<typeof saleReport>;
export type UploadItem = z.infer<typeof uploadItem>;
export type UploadResult = z.infer<typeof uploadResult>;
export type BatchRequest = z.infer<typeof batchRequest>;
export type BatchAnswer = z.infer<typeof batchAnswer>;
export type SignOnRequest = z.infer<typeof signOnRequest>;
export type SignOnAnswer = z.infer<typeof signOnAnswer>;
export type EchoAnswer = z.infer<typeof echoAnswer>;
export type QueryAnswer = z.infer<typeof queryAnswer>;
export type Watermark = z.infer<typeof watermark>;
export type JournalAnchor = z.infer<typeof journalAnchor>;
export type PublicKeyJwk = z.infer<typeof publicKeyJwk>;
export type PinKey = z.infer<typeof pinKey>;
export type ApiError = z.infer<typeof apiError>;
