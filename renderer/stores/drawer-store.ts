import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import type { ReceiptRow } from '../../shared/domain/receipt-rows.ts';
import type { Shift } from '../../shared/domain/shift.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { DrawerCount, DrawerDesk, DrawerView, Moved } from '../services/paying/drawer-desk.ts';
import { NewestLook } from './newest-look.ts';

/** The drawer's count, and the cash that goes in and out with no sale (A22–A24). */
export interface DrawerState {
  readonly isOpen: boolean;
  /** Null until it has been looked at. */
  readonly view: DrawerView | null;
  /** What was counted just now; its slip can be printed. */
  readonly counted: Shift | null;
  readonly failure: Failure | null;
  readonly isPrintFailed: boolean;
  readonly open: () => Promise<void>;
  readonly leave: () => void;
  readonly openDrawer: () => Promise<void>;
  /** True when it is written. */
  readonly move: (moved: Moved) => Promise<boolean>;
  /** Null when nothing was written; what is the matter stands in `failure`. */
  readonly count: (count: DrawerCount, approval: Approval | null) => Promise<Shift | null>;
  readonly print: (shift: Shift, title: string, rows: readonly ReceiptRow[]) => Promise<void>;
}

export function createDrawerStore(openTill: () => { readonly drawer: DrawerDesk } | null) {
  return createStore<DrawerState>()((set) => {
    const looks = new NewestLook();
    let isAtWork = false;

    /** What a step reads after the drawer was left is not what is in it when it is opened again. */
    async function look(): Promise<void> {
      const drawer = openTill()?.drawer;
      const looked = drawer === undefined ? null : await looks.at(() => drawer.look());
      if (looked === null) return;
      set(looked.ok ? { view: looked.value } : { failure: looked.error });
    }

    /** Enter twice is one step: the second would find that the drawer has changed, and say so. */
    async function step(
      work: (drawer: DrawerDesk) => Promise<Result<Shift, Failure>>,
    ): Promise<Shift | null> {
      const till = openTill();
      if (till === null || isAtWork) return null;
      isAtWork = true;
      set({ failure: null });
      const stepped = await work(till.drawer).finally(() => {
        isAtWork = false;
      });
      if (!stepped.ok) set({ failure: stepped.error });
      // Sold meanwhile, or counted by another: what is compared with next is what is so now.
      await look();
      return stepped.ok ? stepped.value : null;
    }

    return {
      isOpen: false,
      view: null,
      counted: null,
      failure: null,
      isPrintFailed: false,
      open: async () => {
        set({ isOpen: true, counted: null, failure: null, isPrintFailed: false });
        await look();
      },
      leave: () => {
        looks.leave();
        set({ isOpen: false, view: null });
      },
      openDrawer: async () => {
        const opened = await openTill()?.drawer.open();
        set({ failure: opened === undefined || opened.ok ? null : opened.error });
      },
      move: async (moved) => (await step((drawer) => drawer.move(moved))) !== null,
      count: async (count, approval) => {
        const counted = await step((drawer) => drawer.count(count, approval));
        if (counted !== null) set({ counted });
        return counted;
      },
      print: async (shift, title, rows) => {
        const printed = await openTill()?.drawer.print(shift, title, rows);
        set({ isPrintFailed: printed !== undefined && !printed.ok });
      },
    };
  });
}
