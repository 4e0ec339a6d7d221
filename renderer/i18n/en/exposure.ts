import type { TextsOf } from '../texts-of.ts';
import type { exposure as zh } from '../zh-CN/exposure.ts';

export const exposure: TextsOf<typeof zh> = {
  open: 'At risk',
  title: 'Promised money: the bank has not answered yet',
  atRisk_one: '{{count}} payment in all',
  atRisk_other: '{{count}} payments in all',
  proved: 'of that, proved genuine by the chip',
  expected: 'expected to be refused',
  notMeasured: 'not measured',
  notMeasuredMeans:
    'The bank has answered for no promise today, so nothing can be expected; no figure is made up.',
  measured: 'Measured today: the bank answered for {{answered}}, and refused {{refused}} of it.',
  nothing: 'Nothing is promised now.',
  parts: 'By expiry and by card',
  byExpiry: 'By expiry, which is the order of sending',
  byCard: 'By card, the greatest risk first',
  'column.expiry': 'Send by',
  'column.left': 'Left',
  'column.first': 'Order',
  'column.amount': 'Amount',
  'column.card': 'Card',
  'column.proved': 'Proved by chip',
  'column.cap': 'Cap per card',
  over: 'over',
  fromNumber_one: 'from number {{number}}, {{count}} payment',
  fromNumber_other: 'from number {{number}}, {{count}} payments',
  times_one: '{{count}} payment',
  times_other: '{{count}} payments',
  allProved: 'all of it',
  order:
    'Always the oldest first: numbers without a hole are what lets the bank say that nothing is missing, and the oldest expires first. Risk only says which customer to call first.',
};
