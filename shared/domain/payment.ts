import { assert } from '../lib/assert.ts';
import type { ChipRecord, ChipYes } from './emv/chip-record.ts';
import type { NamesInstitutions } from './institutions.ts';
import type { Minor } from './money.ts';

/**
 * A payment: one try at a card tender (PROTOCOL P1, P5–P7).
 *
 *   created ──▶ authorizing ──▶ approved │ approved-in-part │ declined        (the bank answered)
 *                    │
 *                    ▼ no answer                    asked, answered
 *                 unknown ─────────────────────────▶ approved │ declined
 *                    │ given up, ten minutes, superseded, not recorded
 *                    ▼
 *                reversing ──▶ reversed                         (only a bank-signed answer closes)
 *
 *   created ──▶ offline-approved │ stored ──▶ posted │ refused ──▶ recovered │ written-off
 *          └──▶ offline-declined       └──▶ withdrawn           (voided before it was ever sent)
 *
 *   needs-attention can be reached from where a person must decide: never from a final no, from
 *   where a later answer could make money of it again, and never from a reversal, which goes on.
 *
 * "Uploading" is not a state of the payment but a claim on its outbox row: it is as durable, and a
 * queue of ten thousand does not rewrite ten thousand sales to say that it is on its way.
 */
export interface Payment {
  /** UUID v7, made by the till before anything is sent; the idempotency key for ever (P1). */
  readonly id: string;
  readonly tenderId: string;
  readonly core: PaymentCore;
  readonly card: CardFacts;
  readonly createdAtMs: number;
  readonly status: PaymentStatus;
  /** Who allowed it with a PIN (F38); only of what gives money back. */
  readonly supervisorId?: string;
  /** How terminal and chip decided; absent where no chip was asked, and on records of before. */
  readonly chip?: ChipRecord;
}

/**
 * What is asked of the bank: money from the customer, money back to one, or that money is held on a card
 * (`hold.ts`).
 */
export const PAYMENT_KINDS = [
  'purchase',
  'void',
  'refund',
  'pre-authorisation',
  'pre-authorisation-void',
  'completion',
] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** What lets money go that a shop had, or had in hand: a supervisor's matter (F38). */
export function needsSupervisor(kind: PaymentKind): boolean {
  return kind === 'void' || kind === 'refund' || kind === 'pre-authorisation-void';
}

/** For which a card is read; all others go by the slip. */
export function readsCard(kind: PaymentKind): boolean {
  return kind === 'purchase' || kind === 'pre-authorisation';
}

/** What the idempotency key protects (P1). Whatever differs between two attempts is not in here. */
export interface PaymentCore {
  readonly kind: PaymentKind;
  readonly id: string;
  readonly saleId: string;
  readonly amountMinor: Minor;
  readonly currency: string;
  readonly terminalId: string;
  readonly merchantId: string;
  readonly transactionNumber: number;
  readonly batchNumber: number;
  readonly traceNumber: number;
  /** Card number and chip data, HPKE-sealed to the bank with `sealedCardContext` (P27), base64. */
  readonly sealedCard: string;
  /** The payment that this one replaces after the line died in the middle of it (P7). */
  readonly supersedes?: string;
  /** What a void takes back, a refund gives a part of back, or the hold that is completed or released. */
  readonly originalId?: string;
}

/** What the till may know of a card without keeping it (P16). */
export interface CardFacts {
  readonly maskedNumber: string;
  readonly cardToken: string;
  readonly scheme: string;
  /** `link`: no card was in the shop, its holder paid on a page of the bank (P13). */
  readonly entryMode: 'chip' | 'contactless' | 'link';
  readonly verification: 'none' | 'online-pin' | 'offline-pin';
  /** ISO `YYYY-MM`. */
  readonly expiry: string;
}

/** Why a payment is being taken back. */
export type ReversalReason =
  | 'given-up'
  | 'left-alone'
  | 'superseded'
  | 'not-recorded'
  | 'abandoned-at-restart'
  /** The bank said yes and the chip did not believe it, or said no at the end (P17). */
  | 'refused-by-card';

