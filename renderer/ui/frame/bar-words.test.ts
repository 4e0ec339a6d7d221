import { expect, it } from 'vitest';
import { NO_FIGURES } from '../../services/queue/figures.ts';
import { barWords } from './bar-words.ts';

const whole = { ...NO_FIGURES, isQueueRead: true };
const parked = { ...whole.attention, count: 1 };

it('I9 a queue that could not be read is not called empty', () => {
  expect(barWords(NO_FIGURES).name).toBe('unsentUnread');
});

it('I9 P13 all is delivered when nothing waits, though a refusal needs a person', () => {
  expect(barWords({ ...whole, attention: parked }).name).toBe('allSent');
});

it('I9 P13 what the bank could not read has not been delivered', () => {
  expect(barWords({ ...whole, attention: { ...parked, unreadCount: 1 } })).toEqual({
    name: 'restSent',
    means: 'restSentMeans',
  });
});

it('I9 what waits is counted, whatever else needs a person', () => {
  const unsent = { ...whole.unsent, count: 2 };
  expect(barWords({ ...whole, unsent, attention: { ...parked, unreadCount: 1 } }).name).toBe(
    'unsent',
  );
});
