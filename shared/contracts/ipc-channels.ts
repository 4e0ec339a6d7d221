import type { TillHost } from './host.ts';

/** The members of `TillHost` by name, without schemas: the preload carries no code but this. */
export const IPC_CHANNELS = [
  'about',
  'activate',
  'moveToBank',
  'openJournal',
  'readJournal',
  'appendJournal',
  'adoptJournal',
  'authorise',
  'reverse',
  'query',
  'upload',
  'signOn',
  'echo',
  'presentCard',
  'print',
  'openDrawer',
  'signIn',
  'lock',
  'approve',
  'lineConditions',
  'setLineConditions',
  'saveSettings',
  'close',
] as const satisfies readonly (keyof TillHost)[];
