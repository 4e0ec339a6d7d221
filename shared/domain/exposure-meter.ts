import { minor, type Minor } from './money.ts';
import type { Payment } from './payment.ts';
import type { Sale } from './sale.ts';

/**
 * Money at risk (PROTOCOL P15): what was promised and no bank has answered for, by the moment until
 * which it must be sent, and by card. What the bank refuses of it the shop loses; how much that will
 * be is taken from what it has refused today, and from nothing where it has answered for nothing.
 *
 * Promises are sent oldest first (P12; decision 10): by number, and so by expiry. Risk orders only
 * what people look at.
 */
export interface ExposureMeter {
  readonly atRisk: Sum;
  /** A chip said yes by itself, so that the card at least was genuine. */
  readonly proved: Sum;
  /** Soonest first. */
  readonly byExpiry: readonly ExpiryPart[];
  /** What weighs most first. */
  readonly byCard: readonly CardPart[];
  readonly refusals: Refusals;
}

export interface Sum {
  readonly count: number;
  readonly amountMinor: Minor;
}

export interface ExpiryPart extends Sum {
  /** Whole minutes: promises of one window differ by what writing them down took. */
  readonly latestSendingMs: number;
  /** The first of them to leave. */
  readonly firstNumber: number;
}

export interface CardPart extends Sum {
  readonly cardToken: string;
  readonly maskedNumber: string;
  readonly provedMinor: Minor;
}

/** Of the promises that the bank has answered for. */
export interface Refusals {
  readonly answered: Sum;
  readonly refused: Sum;
}

type Promised = Payment & {
  readonly status: Extract<Payment['status'], { readonly latestSendingMs: number }>;
};
type Sold = Pick<Sale, 'payments' | 'businessDay'>;

const MINUTE_MS = 60_000;
const NONE: Sum = { count: 0, amountMinor: minor(0) };
const REFUSED: ReadonlySet<Payment['status']['state']> = new Set([
  'refused',
  'recovered',
  'written-off',
]);

/** @param businessDay of which the answers are counted; what is at risk is at risk of any day. */
export function exposureMeter(sales: readonly Sold[], businessDay: string): ExposureMeter {
  const promised = sales.flatMap(({ payments }) => payments.filter(isPromised));
  const today = sales.filter((sale) => sale.businessDay === businessDay);
  const answered = today
    .flatMap(({ payments }) => payments)
    .filter(({ status }) => status.state === 'posted' || REFUSED.has(status.state));
  return {
    atRisk: sumOf(promised),
    proved: sumOf(promised.filter(isProved)),
    byExpiry: byExpiry(promised),
    byCard: byCard(promised),
    refusals: {
      answered: sumOf(answered),
      refused: sumOf(answered.filter(({ status }) => REFUSED.has(status.state))),
    },
  };
}

/** Share of the money refused so far, of what is at risk now; null where nothing was answered. */
export function expectedLossMinor({ atRisk, refusals }: ExposureMeter): Minor | null {
  const { answered, refused } = refusals;
  if (answered.amountMinor === 0) return null;
  // Never shown as less than it is.
  return minor(Math.ceil((atRisk.amountMinor * refused.amountMinor) / answered.amountMinor));
}

function isPromised(payment: Payment): payment is Promised {
  const { state } = payment.status;
  return state === 'stored' || state === 'offline-approved';
}

function isProved({ status }: Payment): boolean {
  return status.state === 'offline-approved';
}

function byExpiry(promised: readonly Promised[]): ExpiryPart[] {
  const parts = grouped(
    promised,
    ({ status }) => status.latestSendingMs - (status.latestSendingMs % MINUTE_MS),
  );
  return [...parts]
    .map(([latestSendingMs, payments]) => ({
      latestSendingMs,
      firstNumber: Math.min(...payments.map(({ core }) => core.transactionNumber)),
      ...sumOf(payments),
    }))
    .sort((a, b) => a.latestSendingMs - b.latestSendingMs);
}

function byCard(promised: readonly Promised[]): CardPart[] {
  const parts = grouped(promised, ({ card }) => card.cardToken);
  const risk = ({ amountMinor, provedMinor }: CardPart): number => 2 * amountMinor - provedMinor;
  return [...parts]
    .map(([cardToken, payments]) => ({
      cardToken,
      maskedNumber: payments[0]?.card.maskedNumber ?? '',
      provedMinor: sumOf(payments.filter(isProved)).amountMinor,
      ...sumOf(payments),
    }))
    .sort((a, b) => risk(b) - risk(a));
}

function grouped<Key>(
  promised: readonly Promised[],
  keyOf: (payment: Promised) => Key,
): ReadonlyMap<Key, readonly Promised[]> {
  const parts = new Map<Key, Promised[]>();
  for (const payment of promised) {
    const key = keyOf(payment);
    parts.set(key, [...(parts.get(key) ?? []), payment]);
  }
  return parts;
}

function sumOf(payments: readonly Payment[]): Sum {
  if (payments.length === 0) return NONE;
  const total = payments.reduce((sum, { core }) => sum + core.amountMinor, 0);
  return { count: payments.length, amountMinor: minor(total) };
}
