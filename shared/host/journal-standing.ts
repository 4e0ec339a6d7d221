import { cardLockAfter, type CardLock } from '../domain/card-lock.ts';
import { drawerAfter, EMPTY_DRAWER, type Drawer } from '../domain/drawer.ts';
import type { JournalRecord } from '../domain/journal.ts';
import type { Settlement } from '../domain/settlement.ts';

/** What the records up to one have come to, and what stands until another changes it. */
export interface Standing {
  readonly cardLock: CardLock | null;
  /** The last day end, wherever it was written (P22). */
  readonly settlement: Settlement | null;
  /** What the drawer should hold, and its shift (A24). */
  readonly drawer: Drawer;
}

export const NOTHING_STANDS: Standing = {
  cardLock: null,
  settlement: null,
  drawer: EMPTY_DRAWER,
};

export function standingAfter(before: Standing, record: JournalRecord): Standing {
  const { body } = record;
  return {
    cardLock: cardLockAfter(before.cardLock, record),
    settlement: body.kind === 'settlement' ? body.settlement : before.settlement,
    drawer: drawerAfter(before.drawer, record),
  };
}
