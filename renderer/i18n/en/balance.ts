import type { TextsOf } from '../texts-of.ts';
import type { balance as zh } from '../zh-CN/balance.ts';

export const balance: TextsOf<typeof zh> = {
  open: 'Ask for the balance…',
  openMeans: 'with card and PIN, on the line',
  noLine: 'offline: only the bank knows',
  title: 'Balance enquiry',
  means: 'The card holder presents the card and types the PIN. Asking moves no money.',
  asking: 'The bank is being asked…',
  available: 'Available',
  toldMeans: 'For the card holder to read; it is not kept once this is closed.',
  notTold: 'The bank has not told the balance',
  stopped: 'Not asked',
  failed: 'The balance was not told',
  print: 'Print it for the customer',
  printed: 'Printed',
  notPrinted: 'It did not print',
  stop: 'Stop waiting',
};
