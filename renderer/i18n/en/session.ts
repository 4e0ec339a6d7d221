import type { TextsOf } from '../texts-of.ts';
import type { session as zh } from '../zh-CN/session.ts';

export const session: TextsOf<typeof zh> = {
  lockedTitle: 'Locked',
  choose: 'Choose an operator',
  samplePin: 'sample PIN {{pin}}',
  pinOf: 'PIN of {{name}}',
  signIn: 'Sign in',
  'role.cashier': 'cashier',
  'role.supervisor': 'supervisor',
};
