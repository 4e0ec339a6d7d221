import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { BankPanel } from './BankPanel.tsx';
import { KeyPanel } from './KeyPanel.tsx';
import { LanguageChoice } from './LanguageChoice.tsx';
import { ProgramPanel, TerminalPanel } from './FactPanels.tsx';
import { ReplacementPanel } from './ReplacementPanel.tsx';
import { ReadinessPanel } from './ReadinessPanel.tsx';
import { OfflinePanel } from './OfflinePanel.tsx';
import styles from './SettingsScreen.module.css';

const THEMES = ['system', 'light', 'dark'] as const;

export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const isLive = useTillState('till', ({ terminal }) => terminal?.mode === 'live');
  return (
    <main className={styles['settings']}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <div className={styles['column']}>
        <LookPanel />
        <BankPanel />
        <ReadinessPanel />
        {!isLive && <SamplesPanel />}
      </div>
      <div className={styles['column']}>
        <OfflinePanel />
        <TerminalPanel />
        <ProgramPanel />
        <KeyPanel />
        <ReplacementPanel />
      </div>
    </main>
  );
}

function LookPanel() {
  const { t } = useTranslation('settings');
  const { theme } = useTillState('settings', (state) => state.settings);
  const change = useTillState('settings', (state) => state.change);
  return (
    <Panel title={t('look')}>
      <LanguageChoice />
      <Choice
        label={t('theme')}
        options={THEMES}
        value={theme}
        nameOf={(one) => t(`theme.${one}`)}
        onChange={(chosen) => void change({ theme: chosen })}
      />
    </Panel>
  );
}

/** What is not real here, and how to make it real (first start needs no thought). */
function SamplesPanel() {
  const { t } = useTranslation('settings');
  const goTo = useTillState('navigation', (state) => state.goTo);
  const operators = useTillState('session', (state) => state.operators);
  const pins = operators.flatMap(({ name, samplePin }) =>
    samplePin === null ? [] : [`${name} ${samplePin}`],
  );
  return (
    <Panel title={t('samples')}>
      <p>{t('samplesMean')}</p>
      {pins.length > 0 && (
        <p>
          {t('samplePins')}: <b>{pins.join(' · ')}</b>
        </p>
      )}
      <Button onPress={() => goTo('catalogue')}>{t('replaceProducts')}</Button>
    </Panel>
  );
}
