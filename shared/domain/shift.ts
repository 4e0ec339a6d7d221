import { err, ok, type Result } from '../lib/result.ts';
import {
  isPayable,
  MAX_AMOUNT_MINOR,
  minor,
  negate,
  subtract,
  sum,
  ZERO,
  type Minor,
} from './money.ts';
import { signedMinor } from './refunding.ts';
import type { CashTender, Sale } from './sale.ts';

/**
 * A shift: one drawer in one person's keeping, from the float it is opened with to the count it is
 * closed with (A22–A24). It closes locally at any time; no bank is asked (P22).
 */
export interface Shift {
  readonly id: string;
  readonly terminalId: string;
  readonly operatorId: string;
  readonly businessDay: string;
  readonly openedAtMs: number;
  /** Change money that lay in the drawer at the start; it is nobody's takings. */
  readonly floatMinor: Minor;
  readonly movements: readonly CashMovement[];
  readonly closing: ShiftClosing | null;
}

/** Cash that went in or out with no sale: a bank run, a parcel paid at the door. */
export interface CashMovement {
  readonly kind: 'pay-in' | 'pay-out';
  readonly id: string;
  readonly amountMinor: Minor;
  readonly reason: string;
  readonly operatorId: string;
  readonly atMs: number;
}

export interface ShiftClosing {
  readonly closedAtMs: number;
  /** Who has counted. */
  readonly operatorId: string;
  /** What lay in the drawer, by note and coin; what there was none of is left out. */
  readonly pieces: readonly CountedPieces[];
  readonly expectedMinor: Minor;
  readonly countedMinor: Minor;
  /** Counted minus expected: below zero is missing money. */
  readonly varianceMinor: Minor;
  /** Why it differs; empty where it does not. */
  readonly reason: string;
  /** Who vouched for a variance above the limit; empty where nobody had to (A23). */
  readonly approverId: string;
  /** What stays in the drawer for the next shift; the rest goes to the safe. */
  readonly nextFloatMinor: Minor;
}

/** So many notes or coins of one value. */
export interface CountedPieces {
  readonly valueMinor: Minor;
  readonly count: number;
}

/** Above this a supervisor has to vouch for the difference: five yuan are a miscount (A23). */
export const VARIANCE_LIMIT_MINOR = minor(500);

export type ShiftFault =
  | 'shift-closed'
  | 'amount-invalid'
  | 'reason-missing'
  | 'not-that-much-cash'
  | 'approver-needed';

export function openShift(
  start: Omit<Shift, 'movements' | 'closing'>,
): Result<Shift, 'amount-invalid'> {
  if (!isCountable(start.floatMinor)) return err('amount-invalid');
  return ok({ ...start, movements: [], closing: null });
}

/** Money in or out, with a reason; out at most what the drawer should hold. */
export function withMovement(
  shift: Shift,
  movement: CashMovement,
  cashMinor: Minor,
): Result<Shift, ShiftFault> {
  if (shift.closing !== null) return err('shift-closed');
  if (!isPayable(movement.amountMinor)) return err('amount-invalid');
  if (movement.reason.trim() === '') return err('reason-missing');
  if (movement.kind === 'pay-out' && movement.amountMinor > expectedCash(shift, cashMinor)) {
    return err('not-that-much-cash');
  }
  return ok({ ...shift, movements: [...shift.movements, movement] });
}

/** What a sale has put into the drawer and left there: one that came to nothing gave its cash back. */
export function cashIn(sale: Sale): Minor {
  const { state, tenders, recoveredInCash = [] } = sale;
  if (state === 'not-paid' || state === 'voided') return ZERO;
  const taken = tenders.flatMap((tender) => (tender.kind === 'cash' ? [kept(tender)] : []));
  // What a refund has given was taken out of it.
  return signedMinor(sale, sum([...taken, ...recoveredInCash.map(kept)]));
}

/** What one step of a sale has put into the drawer; below zero: taken out of it. */
export function cashMovedBy(before: Sale | null, after: Sale): Minor {
  return subtract(cashIn(after), before === null ? ZERO : cashIn(before));
}

