import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CardDesk } from './CardDesk.tsx';
import { CashDesk } from './CashDesk.tsx';
import { DueColumn } from './DueColumn.tsx';
import { PaymentEnd } from './PaymentEnd.tsx';
import { PaymentRun } from './PaymentRun.tsx';
import type { TenderKind } from './tender-reasons.ts';
import { useTillState } from '../stores-context.ts';
import { useCheckout } from './use-checkout.ts';
import styles from './PaymentScreen.module.css';

/**
 * Money is at stake. Three columns that stay where they are: what is due and how it can be paid,
 * what happens, and what it means; the button that decides is always at the lower right.
 */
export function PaymentScreen() {
  const { t } = useTranslation('payment');
  const checkout = useCheckout();
  const { paying } = checkout;
  const [tender, setTender] = useState<TenderKind>('card');
  const nextTender = useTillState('checkout', (state) => state.nextTender);
  // A verdict that sold nothing stays until somebody takes the next tender.
  const isEnded = paying.verdict !== null;
  const choose = (next: TenderKind): void => {
    setTender(next);
    nextTender();
  };
  return (
    <main className={styles['payment']}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <DueColumn
        checkout={checkout}
        chosen={paying.busy || isEnded ? null : tender}
        onChoose={choose}
      />
      {paying.busy && <PaymentRun checkout={checkout} onCashInstead={() => setTender('cash')} />}
      {!paying.busy && isEnded && <PaymentEnd checkout={checkout} onChoose={choose} />}
      {!paying.busy && !isEnded && tender === 'cash' && (
        <CashDesk key={checkout.restMinor} checkout={checkout} />
      )}
      {!paying.busy && !isEnded && tender === 'card' && <CardDesk />}
    </main>
  );
}
