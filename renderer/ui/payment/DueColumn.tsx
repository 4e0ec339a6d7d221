import { Banknote, CreditCard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { certaintyOfTender } from '../../../shared/domain/certainty.ts';
import { canBeCancelled } from '../../services/paying/sale-cancelling.ts';
import { mayLeave } from '../../stores/paying.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { InkChip } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { KeptScansPlace } from '../register/KeptScans.tsx';
import { useTillState } from '../stores-context.ts';
import { useTenders, type TenderKind } from './tender-reasons.ts';
import type { Checkout } from './use-checkout.ts';
import { useCodeWords } from './use-code-words.ts';
import styles from './DueColumn.module.css';

interface Props {
  readonly checkout: Checkout;
  /** The tender whose desk is open; null while something else is going on. */
  readonly chosen: TenderKind | null;
  readonly onChoose: (tender: TenderKind) => void;
}

/** Nothing in here ever moves: what is not there yet has its place reserved. */
export function DueColumn({ checkout, chosen, onChoose }: Props) {
  const { t } = useTranslation(['payment', 'recovery']);
  const wordsOf = useCodeWords();
  const { paying, dueMinor, receivedMinor, restMinor } = checkout;
  return (
    <section className={styles['column']} aria-label={t('due')}>
      <p className={styles['label']}>
        {paying.recovers !== undefined && paying.sale !== null
          ? t('recovery:payment.title', { number: paying.sale.number })
          : t('due')}
      </p>
      <BigAmount size="due" amountMinor={dueMinor} />
      <div className={styles['sums']}>
        <Fact name={t('received')}>{receivedMinor === 0 ? '—' : money(receivedMinor)}</Fact>
        <Fact name={t('rest')}>
          <output data-testid="rest">{money(restMinor)}</output>
        </Fact>
        <Taken checkout={checkout} />
      </div>
      <Tenders checkout={checkout} chosen={chosen} onChoose={onChoose} />
      <div className={styles['space']}>
        {paying.recovers !== undefined && <p>{t('recovery:payment.means')}</p>}
        <KeptScansPlace />
        <output className={styles['drawer']}>
          {paying.isDrawerShut && wordsOf('drawer-not-ready')}
        </output>
      </div>
      <WayOut checkout={checkout} />
    </section>
  );
}

/** Each part in its own ink; the line is there from the beginning, so that nothing moves. */
function Taken({ checkout: { paying, taken } }: Pick<Props, 'checkout'>) {
  const { t } = useTranslation('payment');
  const { sale } = paying;
  return (
    <ul className={styles['taken']} aria-label={t('received')}>
      {sale !== null &&
        taken.map((tender) => (
          <li key={tender.id}>
            <InkChip ink={certaintyOfTender(sale, tender)} amountMinor={tender.amountMinor}>
              {t(tender.kind)}
            </InkChip>
          </li>
        ))}
    </ul>
  );
}

/** Always in the same place: back to the goods, on to the next sale, or give back what was taken. */
function WayOut({ checkout }: Pick<Props, 'checkout'>) {
  const { t } = useTranslation(['payment', 'recovery']);
  const { paying, soldSale, isPartPaid, receivedMinor } = checkout;
  const stop = useTillState('checkout', (state) => state.stopPaying);
  const goTo = useTillState('navigation', (state) => state.goTo);
  const isRecovery = paying.recovers !== undefined;
  const stopPaying = (): void => {
    stop();
    if (isRecovery) goTo('queue');
  };
  const cancelSale = useTillState('checkout', (state) => state.cancelSale);
  const mayGo = mayLeave(paying);
  useKeyLayer({
    Escape: mayGo ? stopPaying : undefined,
    Enter: soldSale === null ? undefined : stopPaying,
  });
  if (soldSale !== null) {
    return (
      <Button variant="primary" size="pay" keyCap="Enter" onPress={stopPaying}>
        {t(isRecovery ? 'recovery:payment.back' : 'payment:nextSale')}
      </Button>
    );
  }
  if (isPartPaid && paying.sale !== null) {
    return (
      <Button
        variant="danger"
        size="tender"
        hint={t('giveBackMeans')}
        isDisabled={paying.busy || !canBeCancelled(paying.sale)}
        onPress={() => void cancelSale()}
      >
        {t('giveBack')} {money(receivedMinor)}
      </Button>
    );
  }
  return (
    <Button size="tender" keyCap="Esc" isDisabled={!mayGo} onPress={stopPaying}>
      {t(isRecovery ? 'recovery:payment.back' : 'payment:back')}
    </Button>
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