export type PaymentStatus =
  | { readonly state: 'created' }
  | { readonly state: 'authorizing'; readonly sinceMs: number }
  | ({ readonly state: 'approved'; readonly atMs: number } & WatchedApproval)
  | ({
      readonly state: 'approved-in-part';
      readonly atMs: number;
      readonly approvedMinor: Minor;
    } & Approval)
  | { readonly state: 'declined'; readonly atMs: number; readonly code: string }
  | { readonly state: 'unknown'; readonly sinceMs: number }
  | { readonly state: 'reversing'; readonly sinceMs: number; readonly reason: ReversalReason }
  | { readonly state: 'reversed'; readonly atMs: number; readonly reason: ReversalReason }
  | {
      readonly state: 'offline-approved';
      readonly atMs: number;
      readonly code: ChipYes;
      readonly certificate: string;
      readonly latestSendingMs: number;
    }
  | { readonly state: 'offline-declined'; readonly atMs: number; readonly code: string }
  | { readonly state: 'stored'; readonly atMs: number; readonly latestSendingMs: number }
  | ({ readonly state: 'posted'; readonly atMs: number; readonly watch: boolean } & Approval)
  | { readonly state: 'refused'; readonly atMs: number; readonly code: string }
  | {
      readonly state: 'recovered';
      readonly atMs: number;
      /** The payment, or the cash, that made up for it. */
      readonly byPaymentId: string;
      /** What the bank had refused it with; absent on records of before. */
      readonly code?: string;
    }
  | {
      readonly state: 'written-off';
      readonly atMs: number;
      readonly supervisorId: string;
      readonly reason: string;
    }
  /** Voided before anything of it had left this till: the bank never hears of it. */
  | { readonly state: 'withdrawn'; readonly atMs: number; readonly supervisorId: string }
  | { readonly state: 'needs-attention'; readonly atMs: number; readonly why: string };

/** The field's numbers that come with a yes (P3), and who stands behind it. */
export interface Approval extends NamesInstitutions {
  readonly authorisationCode: string;
  readonly referenceNumber: string;
}

interface WatchedApproval extends Approval {
  /** A2 A4 A5 A6: done, and to be confirmed with the other bank; absent of a plain yes. */
  readonly watchCode?: string;
}

/** Booked, and somebody has to look after it: a defective success, whichever way it was told. */
export function isToBeWatched({ status }: Pick<Payment, 'status'>): boolean {
  return status.state === 'posted'
    ? status.watch
    : status.state === 'approved' && status.watchCode !== undefined;
}

/** What stands of it at the bank once it has said yes: of an approval in part the part (10). */
export function approvedOf({ core, status }: Pick<Payment, 'core' | 'status'>): Minor {
  return status.state === 'approved-in-part' ? status.approvedMinor : core.amountMinor;
}

/** The bank has said yes, to all or a part of it, and nothing has taken that back. */
export function hasBanksYes({ status: { state } }: Pick<Payment, 'status'>): boolean {
  return state === 'approved' || state === 'approved-in-part' || state === 'posted';
}

export type PaymentState = PaymentStatus['state'];
type StatusOf<State extends PaymentState> = Extract<PaymentStatus, { state: State }>;

export type PaymentEvent =
  | { readonly type: 'intent-stored'; readonly atMs: number }
  | ({ readonly type: 'bank-approved'; readonly atMs: number } & WatchedApproval)
  | ({
      readonly type: 'bank-approved-in-part';
      readonly atMs: number;
      readonly approvedMinor: Minor;
    } & Approval)
  | { readonly type: 'bank-declined'; readonly atMs: number; readonly code: string }
  | { readonly type: 'answer-missing'; readonly atMs: number }
  | { readonly type: 'reversal-decided'; readonly atMs: number; readonly reason: ReversalReason }
  | { readonly type: 'reversal-closed'; readonly atMs: number }
  | {
      readonly type: 'chip-approved';
      readonly atMs: number;
      readonly code: ChipYes;
      readonly certificate: string;
      readonly latestSendingMs: number;
    }
  | { readonly type: 'offline-refused'; readonly atMs: number; readonly code: string }
  | { readonly type: 'promise-accepted'; readonly atMs: number; readonly latestSendingMs: number }
  | ({ readonly type: 'upload-posted'; readonly atMs: number; readonly watch: boolean } & Approval)
  | { readonly type: 'upload-refused'; readonly atMs: number; readonly code: string }
  | {
      readonly type: 'recovered';
      readonly atMs: number;
      readonly byPaymentId: string;
      readonly code?: string;
    }
  /** What made up for it is taken back: it was told as not recorded (P9). */
  | { readonly type: 'recovery-undone'; readonly atMs: number; readonly code: string }
  | {
      readonly type: 'written-off';
      readonly atMs: number;
      readonly supervisorId: string;
      readonly reason: string;
    }
  | { readonly type: 'withdrawn'; readonly atMs: number; readonly supervisorId: string }
  | { readonly type: 'attention-needed'; readonly atMs: number; readonly why: string };

