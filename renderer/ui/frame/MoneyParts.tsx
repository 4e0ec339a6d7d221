import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { OfflineWindow } from '../../services/queue/figures.ts';
import { Button } from '../kit/Button.tsx';
import { InkChip } from '../kit/Ink.tsx';
import { InfoPopover } from '../kit/InfoPopover.tsx';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { barWords, type BarWords } from './bar-words.ts';
import { useDuration } from './duration.ts';
import { hoursAndMinutes } from './hours-and-minutes.ts';
import { StatusWords } from './StatusWords.tsx';
import { useNow } from './use-now.ts';
import styles from './StatusBar.module.css';

/** Spoken at each level of P15; the figures themselves would be read again every minute. */
export function WindowNews() {
  const { t } = useTranslation('frame');
  const warning = useTillState('till', ({ offlineWindow }) => offlineWindow.warning);
  return <output className="visually-hidden">{warning !== null && t(`warning.${warning}`)}</output>;
}

/** What the bank has not heard of, how old the oldest is, and how long promises may still wait. */
export function UnsentPart() {
  const { t } = useTranslation('frame');
  const count = useTillState('till', (state) => state.unsent.count);
  const window = useTillState(
    'till',
    useShallow((state) => state.offlineWindow),
  );
  const isRead = useTillState('till', (state) => state.isQueueRead);
  const name = t(useBarWords().name, { count });
  return (
    <InfoPopover
      label={name}
      face={
        <span className={styles['group']} data-unsent={isRead ? count : ''}>
          {count === 0 ? name : `↑ ${name}`}
          {count > 0 && <UnsentInks />}
          <AgeWords window={window} />
        </span>
      }
    >
      <UnsentExplained />
    </InfoPopover>
  );
}

/** Each part in its own ink: that something is unsent does not make certain money a promise. */
function UnsentInks() {
  const parts = useUnsentParts();
  return (
    <span className={styles['inks']}>
      {parts.map((part) => (
        <InkChip key={part.ink} {...part} />
      ))}
    </span>
  );
}

function useUnsentParts() {
  const inks = useTillState('till', (state) => state.unsent.inks);
  return (['certain', 'promised', 'unknown'] as const)
    .map((ink) => ({ ink, amountMinor: inks[ink] }))
    .filter(({ amountMinor }) => amountMinor !== 0);
}

function useBarWords(): BarWords {
  const unsent = useTillState('till', (state) => state.unsent);
  const attention = useTillState('till', (state) => state.attention);
  const isQueueRead = useTillState('till', (state) => state.isQueueRead);
  return barWords({ unsent, attention, isQueueRead });
}

function AgeWords({ window: { leftMs, warning } }: { readonly window: OfflineWindow }) {
  const { t } = useTranslation('frame');
  const oldestAtMs = useTillState('till', ({ unsent }) => unsent.oldestAtMs);
  const duration = useDuration();
  const nowMs = useNow();
  if (oldestAtMs === null && leftMs === null) return null;
  const left =
    leftMs === null ? t('noPromises') : t('windowLeft', { left: hoursAndMinutes(leftMs) });
  return (
    <>
      {warning !== null && (
        <span className={styles[toneOf(warning)]} data-warning={warning}>
          <TriangleAlert size={18} aria-hidden="true" />
          <span className="visually-hidden">{t(`warning.${warning}`)}</span>
        </span>
      )}
      <StatusWords
        when={warning === null ? 'wide' : 'keep'}
        tone={toneOf(warning)}
        first={warning === 100 ? t('windowOver') : left}
        second={oldestAtMs === null ? '' : t('oldest', { age: duration(nowMs - oldestAtMs) })}
      />
    </>
  );
}

function toneOf(warning: OfflineWindow['warning']): 'calm' | 'warned' | 'alarmed' {
  if (warning === null) return 'calm';
  return warning >= 95 ? 'alarmed' : 'warned';
}

function UnsentExplained() {
  const { t } = useTranslation(['frame', 'common']);
  const { count, recordCount, oldestAtMs } = useTillState('till', (state) => state.unsent);
  const { leftMs, warning } = useTillState('till', (state) => state.offlineWindow);
  const parts = useUnsentParts();
  const { means } = useBarWords();
  const goTo = useTillState('navigation', (state) => state.goTo);
  const duration = useDuration();
  const nowMs = useNow();
  return (
    <>
      <p>{t(means)}</p>
      {parts.map(({ ink, amountMinor }) => (
        <Fact key={ink} name={t(`common:ink.${ink}`)}>
          {money(amountMinor)}
        </Fact>
      ))}
      {count > 0 && <Fact name={t('records', { count })}>{recordCount}</Fact>}
      {oldestAtMs !== null && <Fact name={t('oldestName')}>{duration(nowMs - oldestAtMs)}</Fact>}
      {leftMs !== null && <Fact name={t('windowName')}>{duration(leftMs)}</Fact>}
      {warning !== null && <p>{t(`warning.${warning}`)}</p>}
      <Button slot="close" onPress={() => goTo('queue')}>
        {t('openQueue')}
      </Button>
    </>
  );
}

/** What the bank has answered and a person must decide about; nothing waits for the line here. */
export function AttentionPart() {
  const { t } = useTranslation('frame');
  const { count, amountMinor } = useTillState('till', (state) => state.attention);
  const goTo = useTillState('navigation', (state) => state.goTo);
  if (count === 0) return null;
  return (
    <InfoPopover
      label={t('attention', { count })}
      face={
        <InkChip ink="refused">
          {t('attention', { count })} <b className={styles['roomy']}>{money(amountMinor)}</b>
        </InkChip>
      }
    >
      <Fact name={t('attention', { count })}>{money(amountMinor)}</Fact>
      <p>{t('attentionMeans')}</p>
      <Button slot="close" onPress={() => goTo('queue')}>
        {t('openQueue')}
      </Button>
    </InfoPopover>
  );
}
