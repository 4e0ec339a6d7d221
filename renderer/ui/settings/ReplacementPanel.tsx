import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { TerminalKeeping } from '../../services/start/terminal-keeping.ts';
import { Button } from '../kit/Button.tsx';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { Reactivate } from './Reactivate.tsx';
import styles from './SettingsScreen.module.css';

type Looked = Result<TerminalKeeping, Failure>;

/** Whether this till may go (P24): not before what it owes is sent, decided and settled. */
export function ReplacementPanel() {
  const { t } = useTranslation('settings');
  const look = useTillState('till', (state) => state.whatKeepsTerminal);
  const [looked, setLooked] = useState<Looked | null>(null);
  return (
    <Panel title={t('replace')}>
      <p className={styles['soft']}>{t('replaceMeans')}</p>
      <Button onPress={() => void look().then(setLooked)}>{t('replaceCheck')}</Button>
      {looked !== null && <Answer looked={looked} />}
      <Reactivate />
    </Panel>
  );
}

const COUNTED = ['unsent', 'exceptions', 'unsettled', 'signatures', 'signaturesRefused'] as const;

function Answer({ looked }: { readonly looked: Looked }) {
  const { t } = useTranslation(['settings', 'errors']);
  if (!looked.ok) {
    return (
      <p role="alert">
        {t('settings:keeps.unread')} {t(`errors:${looked.error.code}`)}
      </p>
    );
  }
  const { isDayEndOpen, ...counted } = looked.value;
  const lines: string[] = COUNTED.flatMap((name) =>
    counted[name] === 0 ? [] : [t(`settings:keeps.${name}`, { number: counted[name] })],
  );
  if (isDayEndOpen) lines.push(t('settings:keeps.dayEnd'));
  if (lines.length === 0) return <output>{t('settings:keeps.nothing')}</output>;
  return (
    <div role="alert">
      <b>{t('settings:keeps.no')}</b>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
