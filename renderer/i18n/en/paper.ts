import type { TextsOf } from '../texts-of.ts';
import type { paper as zh } from '../zh-CN/paper.ts';

export const paper: TextsOf<typeof zh> = {
  open: 'From paper…',
  openMeans: 'while no till was there',
  title: 'Enter a sale from paper',
  means:
    'For goods that went for cash while no till was there. The cash lies in the drawer already; the drawer stays shut.',
  noCards:
    'A card that stands on the paper cannot be entered: no bank has approved it. Ask the customer to pay again.',
  number: 'Number on the paper',
  soldAt: 'When it was',
  enter: 'Enter, with a supervisor',
};
