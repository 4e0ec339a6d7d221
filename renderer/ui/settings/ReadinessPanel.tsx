import { ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DeskDevices } from '../../../shared/domain/readiness.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SettingsScreen.module.css';

/** The start-of-day check whenever somebody wants it, and what a trainer takes away for a lesson. */
export function ReadinessPanel() {
  const { t } = useTranslation('readiness');
  const open = useTillState('readiness', (state) => state.open);
  const isLive = useTillState('till', ({ terminal }) => terminal?.mode === 'live');
  return (
    <Panel title={t('title')}>
      <p className={styles['soft']}>{t('means')}</p>
      <Button icon={<ClipboardCheck size={20} aria-hidden="true" />} onPress={() => void open()}>
        {t('examine')}
      </Button>
      {!isLive && <Devices />}
    </Panel>
  );
}

const DEVICES = [
  'printerConnected',
  'paperLoaded',
  'readerConnected',
] as const satisfies readonly (keyof DeskDevices)[];
const ANSWERS = ['yes', 'no'] as const;

function Devices() {
  const { t } = useTranslation('readiness');
  const devices = useTillState('readiness', ({ readiness }) => readiness?.devices);
  const setDevices = useTillState('readiness', (state) => state.setDevices);
  if (devices === undefined) return null;
  return (
    <>
      <p className={styles['soft']}>{t('devicesMean')}</p>
      <div className={styles['devices']}>
        {DEVICES.map((device) => (
          <Choice
            key={device}
            isCompact
            label={t(`device.${device}`)}
            options={ANSWERS}
            value={devices[device] ? 'yes' : 'no'}
            nameOf={(answer) => t(`device.${answer}`)}
            onChange={(answer) => void setDevices({ [device]: answer === 'yes' })}
          />
        ))}
      </div>
    </>
  );
}
