import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { codesOnSlip } from '../../../shared/domain/provisional-slip.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { QrCode } from '../kit/QrCode.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SlipCode.module.css';

/** Below a provisional slip: what is scanned later, to be told what became of it (P19). */
export function SlipCodes({ sale }: { readonly sale: Sale }) {
  const { t } = useTranslation('slipCode');
  const codes = useTillState('slipCheck', (state) => state.codes);
  const lookFor = useTillState('slipCheck', (state) => state.lookFor);
  useEffect(() => void lookFor(sale), [lookFor, sale]);
  return codesOnSlip(sale).map(({ paymentId }) => {
    const digits = codes[paymentId];
    return digits === undefined ? null : (
      <div key={paymentId} className={styles['onSlip']}>
        <QrCode text={digits} label={t('codeOf', { number: sale.number })} />
        <p>{t('scanLater')}</p>
      </div>
    );
  });
}
