import { canonicalJson } from '../lib/canonical-json.ts';
import type { CardSignature, SignatureTold } from './card-signature.ts';
import type { NamesInstitutions } from './institutions.ts';
import type { OutboxRow } from './outbox.ts';
import type { PayLink, PayLinkTold } from './pay-link.ts';
import type { Payment } from './payment.ts';
import type { Minor } from './money.ts';
import type { Right } from './operators.ts';
import type { Sale } from './sale.ts';
import type { Shift } from './shift.ts';
import type { Settlement } from './settlement.ts';

/**
 * The journal (PROTOCOL P2, P9, P10): everything that happens at the till, numbered 1, 2, 3 … and
 * hash-chained. A record carries enough to rebuild the till's database from it: the journal is the
 * truth, IndexedDB is what it says now.
 */
export interface JournalRecord {
  readonly number: number;
  /** Raised when a restore from a backup was noticed; the chain goes on under the new epoch. */
  readonly epoch: number;
  readonly atMs: number;
  /** The highest numbers given out up to and including this record (I8). */
  readonly counters: Counters;
  readonly body: JournalBody;
  /** Hash of the record before; 64 zeros for the first. Lower-case hex SHA-256. */
  readonly previousHash: string;
  readonly hash: string;
  /** HMAC-SHA-256 of the hash under the till's journal key, hex. */
  readonly mac: string;
}

export type ChainLink = Pick<JournalRecord, 'number' | 'epoch' | 'hash'>;

export interface Counters {
  readonly transaction: number;
  readonly batch: number;
  readonly trace: number;
  /** Running number of sales, for people. */
  readonly sale: number;
}

/** Numbers are given out upwards only; a trace starts again with a new batch (P3, I8). */
export function neverBack(before: Counters, after: Counters): boolean {
  const newBatch = after.batch > before.batch;
  return (
    after.transaction >= before.transaction &&
    after.sale >= before.sale &&
    after.batch >= before.batch &&
    (newBatch || after.trace >= before.trace)
  );
}

/** How far the bank has said that it knows a till's numbers. */
export interface HeardNumbers {
  readonly transaction: number;
  readonly batch: number;
}

export const NOTHING_HEARD: HeardNumbers = { transaction: 0, batch: 0 };

/** Six digits each, as in the field (P3). */
export const LAST_BATCH = 999_999;
export const LAST_TRACE = 999_999;

/** More than any one record gives out. */
const MOST_GIVEN_OUT = 100;

/**
 * Upwards, and by what a record gives out: further only up to what the bank itself has told (P2, P21).
 * A series that was thrown far ahead could not be brought back, and would end.
 */
export function goesOn(before: Counters, after: Counters, heard: HeardNumbers): boolean {
  const within = (now: number, was: number, told: number): boolean =>
    now <= Math.max(was, told) + MOST_GIVEN_OUT;
  const trace = after.batch > before.batch ? 0 : before.trace;
  return (
    neverBack(before, after) &&
    within(after.transaction, before.transaction, heard.transaction) &&
    within(after.sale, before.sale, heard.transaction) &&
    within(after.trace, trace, 0) &&
    after.batch <= Math.max(before.batch + 1, heard.batch) &&
    after.batch <= LAST_BATCH &&
    after.trace <= LAST_TRACE
  );
}

/** What makes a draft a record: its number, its place in the chain, and the proof of both. */
export type JournalSeal = Pick<JournalRecord, 'number' | 'epoch' | 'previousHash' | 'hash' | 'mac'>;

export function sealOf(record: JournalRecord): JournalSeal {
  const { number, epoch, previousHash, hash, mac } = record;
  return { number, epoch, previousHash, hash, mac };
}

/** What the till hands over to be made a record. */
export interface JournalDraft {
  readonly atMs: number;
  readonly counters: Counters;
  readonly body: JournalBody;
}

