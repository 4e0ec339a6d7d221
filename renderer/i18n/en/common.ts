import type { TextsOf } from '../texts-of.ts';
import type { common as zh } from '../zh-CN/common.ts';

export const common: TextsOf<typeof zh> = {
  'ink.certain': 'Certain',
  'ink.promised': 'Promised',
  'ink.unknown': 'Unknown',
  'ink.refused': 'Refused',
  'delivery.waiting': 'waiting to be reported',
  'delivery.reported': 'reported',
  'delivery.nothing-to-report': 'nothing to report',
  close: 'Close',
  cancel: 'Cancel',
  confirm: 'OK',
  back: 'Back',
  clear: 'Clear',
  backspace: 'Backspace',
  digitsEntered_one: '{{count}} digit entered',
  digitsEntered_other: '{{count}} digits entered',
  supervisorPin: 'Supervisor PIN',
  minutes: '{{count}} min',
  hours: '{{hours}} h {{minutes}} min',
  justNow: 'just now',
};
