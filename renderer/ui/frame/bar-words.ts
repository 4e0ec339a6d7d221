import type { TillFigures } from '../../services/queue/figures.ts';

/** What the bar says about the queue, and what it says when somebody asks what that means. */
export interface BarWords {
  readonly name: 'unsentUnread' | 'allSent' | 'restSent' | 'unsent';
  readonly means: 'unsentUnreadMeans' | 'allSentMeans' | 'restSentMeans' | 'unsentMeans';
}

/**
 * A queue that could not be read is not an empty one, and a record that the bank could not read has
 * not been delivered, though nothing waits for the line any more (I9).
 */
export function barWords({
  unsent,
  attention,
  isQueueRead,
}: Pick<TillFigures, 'unsent' | 'attention' | 'isQueueRead'>): BarWords {
  if (!isQueueRead) return { name: 'unsentUnread', means: 'unsentUnreadMeans' };
  if (unsent.count > 0) return { name: 'unsent', means: 'unsentMeans' };
  return attention.unreadCount > 0
    ? { name: 'restSent', means: 'restSentMeans' }
    : { name: 'allSent', means: 'allSentMeans' };
}
