import { Banknote, CreditCard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { isPartPaid } from '../../stores/paying.ts';
import { useTillState } from '../stores-context.ts';
import { useTenders, type TenderKind } from './tender-reasons.ts';
import type { Checkout } from './use-checkout.ts';
import styles from './DueColumn.module.css';

interface Props {
  readonly checkout: Checkout;
  /** The tender whose desk is open; null while something else is going on. */
  readonly chosen: TenderKind | null;
  readonly onChoose: (tender: TenderKind) => void;
}

/** Nothing in here ever moves: what is not there yet has its place reserved. */
export function DueColumn({ checkout, chosen, onChoose }: Props) {
  const { t } = useTranslation('payment');
  const { dueMinor, receivedMinor, restMinor, soldSale, paying } = checkout;
  const stopPaying = useTillState('checkout', (state) => state.stopPaying);
  const cancelSale = useTillState('checkout', (state) => state.cancelSale);
  const isPartly = isPartPaid(paying.sale);
  const leave = isPartly ? () => void cancelSale() : stopPaying;
  const due = money(dueMinor);
  useKeyLayer({
    Escape: paying.busy || isPartly ? undefined : stopPaying,
    ...(soldSale === null ? {} : { Enter: stopPaying }),
  });
  return (
    <section className={styles['column']} aria-label={t('due')}>
      <p className={styles['label']}>{t('due')}</p>
      <output className={classes(styles['due'], due.length > 8 && styles['long'])}>{due}</output>
      <div className={styles['sums']}>
        <Fact name={t('received')}>{receivedMinor === 0 ? '—' : money(receivedMinor)}</Fact>
        <Fact name={t('rest')}>{money(restMinor)}</Fact>
      </div>
      <Tenders checkout={checkout} chosen={chosen} onChoose={onChoose} />
      <span className={styles['space']} />
      {soldSale === null ? (
        <Button
          size="tender"
          {...(!isPartly && { keyCap: 'Esc' })}
          isDisabled={paying.busy}
          onPress={leave}
        >
          {t(isPartly ? 'callOff' : 'back')}
        </Button>
      ) : (
        <Button variant="primary" size="pay" keyCap="Enter" onPress={stopPaying}>
          {t('nextSale')}
        </Button>
      )}
    </section>
  );
}

const TENDERS = [
  { kind: 'cash', keyCap: '1', Icon: Banknote },
  { kind: 'card', keyCap: '2', Icon: CreditCard },
] as const;

function Tenders({ checkout, chosen, onChoose }: Props) {
  const { t } = useTranslation('payment');
  const states = useTenders(checkout);
  const pick = (kind: TenderKind) =>
    states[kind].isAvailable && chosen !== kind ? () => onChoose(kind) : undefined;
  // Digits are the amount's while cash is counted; the arrows go from one tender to the other.
  useKeyLayer({
    1: pick('cash'),
    2: pick('card'),
    ArrowUp: pick('cash'),
    ArrowDown: pick('card'),
  });
  return (
    <div className={styles['tenders']}>
      {TENDERS.map(({ kind, keyCap, Icon }) => (
        <div key={kind} className={classes(styles['tender'], chosen === kind && styles['chosen'])}>
          <Button
            size="tender"
            icon={<Icon size={24} aria-hidden="true" />}
            hint={states[kind].hint}
            keyCap={chosen === 'cash' ? ARROWS[kind] : keyCap}
            aria-pressed={chosen === kind}
            isDisabled={!states[kind].isAvailable}
            preventFocusOnPress
            onPress={() => onChoose(kind)}
          >
            {t(kind)}
          </Button>
        </div>
      ))}
    </div>
  );
}

const ARROWS = { cash: '↑', card: '↓' } as const;