/**
 * What must lie in the drawer (A24): float, plus what was received less the change, plus pay-ins,
 * less pay-outs, less what was given back. Received less change is amount plus rounding, so that
 * the coins that do not exist are not missed at the count. Cards never touch a drawer.
 *
 * @param cashMinor what sales have put in since the shift began, less what was given back.
 */
export function expectedCash(
  { floatMinor, movements }: Pick<Shift, 'floatMinor' | 'movements'>,
  cashMinor: Minor,
): Minor {
  return sum([floatMinor, cashMinor, movedIn(movements)]);
}

/** Pay-ins less pay-outs. */
export function movedIn(movements: readonly CashMovement[]): Minor {
  return sum(
    movements.map(({ kind, amountMinor }) =>
      kind === 'pay-in' ? amountMinor : negate(amountMinor),
    ),
  );
}

/** What of a tender stays in the drawer. */
function kept({ receivedMinor, changeMinor }: Omit<CashTender, 'kind'>): Minor {
  return subtract(receivedMinor, changeMinor);
}

export interface Count {
  readonly atMs: number;
  readonly operatorId: string;
  readonly pieces: readonly CountedPieces[];
  readonly reason: string;
  /** A supervisor who has just proved who he is; empty when there is none. */
  readonly approverId: string;
  /** What stays in the drawer; null: the float again, or all there is when it is less (A22). */
  readonly leftMinor: Minor | null;
}

/** Note by note; null where a number of pieces is none, or the sum is more than money can count. */
export function countedCash(pieces: readonly CountedPieces[]): Minor | null {
  let counted = 0;
  for (const { valueMinor, count } of pieces) {
    if (!Number.isSafeInteger(count) || count < 0) return null;
    counted += valueMinor * count;
  }
  return isCountable(counted) ? counted : null;
}

export function proposedFloat({ floatMinor }: Pick<Shift, 'floatMinor'>, counted: Minor): Minor {
  return minor(Math.min(floatMinor, counted));
}

export function needsApprover(varianceMinor: Minor): boolean {
  return Math.abs(varianceMinor) > VARIANCE_LIMIT_MINOR;
}

/**
 * A difference needs its reason, and above the limit somebody who vouches for it; without them the
 * shift stays open (A23).
 */
export function closeShift(
  shift: Shift,
  cashMinor: Minor,
  count: Count,
): Result<Shift, ShiftFault> {
  if (shift.closing !== null) return err('shift-closed');
  const { atMs, operatorId, pieces, approverId } = count;
  const countedMinor = countedCash(pieces);
  if (countedMinor === null) return err('amount-invalid');
  const nextFloatMinor = count.leftMinor ?? proposedFloat(shift, countedMinor);
  if (!isCountable(nextFloatMinor)) return err('amount-invalid');
  if (nextFloatMinor > countedMinor) return err('not-that-much-cash');
  const expectedMinor = expectedCash(shift, cashMinor);
  const varianceMinor = subtract(countedMinor, expectedMinor);
  const reason = varianceMinor === 0 ? '' : count.reason.trim();
  if (varianceMinor !== 0 && reason === '') return err('reason-missing');
  const isVouched = needsApprover(varianceMinor);
  if (isVouched && approverId === '') return err('approver-needed');
  const closing: ShiftClosing = {
    closedAtMs: atMs,
    operatorId,
    pieces: pieces.filter(({ count: number }) => number > 0),
    expectedMinor,
    countedMinor,
    varianceMinor,
    reason,
    approverId: isVouched ? approverId : '',
    nextFloatMinor,
  };
  return ok({ ...shift, closing });
}

/** What goes to the safe when the shift is closed (A22). */
export function toTheSafe({ countedMinor, nextFloatMinor }: ShiftClosing): Minor {
  return subtract(countedMinor, nextFloatMinor);
}

/** An empty drawer is an honest count; a negative or absurd one is a slip of the finger. */
function isCountable(amount: number): amount is Minor {
  return Number.isSafeInteger(amount) && amount >= 0 && amount < MAX_AMOUNT_MINOR;
}