export type JournalBody =
  /** A sale after a step: intent, outcome, completion. The whole aggregate and what to tell. */
  | {
      readonly kind: 'sale';
      readonly step: SaleStep;
      readonly sale: Sale;
      readonly outbox: readonly OutboxRow[];
      /** Rows that leave the queue unsent: what they would tell is not so any more. */
      readonly withdrawn?: readonly string[];
      /**
       * The drawer opens for this record, once, by whoever wrote it: who only reads it, at a start
       * or a repair, opens nothing (A27).
       */
      readonly opensDrawer?: true;
      /** Cash that this step has put into the drawer, or (below zero) taken out of it (A24). */
      readonly cashMinor?: Minor;
    }
  /** What the bank answered to uploads, reports and reversals; what came together is one record. */
  | { readonly kind: 'delivery'; readonly results: readonly DeliveryResult[] }
  | {
      readonly kind: 'batch-opened';
      readonly batchNumber: number;
      readonly parametersVersion: number;
    }
  | {
      readonly kind: 'operator';
      readonly act: 'signed-in' | 'pin-set' | 'locked' | 'signed-off' | 'removed' | 'refused';
      readonly operatorId: string;
    }
  | {
      readonly kind: 'force-offline';
      readonly on: boolean;
      readonly supervisorId: string;
      readonly reason: string;
    }
  | { readonly kind: 'printed'; readonly saleId: string; readonly copyNumber: number }
  /** An opening that has no sale's record to tell of it. */
  | { readonly kind: 'drawer-opened'; readonly saleId: string }
  | {
      readonly kind: 'supervisor-act';
      readonly act:
        | 'try-again'
        | 'write-off'
        | 'allow-above-cap'
        | 'unlock-cards'
        | 'enter-paper'
        | 'void'
        | 'refund'
        | 'close-signature'
        | 'release'
        | Right;
      readonly supervisorId: string;
      /** The host's receipt for the PIN (F38); it is used up by this record. */
      readonly approvalId: string;
      readonly reason: string;
      /** The record of the queue it is about; empty when it is about none. */
      readonly outboxKey: string;
      readonly saleId: string;
      /**
       * What a cashier without the right was allowed (A28): taken off this sale in all, at most; or the
       * price of the goods that left the counter.
       */
      readonly amountMinor?: Minor;
      /** A refused payment tried again: a linked new transaction (A14). */
      readonly retry?: Retry;
      /** The intent of a void: from here on it is asked about or taken back (P6). */
      readonly voiding?: Payment;
      /** The intent of a refund: a new aggregate, of `saleId`; the same holds of it. */
      readonly refunding?: Sale;
      /** What the act has brought about by itself, no bank being asked: cash went back. */
      readonly done?: ActDone;
      /** The payment whose signature the bank refused, and which stays with the shop (P13). */
      readonly signatureOf?: string;
      /** The intent of letting go what is held on a card: a new aggregate as well. */
      readonly releasing?: Sale;
      /** A number that the bank never took and that is now declared unused (P2). */
      readonly voidNumber?: OutboxRow;
    }
  /** Somebody has tried to reach the customer about a promise that the bank refused (P13). */
  | {
      readonly kind: 'contact-tried';
      readonly saleId: string;
      readonly operatorId: string;
      readonly isReached: boolean;
      readonly words: string;
    }
  /** The intent of a pay link, written down before the bank is asked for it (P1, P9). */
  | { readonly kind: 'pay-link'; readonly saleId: string; readonly link: PayLink }
  /** What the bank has said of it; paid, its loss is recovered with this record. */
  | {
      readonly kind: 'pay-link-told';
      readonly saleId: string;
      readonly linkId: string;
      readonly told: PayLinkTold;
      /** Its number, where the bank has not taken it (P2). */
      readonly voidNumber?: OutboxRow;
    }
  /** A cardholder has signed, on the screen or on paper; the record binds what was drawn to the sale. */
  | {
      readonly kind: 'card-signature';
      readonly saleId: string;
      readonly signature: Omit<CardSignature, 'told'>;
    }
  /** What the bank has said to a signature. */
  | {
      readonly kind: 'signature-told';
      readonly saleId: string;
      readonly paymentId: string;
      readonly outcome: SignatureTold['outcome'];
      readonly code: string;
    }
  /** Somebody sends a refused signature once more, the same lines. */
  | {
      readonly kind: 'signature-again';
      readonly saleId: string;
      readonly paymentId: string;
      readonly operatorId: string;
    }
  /**
   * The chain goes on under a new epoch because the old one cannot be continued by proof (P10):
   * records are lost, or the till was put back to an older state than the bank knows. The record's
   * own number is one above every number that anybody knows of, so that none is used twice (I8).
   */
  | {
      readonly kind: 'new-epoch';
      readonly reason: NewEpochReason;
      /** Numbers that no copy can prove any more; `lostTo` below `lostFrom` = none. */
      readonly lostFrom: number;
      readonly lostTo: number;
    }
  /**
   * The bank lacks numbers that it was told are delivered (P2): what can be told again goes back into
   * the queue under its own id; `lost` are those that a person must look at.
   */
  | {
      readonly kind: 'numbers-missing';
      readonly again: readonly OutboxRow[];
      readonly lost: readonly number[];
    }
  /**
   * A day end after a step of it (P22). The newest of them is where the till is: a kill at any moment
   * goes on from there. `approvalId`: the host's receipt for the PIN, where a supervisor decided.
   */
  | {
      readonly kind: 'settlement';
      readonly settlement: Settlement;
      readonly approvalId?: string;
    }
  /**
   * The drawer's shift after a step of it (A22–A24): money put in or taken out, or its count.
   * `approvalId`: the host's receipt for the PIN, where a supervisor vouched for a difference.
   */
  | { readonly kind: 'shift'; readonly shift: Shift; readonly approvalId?: string }
  /** Something the till noticed about itself: a repair, a clock jump, a late answer, damage. */
  | { readonly kind: 'notice'; readonly code: string; readonly detail: string };

