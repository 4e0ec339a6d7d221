import { createStore } from 'zustand/vanilla';
import type { TillStore } from '../ports.ts';

/** Whether somebody has read that this is a sample shop, and how it becomes one's own. */
export interface SampleNoticeState {
  /** True until it is known to be unread: a notice that comes and goes would only disturb. */
  readonly isRead: boolean;
  readonly look: () => Promise<void>;
  /** For good on this till. */
  readonly dismiss: () => Promise<void>;
}

const READ = 'read';

export function createSampleNoticeStore(store: Pick<TillStore, 'note' | 'writeNote'>) {
  return createStore<SampleNoticeState>()((set) => ({
    isRead: true,
    look: async () => {
      const note = await store.note('sample-notice');
      if (note.ok) set({ isRead: note.value === READ });
    },
    dismiss: async () => {
      set({ isRead: true });
      await store.writeNote('sample-notice', READ);
    },
  }));
}
