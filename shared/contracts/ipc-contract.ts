import { z } from 'zod';
import type { JournalDraft, JournalRecord } from '../domain/journal.ts';
import { balanceRequest } from './balance-api.ts';
import { authorisationRequest, batchRequest, reversalRequest, signOnRequest } from './bank-api.ts';
import { holdQuestion } from './hold-api.ts';
import { payLinkRequest } from './pay-link-api.ts';
import { originalQuestion } from './refund-api.ts';
import {
  settlementEndRequest,
  settlementRequest,
  settlementUploadRequest,
} from './settlement-api.ts';
import { signatureUpload } from './signature-api.ts';
import { amountMinor, nonNegativeMinor } from './wire-scalars.ts';
import { isWellFormed } from '../lib/canonical-json.ts';
import { SHORTEST_PASSPHRASE, type TillHost } from './host.ts';
import { PIN_PAD_KEYS } from './pin-pad-keys.ts';
import { journalBody } from './journal-bodies.ts';

/**
 * What a window may hand to its host, by channel (PROTOCOL P28). The body of a journal record is
 * checked as far as the next start depends on it (`journal-bodies.ts`).
 */

/** Most records in one call; the till reads and adopts in portions of 500. */
const MOST_RECORDS = 2_000;

/** What the host may have to write down. */
const text = (most: number) => z.string().max(most).refine(isWellFormed);
const count = z.int().nonnegative();
const pin = z.string().regex(/^\d{0,12}$/);
const approvalId = text(64);
const reason = text(500).refine((said) => /\S/.test(said));
const credentials = { operatorId: text(8), pin };

const counters = z.strictObject({ transaction: count, batch: count, trace: count, sale: count });
const draft = { atMs: count, counters, body: journalBody };
const journalDraft = z.strictObject(draft) satisfies z.ZodType<JournalDraft>;
/** A copy that may be damaged: what is wrong with it is for the host to find, not for the gate. */
const looseRecord = z.custom<JournalRecord>(
  (value) => z.looseObject({ number: z.int().positive() }).safeParse(value).success,
  'not a copy of a record',
);

const journalRange = z.strictObject({
  from: z.int().positive(),
  limit: z.int().positive().max(MOST_RECORDS),
});

const nothing = z.undefined();

/** Complete by type: a member of `TillHost` without a schema breaks the build here. */
export const IPC_ARGUMENTS = {
  about: nothing,
  activate: z.strictObject({
    code: text(80),
    bankUrl: text(300),
    newPassphrase: text(200).min(SHORTEST_PASSPHRASE).exactOptional(),
  }),
  moveToBank: z.strictObject({ bankUrl: text(300), approvalId }),
  reactivate: z.strictObject({
    code: text(80),
    approvalId,
    isOpen: z.boolean(),
  }),
  unlockKeys: text(200),
  protectKeys: z.strictObject({
    passphrase: text(200).min(SHORTEST_PASSPHRASE),
    approvalId,
  }),
  renewKey: z.strictObject({ approvalId }),
  openJournal: nothing,
  readJournal: journalRange,
  readChain: journalRange,
  appendJournal: z.array(journalDraft).min(1).max(MOST_RECORDS),
  compareJournal: z.array(looseRecord).max(MOST_RECORDS),
  offerJournal: z.array(looseRecord).max(MOST_RECORDS),
  repairJournal: z.strictObject({
    bank: z
      .strictObject({
        epoch: count,
        number: count,
        transaction: count,
        reason: z.enum(['rollback', 'fork']),
      })
      .nullable(),
  }),
  quarantineJournal: z.strictObject({
    records: z.array(looseRecord).max(MOST_RECORDS),
    detail: text(2_000),
  }),
  authorise: authorisationRequest,
  askBalance: balanceRequest,
  reverse: reversalRequest,
  query: z.strictObject({ id: z.uuid(), amountMinor }),
  findOriginal: originalQuestion,
  findHold: holdQuestion,
  upload: batchRequest,
  settle: settlementRequest,
  uploadSettlement: settlementUploadRequest,
  endSettlement: settlementEndRequest,
  uploadSignature: signatureUpload,
  askPayLink: payLinkRequest,
  withdrawPayLink: payLinkRequest,
  signOn: signOnRequest,
  echo: z.strictObject({ deliveredUpTo: count }),
  askSlip: z.strictObject({ id: z.uuid(), amountMinor }),
  forceOffline: z.strictObject({ on: z.boolean(), approvalId, reason }),
  presentCard: z.strictObject({
    cardId: text(64),
    core: z.strictObject({
      id: z.uuid(),
      amountMinor: nonNegativeMinor,
      currency: text(3).length(3),
      terminalId: text(8).length(8),
    }),
    lineUsable: z.boolean(),
    isHold: z.literal(true).exactOptional(),
  }),
  pressPinKey: z.strictObject({ paymentId: z.uuid(), key: z.enum(PIN_PAD_KEYS) }),
  unlockCards: z.strictObject({ approvalId, reason }),
  print: z.strictObject({
    saleId: text(64),
    saleNumber: text(20),
    amountMinor: z.int(),
    certainty: text(60),
    copyNumber: z.int().positive(),
    lines: z.array(text(200)).max(5_000),
    signatures: z.array(text(40_000)).max(20).exactOptional(),
  }),
  signSlip: z.strictObject({ paymentId: z.uuid(), amountMinor }),
  readSlip: text(200),
  openDrawer: text(64),
  signIn: z.strictObject(credentials),
  setPin: z.strictObject({ ...credentials, startCode: text(80) }),
  lock: nothing,
  signOff: nothing,
  approve: z.strictObject({
    ...credentials,
    act: z.enum([
      'force-offline',
      'write-off',
      'try-again',
      'allow-above-cap',
      'enter-paper',
      'unlock-cards',
      'change-settings',
      'settle',
      'void',
      'count-drawer',
      'protect-keys',
      'refund',
      'close-signature',
      'release',
      'discount',
      'delete',
    ]),
  }),
  lineConditions: nothing,
  setLineConditions: z.strictObject({
    cut: z.boolean(),
    delayMs: z.int().min(0).max(120_000),
    loseNextAnswers: z.int().min(0).max(100),
    loseNextRequests: z.int().min(0).max(100),
    flapping: z.boolean(),
    flapMs: z.int().min(500).max(60_000),
  }),
  examine: nothing,
  setDeskDevices: z.strictObject({
    printerConnected: z.boolean(),
    paperLoaded: z.boolean(),
    readerConnected: z.boolean(),
  }),
  saveSettings: z.strictObject({
    language: z.enum(['zh-CN', 'en']),
    theme: z.enum(['system', 'light', 'dark']),
  }),
  close: nothing,
} satisfies { readonly [Channel in IpcChannel]: z.ZodType<Argument<Channel>> };

export type IpcChannel = keyof TillHost;

/** What a member of `TillHost` takes: its one argument, or nothing. */
type Argument<Channel extends IpcChannel> =
  Parameters<TillHost[Channel]> extends [infer Only] ? Only : undefined;

export function channelName(channel: IpcChannel): string {
  return `till:${channel}`;
}
