import type { TextsOf } from '../texts-of.ts';
import type { catalogue as zh } from '../zh-CN/catalogue.ts';

export const catalogue: TextsOf<typeof zh> = {
  title: 'Catalogue',
};
