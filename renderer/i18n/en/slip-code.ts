import type { TextsOf } from '../texts-of.ts';
import type { slipCode as zh } from '../zh-CN/slip-code.ts';

export const slipCode: TextsOf<typeof zh> = {
  codeOf: 'QR code of the provisional slip {{number}}',
  scanLater: 'Scanned later at any till of this shop, it tells what became of the payment.',
  title: 'What became of a provisional slip',
  asking: 'Asking the bank …',
  understood: 'Understood',
  again: 'Ask again',
  amount: 'Amount (compare with the paper)',
  promisedAt: 'Promised',
  till: 'Terminal',
  card: 'Card',
  code: 'Response code of the bank',
  notOurs: 'This code is not recognised',
  notAsked: 'The bank cannot be asked now',
  'fate.final': 'Final: posted at the bank',
  'fate.recovered': 'Paid in another way',
  'fate.written-off': 'Written off',
  'fate.declined': 'Declined by the bank',
  'fate.taken-back': 'Given back',
  'fate.withdrawn': 'Withdrawn',
  'fate.unsent': 'Not sent yet',
  'fate.unknown': 'Not known at the bank yet',
  'means.final': 'The bank has taken it, the money is certain. Do not take it again.',
  'means.recovered':
    'The bank had refused it, and it was paid in another way since. Do not take it again.',
  'means.written-off':
    'The bank refused it, and a supervisor wrote it off: the shop bears the loss.',
  'means.declined':
    'It was not booked. If cash made up for it since, only the till that sold it knows: look there before the customer is asked to pay.',
  'means.withdrawn':
    'The sale was voided here before anything was sent: this payment is not taken from the card.',
  'means.taken-back': 'The bank had approved it, and it went back to the card: it does not count.',
  'means.unsent': 'It waits in this till to be sent; the bank has said neither yes nor no.',
  'means.unknown':
    'It may be waiting in another till. Do not take the money again, and do not count it as paid.',
  'means.notAsked':
    'It is a provisional slip of this shop, and nobody knows now what became of it. Do not take the money again, and do not count it as paid.',
};
