import { expect, it } from 'vitest';
import { benchTill } from '../services/testing/bench-till.ts';
import { createSampleNoticeStore } from './sample-notice-store.ts';

it('P25 that all is a sample is said until somebody has read it, over restarts', async () => {
  const notes = benchTill().store;
  const first = createSampleNoticeStore(notes);
  expect(first.getState().isRead).toBe(true);
  await first.getState().look();
  expect(first.getState().isRead).toBe(false);

  const again = createSampleNoticeStore(notes);
  await again.getState().look();
  expect(again.getState().isRead).toBe(false);
  await again.getState().dismiss();
  expect(again.getState().isRead).toBe(true);

  const later = createSampleNoticeStore(notes);
  await later.getState().look();
  expect(later.getState().isRead).toBe(true);
});
