import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import { CardDesk } from './CardDesk.tsx';
import { CashDesk } from './CashDesk.tsx';
import { DueColumn } from './DueColumn.tsx';
import { PaymentEnd } from './PaymentEnd.tsx';
import { PaymentRun } from './PaymentRun.tsx';
import type { TenderKind } from './tender-reasons.ts';
import { useCheckout } from './use-checkout.ts';
import styles from './PaymentScreen.module.css';

/**
 * Money is at stake. Three columns that stay where they are: what is due and how it can be paid,
 * what happens, and what it means; the button that decides is always at the lower right.
 */
export function PaymentScreen() {
  const { t } = useTranslation('payment');
  const checkout = useCheckout();
  const nextTender = useTillState('checkout', (state) => state.nextTender);
  const [tender, setTender] = useState<TenderKind>(checkout.paying.recovers?.tender ?? 'card');
  // Cash instead of a promise: the refusal is not shown, since the cashier has moved on already.
  const [wantsCash, setWantsCash] = useState(false);
  const { busy, verdict } = checkout.paying;
  const movedOn = wantsCash && verdict?.kind === 'not-offline';
  // A verdict that sold nothing stays until somebody takes the next tender.
  const isChoosing = !busy && (verdict === null || movedOn);
  const choose = (next: TenderKind): void => {
    setTender(next);
    setWantsCash(false);
    nextTender();
  };
  const cashInstead = (): void => {
    setTender('cash');
    setWantsCash(true);
  };
  useEffect(freeFocus, []);
  const Desk = tender === 'cash' ? CashDesk : CardDesk;
  return (
    <main className={styles['payment']}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <DueColumn checkout={checkout} chosen={isChoosing ? tender : null} onChoose={choose} />
      {busy && <PaymentRun checkout={checkout} onCashInstead={cashInstead} />}
      {!busy && !isChoosing && verdict !== null && (
        <PaymentEnd checkout={checkout} verdict={verdict} onChoose={choose} />
      )}
      {/* Anew for each rest: what was typed for the last tender is not this one's. */}
      {isChoosing && <Desk key={checkout.restMinor} checkout={checkout} />}
    </main>
  );
}

/** A tab or tile that was reached by keyboard would swallow the first Enter, which takes money. */
function freeFocus(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
