import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import { CostPanel } from './CostPanel.tsx';
import { FunctionTable } from './FunctionTable.tsx';
import { LessonPanel } from './LessonPanel.tsx';
import { LineControls } from './LineControls.tsx';
import styles from './LineScreen.module.css';

/**
 * The trainer's desk (MISSION): hands on the cable at the left; in the middle what works with a
 * line and without one; at the right what the difference costs at this moment, from live figures.
 */
export function LineScreen() {
  const { t } = useTranslation('line');
  const watchLine = useTillState('line', (state) => state.watch);
  const watchMoney = useTillState('queue', (state) => state.watch);
  useEffect(() => watchLine(), [watchLine]);
  useEffect(() => watchMoney(), [watchMoney]);
  return (
    <main className={styles['screen']}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <LineControls />
      <FunctionTable />
      <div className={styles['cost']}>
        <CostPanel />
        <LessonPanel />
      </div>
    </main>
  );
}
