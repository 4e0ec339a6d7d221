import { canonicalJson } from '../lib/canonical-json.ts';
import type { JournalBody } from './journal.ts';
import { add, ZERO, type Minor } from './money.ts';
import { closeShift, withMovement, type Shift } from './shift.ts';

/**
 * The drawer as the journal has it (A22–A24). A shift begins where the last one was counted, without
 * anybody opening it; its record is written with the first pay-in or pay-out and with the count, and
 * holds it as a whole.
 */
export interface Drawer {
  /** As it was written last; null on a till whose drawer was never counted. */
  readonly shift: Shift | null;
  /** What sales have put in since the last count, less what was given back. */
  readonly cashMinor: Minor;
}

export const EMPTY_DRAWER: Drawer = { shift: null, cashMinor: ZERO };

/** Each step on a sale says what it has moved, so that no sale is read again for it. */
export function drawerAfter(drawer: Drawer, { body }: { readonly body: JournalBody }): Drawer {
  if (body.kind === 'shift') {
    const { shift } = body;
    return { shift, cashMinor: shift.closing === null ? drawer.cashMinor : ZERO };
  }
  const moved = movedBy(body);
  return moved === undefined ? drawer : { ...drawer, cashMinor: add(drawer.cashMinor, moved) };
}

function movedBy(body: JournalBody): Minor | undefined {
  if (body.kind === 'supervisor-act') return body.done?.cashMinor;
  return body.kind === 'sale' ? body.cashMinor : undefined;
}

type Beginning = Pick<Shift, 'id' | 'terminalId' | 'operatorId' | 'businessDay' | 'openedAtMs'>;

/** The shift that is under way: the one that was written, or the one that begins where it ended. */
export function shiftUnderWay({ shift }: Pick<Drawer, 'shift'>, beginning: Beginning): Shift {
  if (shift !== null && shift.closing === null) return shift;
  const { id, terminalId, operatorId, businessDay } = beginning;
  return {
    id,
    terminalId,
    operatorId,
    businessDay,
    openedAtMs: shift?.closing?.closedAtMs ?? beginning.openedAtMs,
    floatMinor: shift?.closing?.nextFloatMinor ?? ZERO,
    movements: [],
    closing: null,
  };
}

/**
 * Whether this is one step on from the drawer as it is: what is said to be expected, moved or
 * counted is reckoned again, and nothing of what was written before is changed.
 */
export function isNextStep(drawer: Drawer, after: Shift): boolean {
  const before = shiftUnderWay(drawer, after);
  const { closing } = after;
  const movement = after.movements.at(-1);
  const step =
    closing !== null
      ? closeShift(before, drawer.cashMinor, {
          ...closing,
          atMs: closing.closedAtMs,
          leftMinor: closing.nextFloatMinor,
        })
      : movement !== undefined && withMovement(before, movement, drawer.cashMinor);
  return step !== false && step.ok && canonicalJson(step.value) === canonicalJson(after);
}

/** Who has done the last step. */
export function stepOperator({ closing, movements }: Shift): string {
  return closing?.operatorId ?? movements.at(-1)?.operatorId ?? '';
}
