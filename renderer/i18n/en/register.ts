import type { TextsOf } from '../texts-of.ts';
import type { register as zh } from '../zh-CN/register.ts';

export const register: TextsOf<typeof zh> = {
  find: 'Scan, or type a name, pinyin initials or barcode',
  emptyCart: 'Scan or choose something',
  saleNumber: 'New sale',
  total: 'Total',
  pay: 'Pay',
  clear: 'Cancel sale',
};
