import type { TextsOf } from '../texts-of.ts';
import type { receipt as zh } from '../zh-CN/receipt.ts';

export const receipt: TextsOf<typeof zh> = {
  title: 'Slip',
  preview: 'Preview of the slip',
  printing: 'Printing the slip',
  printed: 'Slip printed',
  notPrinted: 'Slip not printed; the sale stands',
};
