import { useMemo } from 'react';
import type { KeyBindings } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import type { RegisterDialog } from './register-dialog.ts';

/**
 * What keys and buttons do on the counter. Each finds there what was scanned before it: a code that
 * is still being looked up comes first, or a discount would fall on the line before (A25). The same
 * ones as long as the screen is there: whoever is given them has nothing to draw.
 */
export function useCounterActs(open: (dialog: RegisterDialog) => void) {
  const afterScans = useTillState('scan', (state) => state.afterScans);
  const moveActive = useTillState('cart', (state) => state.moveActive);
  const step = useTillState('cart', (state) => state.step);
  const removeActive = useTillState('cart', (state) => state.removeActive);
  const hold = useTillState('cart', (state) => state.hold);
  const startPaying = useTillState('checkout', (state) => state.startPaying);
  return useMemo(() => {
    const after = (act: () => void) => () => void afterScans(act);
    return {
      up: after(() => moveActive(-1)),
      down: after(() => moveActive(1)),
      oneMore: after(() => step(1)),
      oneLess: after(() => step(-1)),
      remove: after(removeActive),
      hold: after(hold),
      recall: after(() => open('recall')),
      quantity: after(() => open('quantity')),
      note: after(() => open('note')),
      discount: after(() => open('discount')),
      clear: after(() => open('clear')),
      pay: after(startPaying),
    };
  }, [afterScans, moveActive, step, removeActive, hold, startPaying, open]);
}

export type CounterActs = ReturnType<typeof useCounterActs>;

/** Goods lie on the counter or are on their way to it: keys that need some mean something. */
export function useHasGoods(): boolean {
  const isEmpty = useTillState('cart', (state) => state.cart.lines.length === 0);
  // Asked of an empty counter only: each scan would otherwise draw the whole register twice.
  const isScanned = useTillState('scan', (state) => isEmpty && state.kept.length > 0);
  return !isEmpty || isScanned;
}

/** Keys that act on the lines, also from the find field as long as nothing is typed there. */
export function useCartKeys(acts: CounterActs): KeyBindings {
  if (!useHasGoods()) return {};
  return {
    ArrowUp: acts.up,
    ArrowDown: acts.down,
    '+': acts.oneMore,
    '-': acts.oneLess,
    Delete: acts.remove,
  };
}
