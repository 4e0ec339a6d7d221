import type { TextsOf } from '../texts-of.ts';
import type { payment as zh } from '../zh-CN/payment.ts';

export const payment: TextsOf<typeof zh> = {
  due: 'To pay',
  back: 'Back',
  cash: 'Cash',
  card: 'Card (test cards)',
  change: 'Change',
  nextSale: 'Next sale',
  approved: 'Approved by the bank',
  paidCash: 'Cash taken',
  declined: 'Declined · nothing charged',
  provisional: 'Provisional · not authorised',
  provisionalWhy:
    'The bank has not said yes. It is sent when the line is back; if it is refused then, the shop bears the loss.',
  accept: 'Accept and print the slip',
  refuse: 'Do not accept',
  unknown: 'Outcome unknown',
  unknownWhy: 'The bank was asked and has not answered. Do not take the money again.',
  keepAsking: 'Keep asking',
  giveUp: 'Give up · reverse',
  takenBack: 'Given up · not paid, the reversal is queued',
  notOffline: 'Not possible offline · nothing charged',
  notRecorded: 'Approved at the bank, not recorded here · cards are locked',
  failed: 'Not completed · nothing charged',
  cardsLocked: 'The journal is damaged; cards are locked until a supervisor has looked.',
  printed: 'Slip printed',
  notPrinted: 'Slip not printed; the sale stands',
};
