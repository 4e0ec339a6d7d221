import { CircleCheck, CirclePause, CloudOff, Hourglass, Send, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { wantsSignOn } from '../../services/queue/queue-status.ts';
import { classes } from '../kit/classes.ts';
import { useTillState } from '../stores-context.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { useWait } from './use-wait.ts';
import { useNow } from '../frame/use-now.ts';
import styles from './QueueScreen.module.css';

/** What the queue as a whole is doing, why it does not go on, and what somebody can do about it. */
export function QueueStatusLine() {
  const { tone, icon, title, more } = useStatusWords();
  return (
    <div className={classes(styles['status'], styles[tone])} data-queue={tone}>
      {icon}
      <output>{title}</output>
      {more !== null && <small>{more}</small>}
    </div>
  );
}

interface StatusWords {
  readonly tone: 'calm' | 'busy' | 'offline' | 'paused';
  readonly icon: ReactNode;
  readonly title: string;
  readonly more: string | null;
}

function useStatusWords(): StatusWords {
  const { t } = useTranslation('queue');
  const queue = useTillState('till', (state) => state.queue);
  const isOffline = useTillState('till', ({ reach }) => reach.reach === 'offline');
  const waiting = useTillState('queue', ({ view }) => view?.counts.waiting ?? 0);
  const attention = useTillState('queue', ({ view }) => view?.counts.attention ?? 0);
  // Before it has been read nobody knows that nothing waits (I9).
  const isRead = useTillState('queue', ({ view, failure }) => view !== null && failure === null);
  const words = useCodeWords();
  const waitWords = useWaitingWords();
  if (isOffline) {
    const nothing = isRead ? t('status.offlineNothing') : t('notReadYet');
    const title = waiting > 0 ? t('status.offline', { count: waiting }) : nothing;
    return { tone: 'offline', icon: <CloudOff {...ICON} />, title, more: t('offlineShows') };
  }
  if (queue.kind === 'paused') {
    const title = t('status.paused', { words: words(queue.reason) });
    const more = t(wantsSignOn(queue.reason) ? 'status.pausedSignOn' : 'status.pausedPerson');
    return { tone: 'paused', icon: <CirclePause {...ICON} />, title, more };
  }
  if (queue.kind === 'sending') {
    const title = t('status.sending', { count: queue.keys.length });
    return { tone: 'busy', icon: <Send {...ICON} />, title, more: null };
  }
  if (waiting > 0) {
    const wait = waitWords(waiting);
    const title = wait ?? t('status.ready', { count: waiting });
    const why = queue.kind === 'waiting' && queue.reason !== '' ? words(queue.reason) : null;
    const more = wait === null ? null : why;
    return { tone: 'busy', icon: <Hourglass {...ICON} />, title, more };
  }
  if (attention > 0) {
    const title = t('status.attention', { count: attention });
    const more = isRead ? t('status.restSent') : null;
    return { tone: 'paused', icon: <TriangleAlert {...ICON} />, title, more };
  }
  if (!isRead) {
    return { tone: 'busy', icon: <Hourglass {...ICON} />, title: t('notReadYet'), more: null };
  }
  return { tone: 'calm', icon: <CircleCheck {...ICON} />, title: t('empty'), more: null };
}

const ICON = { size: 20, 'aria-hidden': true } as const;

/** Null when nothing is held back by a wait. */
function useWaitingWords(): (count: number) => string | null {
  const { t } = useTranslation('queue');
  const queue = useTillState('till', (state) => state.queue);
  const wait = useWait();
  const nowMs = useNow();
  return (count) => {
    if (queue.kind !== 'waiting' || queue.untilMs <= nowMs) return null;
    return t('status.waiting', { count, wait: wait(queue.untilMs - nowMs) });
  };
}
