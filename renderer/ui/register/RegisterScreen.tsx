import { useState } from 'react';
import { useKeyLayer, type KeyBindings } from '../kit/keys.ts';
import { CartPanel } from './CartPanel.tsx';
import { ClearDialog } from './ClearDialog.tsx';
import { useCounterActs, useHasGoods } from './counter-acts.ts';
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
  const acts = useCounterActs(setDialog);
  const hasGoods = useHasGoods();
  const onGoods = (act: () => void) => (hasGoods ? act : undefined);
  const cartKeys: KeyBindings = {
    ArrowUp: onGoods(acts.up),
    ArrowDown: onGoods(acts.down),
    '+': onGoods(acts.oneMore),
    '-': onGoods(acts.oneLess),
    Delete: onGoods(acts.remove),
  };
  useKeyLayer({
    ...cartKeys,
    F4: onGoods(acts.hold),
    F5: acts.recall,
    F6: onGoods(acts.quantity),
    F7: onGoods(acts.note),
    F8: onGoods(acts.discount),
    F9: onGoods(acts.pay),
    'Ctrl+Delete': onGoods(acts.clear),
  });
  const Open = dialog === null ? null : DIALOGS[dialog];
  return (
    <main className={styles['register']}>
      <Goods cartKeys={cartKeys} />
      <CartPanel acts={acts} />
      {Open !== null && <Open onClose={() => setDialog(null)} />}
    </main>
  );
}
