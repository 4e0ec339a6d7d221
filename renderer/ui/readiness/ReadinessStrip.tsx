import { ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asksForSomebody } from '../../../shared/domain/readiness.ts';
import { Button } from '../kit/Button.tsx';
import { Strip } from '../kit/Strip.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './ReadinessStrip.module.css';

/**
 * Above the register on a day on which something is not ready, until somebody has read it. It holds
 * nothing up: the next customer is served below it.
 */
export function ReadinessStrip() {
  const { t } = useTranslation('readiness');
  const isDue = useTillState('readiness', (state) => state.isDue);
  const readiness = useTillState('readiness', (state) => state.readiness);
  const open = useTillState('readiness', (state) => state.open);
  const close = useTillState('readiness', (state) => state.close);
  if (!isDue || readiness === null) return null;
  const asking = readiness.findings.filter(asksForSomebody);
  const named = asking.map(({ point }) => t(`point.${point}`));
  return (
    <Strip label={t('title')}>
      <ClipboardCheck size={22} aria-hidden="true" />
      <b>{t('strip', { count: asking.length })}</b>
      <span className={styles['named']}>{named.join(' · ')}</span>
      <Button variant="primary" preventFocusOnPress onPress={() => void open()}>
        {t('open')}
      </Button>
      <Button preventFocusOnPress onPress={() => void close()}>
        {t('done')}
      </Button>
    </Strip>
  );
}
