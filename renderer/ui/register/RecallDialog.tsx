import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldCart } from '../../../shared/contracts/draft-cart.ts';
import type { Recalled } from '../../stores/cart-store.ts';
import { priced } from '../../stores/priced-cart.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { timeText } from '../kit/time.ts';
import { useNow } from '../frame/use-now.ts';
import { useTillState } from '../stores-context.ts';
import { Nothing } from './Nothing.tsx';
import { useProductName } from './product-name.ts';
import type { RegisterDialogProps } from './register-dialog.ts';
import { useIsPartPaid } from './use-is-part-paid.ts';
import { usePricedCart } from './use-priced-cart.ts';
import styles from './Dialogs.module.css';

const WHY_NOT: Readonly<Partial<Record<Recalled, 'alreadySold' | 'outcomeOpen' | 'recallFailed'>>> =
  {
    'already-sold': 'alreadySold',
    'outcome-open': 'outcomeOpen',
    failed: 'recallFailed',
  };

/** Sales put aside (A16), newest last. What is on the counter is held first: nothing gets lost. */
export function RecallDialog({ onClose }: RegisterDialogProps) {
  const { t } = useTranslation('register');
  const held = useTillState('cart', (state) => state.held);
  const recall = useTillState('cart', (state) => state.recall);
  const { lines, totals } = usePricedCart();
  const [refused, setRefused] = useState<Recalled | null>(null);
  const [discarding, setDiscarding] = useState<HeldCart | null>(null);
  const take = async ({ cart }: HeldCart): Promise<void> => {
    const recalled = await recall(cart.saleId);
    if (recalled === 'recalled') onClose();
    else setRefused(recalled);
  };
  if (discarding !== null) {
    return <DiscardDialog held={discarding} onClose={() => setDiscarding(null)} />;
  }
  const why = refused === null ? undefined : WHY_NOT[refused];
  return (
    <Dialog title={t('recallTitle')} width="wide" onClose={onClose}>
      {held.length === 0 && <Nothing title={t('recallEmpty')} hint={t('recallEmptyHint')} />}
      <ul className={styles['held']}>
        {held.map((one, i) => (
          <HeldRow
            key={one.cart.saleId}
            held={one}
            isProposed={i === held.length - 1}
            onTake={() => void take(one)}
            onDiscard={() => setDiscarding(one)}
          />
        ))}
      </ul>
      {why !== undefined && (
        <p role="alert" className={styles['error']}>
          {t(why)}
        </p>
      )}
      {lines.length > 0 && held.length > 0 && (
        <p className={styles['hint']}>{t('recallSwap', { amount: money(totals.dueMinor) })}</p>
      )}
    </Dialog>
  );
}

interface RowProps {
  readonly held: HeldCart;
  /** F5 and Enter take it up. */
  readonly isProposed: boolean;
  readonly onTake: () => void;
  readonly onDiscard: () => void;
}

function HeldRow({ held: { cart, heldAtMs }, isProposed, onTake, onDiscard }: RowProps) {
  const { t } = useTranslation('register');
  const nameOf = useProductName();
  const nowMs = useNow();
  useKeyLayer({ Enter: isProposed ? onTake : undefined });
  const [first] = cart.lines;
  const name = first === undefined ? '' : nameOf(first.product);
  const what =
    cart.lines.length === 1 ? name : t('andMore', { first: name, lines: cart.lines.length });
  return (
    <li>
      <time dateTime={new Date(heldAtMs).toISOString()}>{timeText(heldAtMs, nowMs)}</time>
      <span className={styles['what']} title={what}>
        {what}
        {cart.customer !== '' && <small>{cart.customer}</small>}
        {cart.note !== '' && <small>{cart.note}</small>}
      </span>
      <b>{money(priced({ cart }).totals.dueMinor)}</b>
      <Button onPress={onDiscard}>{t('discard')}</Button>
      <Button variant="primary" {...(isProposed ? { keyCap: 'Enter' } : {})} onPress={onTake}>
        {t('takeUp')}
      </Button>
    </li>
  );
}

interface DiscardProps extends RegisterDialogProps {
  readonly held: HeldCart;
}

function DiscardDialog({ held: { cart, heldAtMs }, onClose }: DiscardProps) {
  const { t } = useTranslation('register');
  const nowMs = useNow();
  const discard = useTillState('cart', (state) => state.discard);
  const isPartPaid = useIsPartPaid(cart.saleId);
  const amount = money(priced({ cart }).totals.dueMinor);
  const time = timeText(heldAtMs, nowMs);
  return (
    <Dialog title={t('discardTitle')} onClose={onClose}>
      <p>{isPartPaid ? t('clearNot') : t('discardBody', { time, amount })}</p>
      <DialogActions>
        <Button keyCap="Esc" onPress={onClose}>
          {t('keepSale')}
        </Button>
        <Button
          variant="danger"
          isDisabled={isPartPaid}
          onPress={() => {
            onClose();
            discard(cart.saleId);
          }}
        >
          {t('discardConfirm', { amount })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
