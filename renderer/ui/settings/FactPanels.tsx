import { useTranslation } from 'react-i18next';
import type { TerminalParameters } from '../../../shared/domain/parameters.ts';
import { SignOnAgain } from '../session/SignOnAgain.tsx';
import { Fact, Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SettingsScreen.module.css';

const BYTES_A_GIGABYTE = 1_000_000_000;

export function TerminalPanel() {
  const { t } = useTranslation('settings');
  const terminal = useTillState('till', (state) => state.terminal);
  const operatorsVersion = useTillState('till', ({ facts }) => facts?.operatorsVersion ?? null);
  if (terminal === null) return null;
  // What was kept before these had versions of their own lacks them until the next sign-on.
  const parameters: Partial<TerminalParameters> = terminal.parameters;
  return (
    <Panel title={t('terminal')}>
      <Fact name={t('merchant')}>{terminal.merchantName}</Fact>
      <Fact name={t('merchantId')}>{terminal.merchantId}</Fact>
      <Fact name={t('terminalId')}>{terminal.terminalId}</Fact>
      <Fact name={t('mode')}>{t(`mode.${terminal.mode}`)}</Fact>
      <Fact name={t('parametersVersion')}>{parameters.version}</Fact>
      <Fact name={t('hotListVersion')}>{parameters.hotListVersion ?? t('notYet')}</Fact>
      <Fact name={t('keysVersion')}>{parameters.keysVersion ?? t('notYet')}</Fact>
      <Fact name={t('operatorsVersion')}>{operatorsVersion ?? t('notYet')}</Fact>
      <SignOnAgain />
    </Panel>
  );
}

export function ProgramPanel() {
  const { t } = useTranslation('settings');
  const facts = useTillState('till', (state) => state.facts);
  if (facts === null) return null;
  const { freeBytes } = facts;
  return (
    <Panel title={t('program')}>
      <Fact name={t('version')}>{facts.appVersion}</Fact>
      <Fact name={t('programHash')}>{facts.programHash?.slice(0, 16) ?? t('unknownHash')}</Fact>
      <Fact name={t('host')}>{t(`host.${facts.host}`)}</Fact>
      <Fact name={t('runtime')}>{facts.runtimeVersion}</Fact>
      {facts.developmentRuntime && <p className={styles['warning']}>{t('development')}</p>}
      {facts.host === 'browser' && <p className={styles['soft']}>{t('browserMeans')}</p>}
      <Fact name={t('freeSpace')}>
        {freeBytes === null ? t('unknownSpace') : `${(freeBytes / BYTES_A_GIGABYTE).toFixed(1)} GB`}
      </Fact>
    </Panel>
  );
}
