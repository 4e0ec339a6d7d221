import { CloudOff, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useEffect } from 'react';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { InfoPopover } from '../kit/InfoPopover.tsx';
import { Fact } from '../kit/Panel.tsx';
import { timeText } from '../kit/time.ts';
import { useTillState } from '../stores-context.ts';
import { StatusWords } from './StatusWords.tsx';
import { useConnection, type Connection } from './use-connection.ts';
import { useNow } from './use-now.ts';
import styles from './StatusBar.module.css';

/** Spoken when it changes; the bar itself would be read again with every latency. */
export function ConnectionNews() {
  const { t } = useTranslation('frame');
  const { state, cause } = useConnection();
  return (
    <output className="visually-hidden">
      {t(`connection.${state}`)} {cause !== null && t(`cause.${cause}`)}
    </output>
  );
}

export function ConnectionPart() {
  const { t } = useTranslation('frame');
  const connection = useConnection();
  const { state, cause, latencyMs } = connection;
  const isOnline = state === 'online';
  const Icon = isOnline ? Wifi : CloudOff;
  const since = useSince(connection);
  return (
    <InfoPopover
      label={t(`connection.${state}`)}
      face={
        <>
          <span className={classes(styles['connection'], styles[state])} data-online={isOnline}>
            <Icon size={16} aria-hidden="true" />
            {t(`connection.${state}`)}
          </span>
          <span className={styles['cause']}>
            <StatusWords
              when="keep"
              first={
                cause === null
                  ? t('latency', { latency: Math.round(latencyMs ?? 0) })
                  : t(`cause.${cause}`)
              }
              second={since}
            />
          </span>
        </>
      }
    >
      <Explanation connection={connection} since={since} />
    </InfoPopover>
  );
}

/**
 * The minute is enough: a figure that ticks beside the money would draw the eye. A decision began
 * when it was made, not when this window was opened.
 */
function useSince({ cause, sinceMs: changedAtMs }: Connection): string {
  const { t } = useTranslation('frame');
  const forced = useTillState('settings', (state) => state.forcedOffline);
  const sinceMs = cause === 'forced' && forced !== null ? forced.sinceMs : changedAtMs;
  const nowMs = useNow();
  return t('since', { time: timeText(sinceMs, nowMs) });
}

interface ExplanationProps {
  readonly connection: Connection;
  readonly since: string;
}

function Explanation({ connection: { state, cause, latencyMs }, since }: ExplanationProps) {
  const { t } = useTranslation('frame');
  return (
    <>
      <p>{t(state === 'online' ? 'onlineMeans' : 'offlineMeans')}</p>
      {cause === null ? (
        <Fact name={since}>{t('bankAnswered', { latency: Math.round(latencyMs ?? 0) })}</Fact>
      ) : (
        <>
          <Fact name={since}>{t(`cause.${cause}`)}</Fact>
          <p>{t(`remedy.${cause}`)}</p>
          {cause === 'forced' && <Forced />}
        </>
      )}
      {cause !== 'forced' && <LineSwitch />}
    </>
  );
}

/** Who decided it and why; it is ended where it was begun. */
function Forced() {
  const { t } = useTranslation('frame');
  const forced = useTillState('settings', (state) => state.forcedOffline);
  const goTo = useTillState('navigation', (state) => state.goTo);
  return (
    <>
      {forced !== null && <Fact name={t('forcedReason')}>{forced.reason}</Fact>}
      <Button slot="close" onPress={() => goTo('settings')}>
        {t('openSettings')}
      </Button>
    </>
  );
}

/** The trainer's switch, at hand on every screen; not there for a live merchant. */
function LineSwitch() {
  const { t } = useTranslation('frame');
  const isLive = useTillState('till', ({ terminal }) => terminal?.mode === 'live');
  const isCut = useTillState('line', ({ line }) => line.cut);
  const isWorsened = useTillState(
    'line',
    ({ line }) => line.flapping || line.delayMs > 0 || line.loseNextAnswers > 0,
  );
  const watch = useTillState('line', (state) => state.watch);
  const change = useTillState('line', (state) => state.change);
  const goTo = useTillState('navigation', (state) => state.goTo);
  useEffect(() => watch(), [watch]);
  if (isLive) return null;
  return (
    <>
      {isCut && <p>{t('lineIsCut')}</p>}
      {!isCut && isWorsened && <p>{t('lineIsWorsened')}</p>}
      <Button onPress={() => void change({ cut: !isCut })}>
        {t(isCut ? 'mendLine' : 'cutLine')}
      </Button>
      <Button slot="close" variant="quiet" onPress={() => goTo('line')}>
        {t('openLinePanel')}
      </Button>
    </>
  );
}
