import type { TillFigures } from '../../services/figures.ts';

/** What the bar says about the queue, and what it says when somebody asks what that means. */
export interface BarWords {
  readonly name: 'unsentUnread' | 'allSent' | 'unsent';
  readonly means: 'unsentUnreadMeans' | 'allSentMeans' | 'unsentMeans';
}

/** A queue that could not be read is not an empty one (I9). */
export function barWords({
  unsent,
  isQueueRead,
}: Pick<TillFigures, 'unsent' | 'isQueueRead'>): BarWords {
  if (!isQueueRead) return { name: 'unsentUnread', means: 'unsentUnreadMeans' };
  return unsent.count === 0
    ? { name: 'allSent', means: 'allSentMeans' }
    : { name: 'unsent', means: 'unsentMeans' };
}
