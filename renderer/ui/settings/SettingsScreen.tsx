import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from '../App.module.css';

const LANGUAGES = [
  ['zh-CN', '中文'],
  ['en', 'English'],
] as const;
const THEMES = ['system', 'light', 'dark'] as const;

export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const settings = useTillState('settings', (state) => state.settings);
  const change = useTillState('settings', (state) => state.change);
  return (
    <main className={styles['screen']}>
      <Panel title={t('language')}>
        {LANGUAGES.map(([language, name]) => (
          <Button
            key={language}
            isActive={language === settings.language}
            onPress={() => void change({ language })}
          >
            {name}
          </Button>
        ))}
      </Panel>
      <Panel title={t('theme')}>
        {THEMES.map((theme) => (
          <Button
            key={theme}
            isActive={theme === settings.theme}
            onPress={() => void change({ theme })}
          >
            {t(`theme.${theme}`)}
          </Button>
        ))}
      </Panel>
    </main>
  );
}
