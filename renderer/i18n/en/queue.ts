import type { TextsOf } from '../texts-of.ts';
import type { queue as zh } from '../zh-CN/queue.ts';

export const queue: TextsOf<typeof zh> = {
  title: 'Money today',
  sendNow: 'Send now',
  empty: 'Nothing is waiting: every record has reached the bank.',
};
