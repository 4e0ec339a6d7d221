import type { TextsOf } from '../texts-of.ts';
import type { receipt as zh } from '../zh-CN/receipt.ts';

export const receipt: TextsOf<typeof zh> = {
  title: 'Slip',
  preview: 'Preview of the slip',
  'slip.none': 'Slip',
  'slip.printing': 'Printing the slip',
  'slip.printed': 'Slip printed',
  'slip.not-printed': 'Not printed; the sale stands',
  printNow: 'Print',
  printAgain: 'Print a copy',
};
