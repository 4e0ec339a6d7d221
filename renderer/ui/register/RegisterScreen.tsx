import { useState } from 'react';
import { useKeyLayer, type KeyBindings } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import { CartPanel } from './CartPanel.tsx';
import { ClearDialog } from './ClearDialog.tsx';
import { DiscountDialog } from './DiscountDialog.tsx';
import { Goods } from './Goods.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { QuantityDialog } from './QuantityDialog.tsx';
import { RecallDialog } from './RecallDialog.tsx';
import type { RegisterDialog } from './register-dialog.ts';
import styles from './RegisterScreen.module.css';

const DIALOGS = {
  quantity: QuantityDialog,
  discount: DiscountDialog,
  note: NoteDialog,
  recall: RecallDialog,
  clear: ClearDialog,
} as const;

/** Goods at the left, the sale at the right; every key is printed where it can be touched. */
export function RegisterScreen() {
  const [dialog, setDialog] = useState<RegisterDialog | null>(null);
  const isEmpty = useTillState('cart', (state) => state.cart.lines.length === 0);
  const { moveActive, step, removeActive, hold } = useCartActions();
  const startPaying = useStartPaying();
  const onGoods = (act: () => void) => (isEmpty ? undefined : act);
  const cartKeys: KeyBindings = {
    ArrowUp: onGoods(() => moveActive(-1)),
    ArrowDown: onGoods(() => moveActive(1)),
    '+': onGoods(() => step(1)),
    '-': onGoods(() => step(-1)),
    Delete: onGoods(removeActive),
  };
  useKeyLayer({
    ...cartKeys,
    F4: onGoods(hold),
    F5: () => setDialog('recall'),
    F6: onGoods(() => setDialog('quantity')),
    F7: onGoods(() => setDialog('note')),
    F8: onGoods(() => setDialog('discount')),
    F9: onGoods(startPaying),
    'Ctrl+Delete': onGoods(() => setDialog('clear')),
  });
  const Open = dialog === null ? null : DIALOGS[dialog];
  return (
    <main className={styles['register']}>
      <Goods cartKeys={cartKeys} />
      <CartPanel onDialog={setDialog} onPay={startPaying} />
      {Open !== null && <Open onClose={() => setDialog(null)} />}
    </main>
  );
}

/** From where the scans are: what was scanned a moment ago is paid with it. */
function useStartPaying(): () => void {
  const startPaying = useTillState('checkout', (state) => state.startPaying);
  const afterScans = useTillState('scan', (state) => state.afterScans);
  return () => void afterScans(startPaying);
}

function useCartActions() {
  const moveActive = useTillState('cart', (state) => state.moveActive);
  const step = useTillState('cart', (state) => state.step);
  const removeActive = useTillState('cart', (state) => state.removeActive);
  const hold = useTillState('cart', (state) => state.hold);
  return { moveActive, step, removeActive, hold };
}
