import { assertNever } from '../lib/assert.ts';
import { minor, type Minor } from './money.ts';
import { openLinkOf } from './pay-link.ts';
import type { Payment, PaymentStatus } from './payment.ts';
import { isHeldMoney } from './holding.ts';
import { signedMinor } from './refunding.ts';
import type { Sale, Tender } from './sale.ts';
import { tryThatCounts } from './try-that-counts.ts';

/**
 * The ink of money (SCREENS): how certain an amount is. Every screen, slip and report takes it from
 * here, so that nothing is ever shown as more certain than it is (I9).
 *
 * - `certain`: posted or approved at the bank, or cash in the drawer.
 * - `promised`: stored, or approved by the chip alone; nobody at the bank has said yes.
 * - `unknown`: asked and not answered, or being taken back: do not take the money again.
 * - `refused`: a final no, or money that was taken back. Nothing of it is the shop's.
 */
export type Certainty = 'certain' | 'promised' | 'unknown' | 'refused';

/** From the surest to the least sure. */
export const CERTAINTIES: readonly Certainty[] = ['certain', 'promised', 'unknown', 'refused'];

export function certaintyOfPayment(status: PaymentStatus): Certainty {
  switch (status.state) {
    case 'approved':
    case 'approved-in-part':
    case 'posted':
    case 'recovered':
      return 'certain';
    case 'stored':
    case 'offline-approved':
      return 'promised';
    case 'created':
    case 'authorizing':
    case 'unknown':
    case 'reversing':
    case 'needs-attention':
      return 'unknown';
    case 'declined':
    case 'offline-declined':
    case 'reversed':
    case 'refused':
    case 'written-off':
    case 'withdrawn':
      return 'refused';
    default:
      return assertNever(status, 'payment status');
  }
}

/** A card tender is as certain as the try that counts; cash is certain as long as it stays. */
export function certaintyOfTender(
  sale: Pick<Sale, 'payments' | 'payLinks' | 'state'>,
  tender: Tender,
): Certainty {
  // With the void the cash went back as well: nothing of it is the shop's.
  if (tender.kind === 'cash') return sale.state === 'voided' ? 'refused' : 'certain';
  const payment = tryThatCounts(sale, tender);
  // Its customer may be paying by a link at this moment: nobody takes the money again (P13).
  if (payment === undefined || openLinkOf(sale, tender.id) !== null) return 'unknown';
  return afterVoids(sale.payments, payment.id) ?? certaintyOfPayment(payment.status);
}

/** What voids make of a payment: nothing where all were refused or taken back, and it stands. */
function afterVoids(payments: readonly Payment[], originalId: string): Certainty | null {
  const inks = payments
    .filter(({ core }) => core.originalId === originalId)
    .map(({ status }) => certaintyOfPayment(status));
  if (inks.includes('certain')) return 'refused';
  return inks.includes('unknown') ? 'unknown' : null;
}

/**
 * A sale is as certain as its least certain part. Of one that came to nothing no money is the shop's;
 * while a payment of it is in doubt or on its way back, that is what counts.
 */
export function certaintyOfSale(sale: Sale): Certainty {
  if (sale.state === 'voided') return 'refused';
  if (sale.state === 'not-paid') {
    const isOpen = sale.payments.some(({ status }) => certaintyOfPayment(status) === 'unknown');
    return isOpen ? 'unknown' : 'refused';
  }
  const parts = sale.tenders.map((tender) => certaintyOfTender(sale, tender));
  return leastCertain(sale.state === 'paying' ? [...parts, 'unknown'] : parts);
}

/** Of several; of nothing at all nothing is in doubt. */
export function leastCertain(parts: readonly Certainty[]): Certainty {
  const places = parts.map((one) => CERTAINTIES.indexOf(one));
  return CERTAINTIES[Math.max(0, ...places)] ?? 'unknown';
}

/** The second axis, never mixed with the first: whether the bank has been told. */
export type Delivery = 'waiting' | 'reported' | 'nothing-to-report';

export function deliveryOf(sale: Pick<Sale, 'report'>): Delivery {
  if (sale.report === null) return 'nothing-to-report';
  return sale.report.delivered ? 'reported' : 'waiting';
}

export interface InkPart {
  readonly count: number;
  readonly amountMinor: Minor;
}

/** The day's money in four inks: each tender counts in its own, and what is refunded is subtracted. */
export function inksOf(
  sales: readonly Pick<Sale, 'tenders' | 'payments' | 'payLinks' | 'state' | 'refundOf' | 'hold'>[],
): Readonly<Record<Certainty, InkPart>> {
  const parts: Record<Certainty, InkPart> = {
    certain: NOTHING,
    promised: NOTHING,
    unknown: NOTHING,
    refused: NOTHING,
  };
  for (const sale of sales) {
    // Nobody's income, whatever becomes of it: in no total, and no piece of one (decision 14).
    if (isHeldMoney(sale)) continue;
    for (const tender of sale.tenders) {
      const ink = certaintyOfTender(sale, tender);
      if (ink === 'refused' && !wasPromised(sale, tender)) continue;
      const { count, amountMinor } = parts[ink];
      const signed = signedMinor(sale, tender.amountMinor);
      parts[ink] = { count: count + 1, amountMinor: minor(amountMinor + signed) };
    }
  }
  return parts;
}

const NOTHING: InkPart = { count: 0, amountMinor: minor(0) };

/** A plain decline never was money of the shop's; a promise that was refused later is a loss. */
function wasPromised(sale: Pick<Sale, 'payments'>, tender: Tender): boolean {
  if (tender.kind === 'cash') return false;
  const state = tryThatCounts(sale, tender)?.status.state;
  return state === 'refused' || state === 'written-off';
}