type EventOf<Type extends PaymentEvent['type']> = Extract<PaymentEvent, { type: Type }>;

/** Which news each state may hear. The compiler reads this table as well as the reader. */
const HEARD_IN = {
  created: ['intent-stored', 'chip-approved', 'offline-refused', 'promise-accepted'],
  authorizing: [
    'bank-approved',
    'bank-approved-in-part',
    'bank-declined',
    'answer-missing',
    'reversal-decided',
    'attention-needed',
  ],
  unknown: [
    'bank-approved',
    'bank-approved-in-part',
    'bank-declined',
    'reversal-decided',
    'attention-needed',
  ],
  approved: ['reversal-decided', 'attention-needed'],
  'approved-in-part': ['reversal-decided', 'attention-needed'],
  declined: [],
  reversing: ['reversal-closed'],
  reversed: [],
  'offline-approved': ['upload-posted', 'upload-refused', 'withdrawn', 'attention-needed'],
  stored: ['upload-posted', 'upload-refused', 'withdrawn', 'attention-needed'],
  'offline-declined': [],
  posted: [],
  refused: ['recovered', 'written-off', 'attention-needed'],
  recovered: ['recovery-undone'],
  'written-off': [],
  withdrawn: [],
  'needs-attention': ['upload-posted', 'upload-refused', 'written-off'],
} as const satisfies { readonly [State in PaymentState]: readonly PaymentEvent['type'][] };

/** The news that a payment in `State` may hear. */
export type EventFor<State extends PaymentState> = EventOf<(typeof HEARD_IN)[State][number]>;

/**
 * Whether this news may still change a payment. A `false` is not an error: a late approval for a
 * reversed payment is logged and changes nothing (P6, F14).
 */
export function hears(status: PaymentStatus, event: PaymentEvent): boolean {
  const heard: readonly PaymentEvent['type'][] = HEARD_IN[status.state];
  return heard.includes(event.type);
}

/**
 * Old state in, new state out. Where the state is known to the compiler an illegal step does not
 * compile; where it is not, use `tryPaymentEvent`.
 */
export function applyPaymentEvent<State extends PaymentState>(
  status: StatusOf<State>,
  event: EventFor<State>,
): PaymentStatus;
export function applyPaymentEvent(status: PaymentStatus, event: PaymentEvent): PaymentStatus {
  return statusAfter(status, event);
}

/**
 * The same where the compiler knows neither state nor event (a row read back, an answer from the
 * line): `null` when the state does not hear the news.
 */
export function tryPaymentEvent(status: PaymentStatus, event: PaymentEvent): PaymentStatus | null {
  return hears(status, event) ? statusAfter(status, event) : null;
}

function statusAfter(status: PaymentStatus, event: PaymentEvent): PaymentStatus {
  assert(hears(status, event), `a payment that is ${status.state} does not hear ${event.type}`);
  switch (event.type) {
    case 'intent-stored':
      return { state: 'authorizing', sinceMs: event.atMs };
    case 'answer-missing':
      return { state: 'unknown', sinceMs: event.atMs };
    case 'reversal-decided':
      return { state: 'reversing', sinceMs: event.atMs, reason: event.reason };
    case 'reversal-closed':
      assert(status.state === 'reversing', 'only a reversal can be closed');
      return { state: 'reversed', atMs: event.atMs, reason: status.reason };
    default:
      return settledStatusAfter(event);
  }
}

type SettlingEvent = Exclude<
  PaymentEvent,
  { type: 'intent-stored' | 'answer-missing' | 'reversal-decided' | 'reversal-closed' }
>;

const STATE_AFTER = {
  'bank-approved': 'approved',
  'bank-approved-in-part': 'approved-in-part',
  'bank-declined': 'declined',
  'chip-approved': 'offline-approved',
  'offline-refused': 'offline-declined',
  'promise-accepted': 'stored',
  'upload-posted': 'posted',
  'upload-refused': 'refused',
  recovered: 'recovered',
  'recovery-undone': 'refused',
  'written-off': 'written-off',
  withdrawn: 'withdrawn',
  'attention-needed': 'needs-attention',
} as const satisfies { readonly [Type in SettlingEvent['type']]: PaymentState };

/** Every other event names its state and brings exactly that state's facts along. */
function settledStatusAfter(event: SettlingEvent): PaymentStatus {
  const { type, ...facts } = event;
  return { state: STATE_AFTER[type], ...facts } as PaymentStatus;
}
