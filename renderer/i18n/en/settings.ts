import type { TextsOf } from '../texts-of.ts';
import type { settings as zh } from '../zh-CN/settings.ts';

export const settings: TextsOf<typeof zh> = {
  title: 'Settings',
  language: 'Language',
  theme: 'Appearance',
  'theme.system': 'as the system',
  'theme.light': 'Light',
  'theme.dark': 'Dark',
};
