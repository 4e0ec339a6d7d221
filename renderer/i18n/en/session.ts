import type { TextsOf } from '../texts-of.ts';
import type { session as zh } from '../zh-CN/session.ts';

export const session: TextsOf<typeof zh> = {
  lockedTitle: 'Locked',
  lockedMeans: 'Records go on being sent behind this screen; selling needs somebody signed in.',
  choose: 'Who is at the till?',
  samplePin: 'Sample PIN {{pin}}',
  pinOf: 'PIN of {{name}}',
  signIn: 'Sign in',
  'role.cashier': 'cashier',
  'role.supervisor': 'supervisor',
};
