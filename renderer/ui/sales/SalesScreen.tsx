import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenSale } from '../../stores/sales-store.ts';
import { useTillState } from '../stores-context.ts';
import { SaleDetail } from './SaleDetail.tsx';
import { SalesList } from './SalesList.tsx';
import { HoldDialog } from './HoldDialog.tsx';
import { RefundDialog } from './RefundDialog.tsx';
import styles from './SalesScreen.module.css';
import { VoidDialog } from './VoidDialog.tsx';

/** 流水: what was sold, newest first; beside it the slip of the one that is chosen (A21). */
export function SalesScreen() {
  const { t } = useTranslation('sales');
  const watch = useTillState('sales', (state) => state.watch);
  const sale = useTillState('sales', chosenSale);
  const voiding = useTillState('sales', (state) => state.voiding);
  const refunding = useTillState('refund', (state) => state.refunding);
  const holding = useTillState('hold', (state) => state.holding);
  useEffect(() => watch(), [watch]);
  return (
    <main className={styles['screen']}>
      <section className={styles['list']} aria-label={t('title')}>
        <SalesList />
      </section>
      <aside className={styles['detail']}>{sale !== null && <SaleDetail sale={sale} />}</aside>
      {voiding !== null && <VoidDialog voiding={voiding} />}
      {refunding !== null && <RefundDialog refunding={refunding} />}
      {holding !== null && <HoldDialog holding={holding} />}
    </main>
  );
}
