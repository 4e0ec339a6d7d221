import { Store } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SampleNotice.module.css';

/** On the empty counter of a first start: what is not real here, and how to make it one's own. */
export function SampleNotice() {
  const { t } = useTranslation('register');
  const goTo = useTillState('navigation', (state) => state.goTo);
  const dismiss = useTillState('sampleNotice', (state) => state.dismiss);
  return (
    <section className={styles['notice']} aria-label={t('sampleTitle')}>
      <h2>
        <Store size={22} aria-hidden="true" />
        {t('sampleTitle')}
      </h2>
      <p>{t('sampleTry')}</p>
      <p>{t('sampleReplace')}</p>
      <div className={styles['acts']}>
        <Button onPress={() => goTo('catalogue')}>{t('sampleImport')}</Button>
        <Button preventFocusOnPress onPress={() => void dismiss()}>
          {t('sampleRead')}
        </Button>
      </div>
    </section>
  );
}
