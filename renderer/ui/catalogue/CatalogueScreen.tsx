import { useTranslation } from 'react-i18next';
import { Panel } from '../kit/Panel.tsx';
import styles from '../App.module.css';

export function CatalogueScreen() {
  const { t } = useTranslation('catalogue');
  return (
    <main className={styles['screen']}>
      <Panel isFilling title={t('title')}>
        {null}
      </Panel>
    </main>
  );
}
