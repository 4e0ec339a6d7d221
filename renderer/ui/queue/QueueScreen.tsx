import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from '../App.module.css';

export function QueueScreen() {
  const { t } = useTranslation('queue');
  const unsent = useTillState('till', (state) => state.unsent.count);
  const sendNow = useTillState('till', (state) => state.sendNow);
  useKeyLayer({ F10: () => void sendNow() });
  return (
    <main className={styles['screen']}>
      <Panel
        isFilling
        title={t('title')}
        aside={
          <Button variant="primary" keyCap="F10" onPress={() => void sendNow()}>
            {t('sendNow')}
          </Button>
        }
      >
        {unsent === 0 && <p>{t('empty')}</p>}
      </Panel>
    </main>
  );
}
