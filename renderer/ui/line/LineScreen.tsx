import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from '../App.module.css';

export function LineScreen() {
  const { t } = useTranslation('line');
  const line = useTillState('line', (state) => state.line);
  const change = useTillState('line', (state) => state.change);
  return (
    <main className={styles['screen']}>
      <Panel isFilling title={t('title')}>
        <Button onPress={() => void change({ cut: !line.cut })}>
          {t(line.cut ? 'mend' : 'cut')}
        </Button>
        <Button onPress={() => void change({ loseNextAnswers: 1 })}>{t('loseAnswer')}</Button>
      </Panel>
    </main>
  );
}
