import { Printer } from 'lucide-react';
import { useState } from 'react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { receiptOf } from '../../../shared/domain/receipt.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import type { Paying } from '../../stores/paying.ts';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { useKeyLayer } from '../kit/keys.ts';
import { utcOffsetMinutesAt } from '../kit/time.ts';
import { SlipCodes } from '../slip-code/SlipCodes.tsx';
import { useTillState } from '../stores-context.ts';
import { Receipt } from './Receipt.tsx';
import styles from './Receipt.module.css';

interface Props {
  readonly sale: Sale;
  readonly slip: Paying['slip'];
}

/** The slip that belongs to the sale, and whether paper came out; a failed print undoes nothing. */
export function SlipPane({ sale, slip }: Props) {
  const { t, i18n } = useTranslation('receipt');
  const terminal = useTillState('till', (state) => state.terminal);
  const printAgain = useTillState('checkout', (state) => state.printAgain);
  const [copies, setCopies] = useState(0);
  const isFirst = slip === 'not-printed';
  const print = (): void => {
    if (slip === 'printed') setCopies(copies + 1);
    void printAgain();
  };
  const mayPrint = slip !== 'printing' && slip !== 'none';
  const byKey = mayPrint ? print : undefined;
  useKeyLayer({ p: byKey, P: byKey });
  if (terminal === null) return null;
  const utcOffsetMinutes = utcOffsetMinutesAt(sale.createdAtMs);
  const words = RECEIPT_WORDS[i18n.language === 'en' ? 'en' : 'zh-CN'];
  const receipt = receiptOf(sale, { ...terminal, utcOffsetMinutes }, 1 + copies, words);
  return (
    <section className={styles['pane']} aria-label={t('title')}>
      <Group className={styles['roll'] ?? ''} tabIndex={0} aria-label={t('preview')}>
        <Receipt receipt={receipt} />
        <SlipCodes sale={sale} />
      </Group>
      <div className={styles['printer']}>
        <output className={classes(styles['state'], isFirst && styles['warning'])}>
          <Printer size={20} aria-hidden="true" />
          {t(`slip.${slip}`)}
        </output>
        <Button keyCap="P" isDisabled={!mayPrint} preventFocusOnPress onPress={print}>
          {t(isFirst ? 'printNow' : 'printAgain')}
        </Button>
      </div>
    </section>
  );
}
