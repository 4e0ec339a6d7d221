import { assertNever } from '../lib/assert.ts';
import type { OfflineVerdict } from './offline-policy.ts';

/**
 * What a card terminal can do with a line and without one (MISSION, PROTOCOL P15, P18): the
 * article's first ground as data. The line panel draws it, and the lessons count it.
 *
 * - `certain`: as good as it gets; for money, the bank has said yes or it lies in the drawer.
 * - `promised`: goes on, at the shop's risk: nobody at the bank has said yes.
 * - `later`: can be prepared now and is finished when the line is back.
 * - `never`: not possible.
 */
export type Worth = 'certain' | 'promised' | 'later' | 'never';

export interface TerminalFunction {
  readonly id: FunctionId;
  readonly withoutLine: Worth;
  /** Card functions stop as a whole while the journal is not whole (P10). */
  readonly isCard: boolean;
  /** This till has a button for it; the others are lessons about terminals in general. */
  readonly isBuilt: boolean;
}

export type FunctionId =
  | 'cash'
  | 'tap'
  | 'chip'
  | 'signature'
  | 'settlement'
  | 'reports'
  | 'authorisation'
  | 'pin'
  | 'swipe'
  | 'wallet'
  | 'balance'
  | 'refund'
  | 'hold'
  | 'void';

/** From what always works to what never works without a line. */
export const FUNCTIONS: readonly TerminalFunction[] = [
  { id: 'cash', withoutLine: 'certain', isCard: false, isBuilt: true },
  { id: 'tap', withoutLine: 'promised', isCard: true, isBuilt: true },
  { id: 'chip', withoutLine: 'promised', isCard: true, isBuilt: true },
  { id: 'reports', withoutLine: 'later', isCard: false, isBuilt: true },
  { id: 'settlement', withoutLine: 'later', isCard: false, isBuilt: true },
  { id: 'signature', withoutLine: 'later', isCard: true, isBuilt: true },
  { id: 'authorisation', withoutLine: 'never', isCard: true, isBuilt: true },
  { id: 'pin', withoutLine: 'never', isCard: true, isBuilt: true },
  { id: 'swipe', withoutLine: 'never', isCard: true, isBuilt: false },
  { id: 'wallet', withoutLine: 'never', isCard: true, isBuilt: false },
  { id: 'balance', withoutLine: 'never', isCard: true, isBuilt: true },
  { id: 'refund', withoutLine: 'never', isCard: true, isBuilt: true },
  { id: 'hold', withoutLine: 'never', isCard: true, isBuilt: true },
  { id: 'void', withoutLine: 'never', isCard: true, isBuilt: true },
];

export interface FunctionsQuestion {
  readonly online: boolean;
  readonly cardsLocked: boolean;
  /** What the policy says to the smallest card payment at this moment (P15). */
  readonly smallestPromise: OfflineVerdict;
}

/** What a function is worth in each column, and why it is not what the table promises. */
export interface FunctionNow extends TerminalFunction {
  readonly withLine: Worth;
  readonly now: Worth;
  /** A code of the registries where something other than the line decides; else null. */
  readonly because: string | null;
}

export function functionsNow(question: FunctionsQuestion): readonly FunctionNow[] {
  return FUNCTIONS.map((one) => functionNow(one, question));
}

function functionNow(
  one: TerminalFunction,
  { online, cardsLocked, smallestPromise }: FunctionsQuestion,
): FunctionNow {
  if (one.isCard && cardsLocked) {
    const locked = { withLine: 'never', withoutLine: 'never', now: 'never' } as const;
    return { ...one, ...locked, because: 'cards-locked' };
  }
  const cap = one.withoutLine === 'promised' ? capOf(smallestPromise) : null;
  const withoutLine = cap === null || cap.isSoft ? one.withoutLine : 'never';
  const now = online ? 'certain' : withoutLine;
  return { ...one, withLine: 'certain', withoutLine, now, because: cap?.code ?? null };
}

function capOf(
  verdict: OfflineVerdict,
): { readonly code: string; readonly isSoft: boolean } | null {
  switch (verdict.kind) {
    case 'allowed':
      return null;
    case 'needs-supervisor':
      return { code: verdict.caps[0] ?? 'cap-total', isSoft: true };
    case 'refused':
      return { code: verdict.code, isSoft: false };
    default:
      return assertNever(verdict, 'offline verdict');
  }
}

/** How many functions are worth what at this moment. */
export function countByWorth(functions: readonly FunctionNow[]): Readonly<Record<Worth, number>> {
  const counts = { certain: 0, promised: 0, later: 0, never: 0 };
  for (const { now } of functions) counts[now] += 1;
  return counts;
}
