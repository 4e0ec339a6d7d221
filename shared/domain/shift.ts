import { err, ok, type Result } from '../lib/result.ts';
import { isPayable, MAX_AMOUNT_MINOR, minor, negate, subtract, sum, type Minor } from './money.ts';
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
  readonly expectedMinor: Minor;
  readonly countedMinor: Minor;
  /** Counted minus expected: below zero is missing money. */
  readonly varianceMinor: Minor;
  /** Who vouched for a variance above the limit; empty where nobody had to (A23). */
  readonly approverId: string;
  /** What stays in the drawer for the next shift; the rest goes to the safe. */
  readonly nextFloatMinor: Minor;
}

export type ShiftFault =
  'shift-closed' | 'amount-invalid' | 'reason-missing' | 'not-that-much-cash' | 'approver-needed';

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
  drawer: DrawerCash,
): Result<Shift, ShiftFault> {
  if (shift.closing !== null) return err('shift-closed');
  if (!isPayable(movement.amountMinor)) return err('amount-invalid');
  if (movement.reason.trim() === '') return err('reason-missing');
  if (movement.kind === 'pay-out' && movement.amountMinor > expectedCash(shift, drawer)) {
    return err('not-that-much-cash');
  }
  return ok({ ...shift, movements: [...shift.movements, movement] });
}

/** Cash tenders of the shift: taken from customers, and given back to them (refund, void). */
export interface DrawerCash {
  readonly taken: readonly CashTender[];
  readonly givenBack: readonly CashTender[];
}

/** What sales put into the drawer. One that came to nothing gave its cash back; a void is of a card. */
export function cashTakenBy(sales: readonly Sale[]): CashTender[] {
  return sales
    .filter(({ state }) => state !== 'not-paid')
    .flatMap(({ tenders, recoveredInCash = [] }) => [
      ...tenders.filter((tender) => tender.kind === 'cash'),
      ...recoveredInCash.map((cash) => ({ ...cash, kind: 'cash' as const })),
    ]);
}

/**
 * What must lie in the drawer (A24): float, plus what was received less the change, plus pay-ins,
 * less pay-outs, less what was given back. Received less change is amount plus rounding, so that
 * the coins that do not exist are not missed at the count. Cards never touch a drawer.
 */
export function expectedCash(
  { floatMinor, movements }: Pick<Shift, 'floatMinor' | 'movements'>,
  { taken, givenBack }: DrawerCash,
): Minor {
  const moved = movements.map(({ kind, amountMinor }) =>
    kind === 'pay-in' ? amountMinor : negate(amountMinor),
  );
  const inFlow = sum([floatMinor, ...taken.map(kept), ...moved]);
  return subtract(inFlow, sum(givenBack.map(kept)));
}

/** What of a tender stays in the drawer. */
function kept({ receivedMinor, changeMinor }: CashTender): Minor {
  return subtract(receivedMinor, changeMinor);
}

export interface Count {
  readonly atMs: number;
  readonly countedMinor: Minor;
  readonly varianceLimitMinor: Minor;
  /** A supervisor who has just proved who he is; empty when there is none. */
  readonly approverId: string;
}

/** Above the limit somebody must vouch for the variance, or the shift stays open (A23). */
export function closeShift(
  shift: Shift,
  drawer: DrawerCash,
  count: Count,
): Result<Shift, ShiftFault> {
  if (shift.closing !== null) return err('shift-closed');
  const { atMs, countedMinor, varianceLimitMinor, approverId } = count;
  if (!isCountable(countedMinor)) return err('amount-invalid');
  const expectedMinor = expectedCash(shift, drawer);
  const varianceMinor = subtract(countedMinor, expectedMinor);
  const needsApprover = Math.abs(varianceMinor) > varianceLimitMinor;
  if (needsApprover && approverId === '') return err('approver-needed');
  const closing: ShiftClosing = {
    closedAtMs: atMs,
    expectedMinor,
    countedMinor,
    varianceMinor,
    approverId: needsApprover ? approverId : '',
    nextFloatMinor: minor(Math.min(shift.floatMinor, countedMinor)),
  };
  return ok({ ...shift, closing });
}

/** What goes to the safe when the shift is closed (A22). */
export function toTheSafe({ countedMinor, nextFloatMinor }: ShiftClosing): Minor {
  return subtract(countedMinor, nextFloatMinor);
}

/** An empty drawer is an honest count; a negative or absurd one is a slip of the finger. */
function isCountable(amount: Minor): boolean {
  return Number.isSafeInteger(amount) && amount >= 0 && amount < MAX_AMOUNT_MINOR;
}