/** The sales after it, what the bank is to be told, and what became of the drawer (A24, A27). */
export interface ActDone {
  readonly sales: readonly Sale[];
  readonly outbox: readonly OutboxRow[];
  /** Rows that leave the queue unsent. */
  readonly withdrawn?: readonly string[];
  readonly opensDrawer?: true;
  /** Below zero: taken out. */
  readonly cashMinor: Minor;
}

/** The aggregate that a supervisor's act begins; null where it is about one that is there. */
export function begunBy(body: JournalBody): Sale | null {
  if (body.kind !== 'supervisor-act') return null;
  return body.refunding ?? body.releasing ?? null;
}

export interface Retry {
  /** `core.supersedes` names the refused one: the bank books at most one of the two (P7). */
  readonly payment: Payment;
  readonly outbox: OutboxRow;
}

export type NewEpochReason = 'damage' | 'missing' | 'rollback' | 'fork';

/** What moved the sale on; names the moments that the crash tests aim at. */
export type SaleStep =
  | 'intent'
  | 'answer-missing'
  | 'approved'
  | 'declined'
  | 'reversal-decided'
  | 'completed'
  | 'abandoned';

export interface DeliveryResult extends NamesInstitutions {
  readonly outboxKey: string;
  readonly saleId: string;
  readonly transactionId: string;
  readonly outcome: DeliveryOutcome;
  /** Response code of the bank (UnionPay table) or an error code of the registry. */
  readonly code: string;
  readonly authorisationCode: string;
  readonly referenceNumber: string;
}

/** PROTOCOL, "Answers to what is retried": only these four change anything in the journal. */
export type DeliveryOutcome = 'done' | 'done-watch' | 'refused' | 'our-fault';

export const GENESIS_HASH = '0'.repeat(64);

/** The bytes that a record's hash is taken over: everything but hash and MAC (P4). */
export function hashedText(record: Omit<JournalRecord, 'hash' | 'mac'>): string {
  const { number, epoch, atMs, counters, body, previousHash } = record;
  return canonicalJson({ number, epoch, atMs, counters, body, previousHash });
}

/** One line of the journal file. */
export function journalLine(record: JournalRecord): string {
  return `${canonicalJson(record)}\n`;
}

export interface Head {
  readonly number: number;
  readonly hash: string;
  readonly epoch: number;
  readonly counters: Counters;
}

export const EMPTY_HEAD: Head = {
  number: 0,
  hash: GENESIS_HASH,
  epoch: 1,
  counters: { transaction: 0, batch: 0, trace: 0, sale: 0 },
};

export function headOf(record: JournalRecord): Head {
  const { number, hash, epoch, counters } = record;
  return { number, hash, epoch, counters };
}
