import { useTranslation } from 'react-i18next';
import { CERTAINTIES, type Certainty, type InkPart } from '../../../shared/domain/certainty.ts';
import { Button } from '../kit/Button.tsx';
import { InkBar, InkChip } from '../kit/Ink.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { ExposureButton } from './ExposureDialog.tsx';
import { RecoveryRate } from './RecoveryRate.tsx';
import styles from './QueueScreen.module.css';

/** One bar in four inks: what a line to the bank buys is solid ink. */
export function MoneyPanel() {
  const { t } = useTranslation(['queue', 'dayEnd', 'drawer']);
  const inks = useTillState('queue', ({ view }) => view?.inks ?? null);
  const sendNow = useTillState('till', (state) => state.sendNow);
  const endDay = useTillState('dayEnd', (state) => state.open);
  const countDrawer = useTillState('drawer', (state) => state.open);
  const parts = inks === null ? [] : CERTAINTIES.map((ink) => ({ ink, ...inks[ink] }));
  const totalMinor = parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <section className={styles['money']} aria-label={t('queue:title')}>
      <header className={styles['moneyHead']}>
        <h1>
          {t('queue:title')} <b>{money(totalMinor)}</b> <small>— {t('queue:howSure')}</small>
        </h1>
        <span className={styles['moneyActs']}>
          <ExposureButton />
          <Button keyCap="F6" onPress={() => void countDrawer()}>
            {t('drawer:openCount')}
          </Button>
          <Button keyCap="F3" onPress={() => void endDay()}>
            {t('dayEnd:openDayEnd')}
          </Button>
          <Button variant="primary" keyCap="F10" onPress={() => void sendNow()}>
            {t('queue:sendNow')}
          </Button>
        </span>
      </header>
      <InkBar label={t('queue:barLabel')} parts={parts} />
      <Legend parts={parts} />
      <RecoveryRate />
    </section>
  );
}

type Part = InkPart & { readonly ink: Certainty };

function Legend({ parts }: { readonly parts: readonly Part[] }) {
  const { t } = useTranslation('queue');
  // "Certain" stays, so that the line below the bar never comes and goes.
  const shown = parts.filter(({ ink, count }) => count > 0 || ink === 'certain');
  return (
    <ul className={styles['legend']}>
      {shown.map(({ ink, count, amountMinor }) => (
        <li key={ink}>
          <InkChip ink={ink}>
            {t(`part.${ink}`)} <b>{money(amountMinor)}</b> · {count}
          </InkChip>
        </li>
      ))}
    </ul>
  );
}
