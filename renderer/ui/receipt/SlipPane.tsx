import { Printer } from 'lucide-react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { receiptOf } from '../../../shared/domain/receipt.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { classes } from '../kit/classes.ts';
import { useTillState } from '../stores-context.ts';
import { Receipt } from './Receipt.tsx';
import styles from './Receipt.module.css';

interface Props {
  readonly sale: Sale;
  /** Null while the printer is at work. */
  readonly printed: boolean | null;
}

/** The slip that belongs to the sale, and whether paper came out; a failed print undoes nothing. */
export function SlipPane({ sale, printed }: Props) {
  const { t, i18n } = useTranslation('receipt');
  const terminal = useTillState('till', (state) => state.terminal);
  if (terminal === null) return null;
  const utcOffsetMinutes = -new Date(sale.createdAtMs).getTimezoneOffset();
  const words = RECEIPT_WORDS[i18n.language === 'en' ? 'en' : 'zh-CN'];
  const receipt = receiptOf(sale, { ...terminal, utcOffsetMinutes }, 1, words);
  return (
    <section className={styles['pane']} aria-label={t('title')}>
      <Group className={styles['roll'] ?? ''} tabIndex={0} aria-label={t('preview')}>
        <Receipt receipt={receipt} />
      </Group>
      <output className={classes(styles['state'], printed === false && styles['warning'])}>
        <Printer size={20} aria-hidden="true" />
        {t(stateOf(printed))}
      </output>
    </section>
  );
}

function stateOf(printed: boolean | null) {
  if (printed === null) return 'printing';
  return printed ? 'printed' : 'notPrinted';
}
