import { assertNever } from '../lib/assert.ts';
import type { WaitParameters } from './parameters.ts';
import type { PaymentState, ReversalReason } from './payment.ts';

/**
 * What to do next about a payment (PROTOCOL P5–P7), decided in this one place from its state and
 * what is known around it. The services do what it says; none of them decides by itself.
 *
 *   created ──line──▶ send            authorizing, unknown, with somebody waiting:
 *      └─no line────▶ go offline        given up ─▶ reverse        line dead ─▶ go offline (P7)
 *                                       time over ─▶ offer the choice
 *                                       bank knows nothing, the card is gone ─▶ reverse
 *                                       bank knows nothing, no PIN in it ─▶ send the same id again
 *                                       otherwise ─▶ ask by id
 *
 *   authorizing, unknown, with nobody waiting (restart, left alone):
 *      ask first; unknown to the bank ─▶ reverse; ten minutes over ─▶ reverse all the same
 */
export type PaymentStep =
  /** The same id, whether for the first time or again: the intent is stored before (P9). */
  | { readonly kind: 'send' }
  | { readonly kind: 'ask' }
  /** The attended time is over: keep asking, or give up? The cashier says. */
  | { readonly kind: 'offer-choice' }
  /** Durable before anybody reads of it. */
  | { readonly kind: 'reverse'; readonly reason: ReversalReason }
  /** What was sent is reversed first; then the offline policy decides about a new payment. */
  | { readonly kind: 'go-offline' }
  /** Nothing can be learnt now, and it is too early to take it back. */
  | { readonly kind: 'leave-open' }
  /** The outbox tells the bank, for as long as it takes (P6, P12). */
  | { readonly kind: 'deliver' }
  | { readonly kind: 'ask-a-person' }
  | { readonly kind: 'done' };

/** What the bank has said to this payment so far, short of an answer that settles it. */
export type Heard = 'nothing-asked' | 'no-answer' | 'not-known';

export interface KnownOfPayment {
  /** Somebody stands at the counter and waits for this very payment. */
  readonly attended: boolean;
  readonly givenUp: boolean;
  /** False when the line is dead or an older reversal got no answer: not good enough (P6, P14). */
  readonly lineUsable: boolean;
  readonly heard: Heard;
  /** A request that carried a PIN is never sent a second time (P1). */
  readonly pinCarried: boolean;
  /**
   * The card has left the reader since it spoke. What it said then is not sent any more: its chip may
   * have counted on, and the bank took the older word for a copy (P17); and what is held to the reader
   * now may be another card, whose holder has not asked for the first one to be charged.
   */
  readonly cardGone: boolean;
  /** Since the customer began to wait, or since the cashier chose to keep asking. */
  readonly waitedMs: number;
  /** Since the payment was made. */
  readonly ageMs: number;
  readonly wait: WaitParameters;
}

export function nextPaymentStep(state: PaymentState, known: KnownOfPayment): PaymentStep {
  switch (state) {
    case 'created':
      return { kind: known.lineUsable ? 'send' : 'go-offline' };
    case 'authorizing':
    case 'unknown':
      return known.attended ? attendedStep(known) : unattendedStep(known);
    case 'reversing':
    case 'stored':
    case 'offline-approved':
      return { kind: 'deliver' };
    case 'refused':
    case 'needs-attention':
      return { kind: 'ask-a-person' };
    case 'approved':
    case 'approved-in-part':
    case 'declined':
    case 'reversed':
    case 'offline-declined':
    case 'posted':
    case 'recovered':
    case 'written-off':
    case 'withdrawn':
      return { kind: 'done' };
    default:
      return assertNever(state, 'payment state');
  }
}

/** In order of precedence: what the cashier decided counts before what the clock says. */
function attendedStep(known: KnownOfPayment): PaymentStep {
  if (known.givenUp) return { kind: 'reverse', reason: 'given-up' };
  if (!known.lineUsable) return { kind: 'go-offline' };
  if (known.heard === 'nothing-asked') return { kind: 'send' };
  if (known.heard === 'not-known' && known.cardGone) return { kind: 'reverse', reason: 'given-up' };
  if (known.waitedMs >= known.wait.attendedMs) return { kind: 'offer-choice' };
  return { kind: known.heard === 'not-known' && !known.pinCarried ? 'send' : 'ask' };
}

/**
 * Never sent again: the customer is gone. "Not known" alone closes nothing, since the request may
 * still be on its way; the reversal does, by the tombstone it leaves (P6).
 */
function unattendedStep(known: KnownOfPayment): PaymentStep {
  if (known.heard === 'not-known') return { kind: 'reverse', reason: 'abandoned-at-restart' };
  if (known.heard === 'nothing-asked') return { kind: 'ask' };
  if (known.ageMs >= known.wait.leftAloneMs) return { kind: 'reverse', reason: 'left-alone' };
  return { kind: 'leave-open' };
}
