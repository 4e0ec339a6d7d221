import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { capUsed } from '../../../shared/domain/offline-policy.ts';
import { countByWorth } from '../../../shared/domain/terminal-functions.ts';
import { useDuration } from '../frame/duration.ts';
import { useNow } from '../frame/use-now.ts';
import { classes } from '../kit/classes.ts';
import { Choice } from '../kit/Choice.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { percentOf } from './Meter.tsx';
import { useFunctions } from './use-functions.ts';
import styles from './LessonPanel.module.css';
import panel from './LineScreen.module.css';

const LESSONS = ['technical', 'security', 'convenience', 'cost'] as const;
type Lesson = (typeof LESSONS)[number];

/** The article's four grounds (MISSION), each in one sentence that a live figure makes true. */
export function LessonPanel() {
  const { t } = useTranslation('line');
  const [lesson, setLesson] = useState<Lesson>('technical');
  const sentence = useSentences()[lesson];
  return (
    <section className={classes(panel['panel'], panel['lessons'])} aria-label={t('lesson')}>
      <Choice
        isCompact
        isLabelHidden
        label={t('lesson')}
        options={LESSONS}
        value={lesson}
        nameOf={(one) => t(`lesson.${one}`)}
        onChange={setLesson}
      />
      <p className={styles['sentence']} data-lesson={lesson}>
        {sentence}
      </p>
    </section>
  );
}

function useSentences(): Readonly<Record<Lesson, string>> {
  const { t } = useTranslation(['line', 'frame']);
  const functions = useFunctions();
  const duration = useDuration();
  const nowMs = useNow();
  const { reach, latencyMs } = useTillState('till', (state) => state.reach);
  const unsent = useTillState('till', (state) => state.unsent);
  const isRead = useTillState('till', (state) => state.isQueueRead);
  const exposure = useTillState('till', (state) => state.exposure);
  const window = useTillState('till', (state) => state.offlineWindow);
  const policy = useTillState('till', (state) => state.terminal?.parameters.offline ?? null);
  const certainMinor = useTillState('queue', ({ view }) => view?.inks.certain.amountMinor ?? 0);
  const promised = money(exposure.totalMinor);
  const share = Math.max(
    window.used,
    capUsed(exposure.count, policy?.maxCount ?? 1),
    capUsed(exposure.totalMinor, policy?.totalExposureMinor ?? 1),
  );
  const counts = { ...countByWorth(functions), all: functions.length };
  const isOnline = reach === 'online';
  const isPromised = exposure.count > 0;
  return {
    technical: isOnline
      ? t('say.technical.with', { ...counts, latency: Math.round(latencyMs ?? 0) })
      : t('say.technical.without', counts),
    security: isPromised
      ? t('say.security.without', { promised })
      : t('say.security.with', { certain: money(certainMinor) }),
    convenience:
      unsent.oldestAtMs === null
        ? t(isRead ? 'say.convenience.with' : 'frame:unsentUnreadMeans')
        : t('say.convenience.without', {
            count: unsent.recordCount,
            amount: money(unsent.amountMinor),
            age: duration(nowMs - unsent.oldestAtMs),
          }),
    cost: isPromised
      ? t('say.cost.without', { promised, percent: percentOf(share) })
      : t('say.cost.with'),
  };
}
