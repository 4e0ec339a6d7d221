import { memo, useState } from 'react';
import { useKeyLayer } from '../kit/keys.ts';
import { CartPanel } from './CartPanel.tsx';
import { ClearDialog } from './ClearDialog.tsx';
import { useCartKeys, useCounterActs, useHasGoods, type CounterActs } from './counter-acts.ts';
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

/**
 * Goods at the left, the sale at the right; every key is printed where it can be touched. It is kept
 * while somebody pays, and nothing of it is drawn again for it (`memo`) but what has changed by then.
 */
export const RegisterScreen = memo(function RegisterScreen() {
  const [dialog, setDialog] = useState<RegisterDialog | null>(null);
  const acts = useCounterActs(setDialog);
  const Open = dialog === null ? null : DIALOGS[dialog];
  return (
    <main className={styles['register']}>
      <Goods acts={acts} />
      <CartPanel acts={acts} />
      <CounterKeys acts={acts} />
      {Open !== null && <Open onClose={() => setDialog(null)} />}
    </main>
  );
});

/** By itself: which of them mean something changes with a scan, and the screen need not be drawn for it. */
function CounterKeys({ acts }: { readonly acts: CounterActs }) {
  const hasGoods = useHasGoods();
  const onGoods = (act: () => void) => (hasGoods ? act : undefined);
  useKeyLayer({
    ...useCartKeys(acts),
    F4: onGoods(acts.hold),
    F5: acts.recall,
    F6: onGoods(acts.quantity),
    F7: onGoods(acts.note),
    F8: onGoods(acts.discount),
    F9: onGoods(acts.pay),
    'Ctrl+Delete': onGoods(acts.clear),
  });
  return null;
}
