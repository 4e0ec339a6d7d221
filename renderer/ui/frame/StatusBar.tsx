import { CloudOff, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { InkChip } from '../kit/Ink.tsx';
import { InfoPopover } from '../kit/InfoPopover.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { DiskPart } from './DiskPart.tsx';
import { useDuration } from './duration.ts';
import { useNow } from './use-now.ts';
import styles from './StatusBar.module.css';

/** Always there and never lies: what it shows comes from the two copies and from real requests. */
export function StatusBar() {
  return (
    <footer className={styles['bar']}>
      <ConnectionNews />
      <ConnectionPart />
      <UnsentPart />
      <AttentionPart />
      <JournalPart />
      <DiskPart />
      <span className={styles['space']} />
      <NumbersPart />
    </footer>
  );
}

/** Until the first question is answered the till is not online, and says that it is asking. */
function useConnection() {
  const { reach, trouble, latencyMs } = useTillState('till', (state) => state.reach);
  if (reach === 'online') return { state: 'online', cause: null, latencyMs } as const;
  return { state: 'offline', cause: trouble?.cause ?? 'starting', latencyMs } as const;
}

/** Spoken when it changes; the bar itself would be read again with every latency. */
function ConnectionNews() {
  const { t } = useTranslation('frame');
  const { state, cause } = useConnection();
  return (
    <output className="visually-hidden">
      {t(`connection.${state}`)} {cause !== null && t(`cause.${cause}`)}
    </output>
  );
}

function ConnectionPart() {
  const { t } = useTranslation('frame');
  const { state, cause, latencyMs } = useConnection();
  const isOnline = state === 'online';
  const Icon = isOnline ? Wifi : CloudOff;
  return (
    <InfoPopover
      label={t(`connection.${state}`)}
      face={
        <>
          <span className={classes(styles['connection'], styles[state])} data-online={isOnline}>
            <Icon size={16} aria-hidden="true" />
            {t(`connection.${state}`)}
          </span>
          <span>
            {cause === null
              ? t('bankAnswered', { latency: Math.round(latencyMs ?? 0) })
              : t(`cause.${cause}`)}
          </span>
        </>
      }
    >
      <p>{t(isOnline ? 'onlineMeans' : 'offlineMeans')}</p>
      {!isOnline && <p>{t('offlineRemedy')}</p>}
      <LineSwitch />
    </InfoPopover>
  );
}

/** The trainer's switch, at hand on every screen; not there for a live merchant. */
function LineSwitch() {
  const { t } = useTranslation('frame');
  const isLive = useTillState('till', ({ terminal }) => terminal?.mode === 'live');
  const isCut = useTillState('line', ({ line }) => line.cut);
  const change = useTillState('line', (state) => state.change);
  if (isLive) return null;
  return (
    <Button onPress={() => void change({ cut: !isCut })}>
      {t(isCut ? 'mendLine' : 'cutLine')}
    </Button>
  );
}

function UnsentPart() {
  const { t } = useTranslation('frame');
  const unsent = useTillState('till', (state) => state.unsent);
  const { leftMs } = useTillState('till', (state) => state.offlineWindow);
  const goTo = useTillState('navigation', (state) => state.goTo);
  const duration = useDuration();
  const nowMs = useNow();
  const { count, amountMinor, promisedMinor, ink, oldestAtMs } = unsent;
  return (
    <InfoPopover
      label={count === 0 ? t('allSent') : t('unsent', { count })}
      face={
        <span className={styles['group']} data-unsent={count}>
          {count === 0 ? (
            t('allSent')
          ) : (
            <>
              <InkChip ink={ink} amountMinor={amountMinor}>
                ↑ {t('unsent', { count })}
              </InkChip>
              {oldestAtMs !== null && (
                <span>{t('oldest', { age: duration(nowMs - oldestAtMs) })}</span>
              )}
              {leftMs !== null && <span>{t('windowLeft', { left: duration(leftMs) })}</span>}
            </>
          )}
        </span>
      }
    >
      {count === 0 ? <p>{t('allSent')}</p> : <p>{t('unsentMeans')}</p>}
      {promisedMinor > 0 && (
        <p>
          {t('promisedMeans')} <b>{money(promisedMinor)}</b>
        </p>
      )}
      <Button onPress={() => goTo('queue')}>{t('openQueue')}</Button>
    </InfoPopover>
  );
}

/** What the bank has answered and a person must decide about; nothing waits for the line here. */
function AttentionPart() {
  const { t } = useTranslation('frame');
  const { count, amountMinor } = useTillState('till', (state) => state.attention);
  const goTo = useTillState('navigation', (state) => state.goTo);
  if (count === 0) return null;
  return (
    <InfoPopover
      label={t('attention', { count })}
      face={
        <InkChip ink="refused" amountMinor={amountMinor}>
          {t('attention', { count })}
        </InkChip>
      }
    >
      <p>{t('attentionMeans')}</p>
      <Button onPress={() => goTo('queue')}>{t('openQueue')}</Button>
    </InfoPopover>
  );
}

function JournalPart() {
  const { t } = useTranslation('frame');
  const number = useTillState('till', (state) => state.journalNumber);
  const isDamaged = useTillState('till', (state) => state.cardsLocked);
  return (
    <InfoPopover
      label={t('journal')}
      face={
        <>
          <span className={styles['name']}>{t('journal')}</span>
          {isDamaged ? t('journalDamaged') : t('journalWhole', { number })}
        </>
      }
    >
      <p>{t('journalMeans')}</p>
      {isDamaged && <p>{t('cardsLocked')}</p>}
    </InfoPopover>
  );
}

function NumbersPart() {
  const { t } = useTranslation('frame');
  const batch = useTillState('till', (state) => state.batchNumber);
  const trace = useTillState('till', (state) => state.traceNumber);
  const six = (value: number): string => String(value).padStart(6, '0');
  return (
    <span className={styles['numbers']}>
      {t('numbers', { batch: six(batch), trace: six(trace) })}
    </span>
  );
}
