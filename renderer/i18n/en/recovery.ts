import type { TextsOf } from '../texts-of.ts';
import type { recovery as zh } from '../zh-CN/recovery.ts';

export const recovery: TextsOf<typeof zh> = {
  loss: 'The shop bears',
  refusedAs: 'Refused with',
  tries: 'Asked of the bank',
  triesCount: '{{count}}×',
  ways: 'What may be done',
  supervised: 'With a supervisor’s PIN',
  'way.other-card': 'Another card',
  'way.cash': 'Cash',
  'way.pay-link': 'Pay link',
  'way.contact': 'Contact the customer',
  'means.other-card':
    'The customer pays here with another card, or with the same one and its PIN. Only the bank’s yes makes up for it.',
  'means.cash': 'The customer comes back and pays in cash; taken, it is made up for.',
  'means.pay-link':
    'The customer gets an address or a code and pays alone. Only the bank’s word that it is paid makes up for it.',
  'barred.offline':
    'Offline now: one promise is not made up for by another. Wait for the line, or take cash.',
  'barred.paying': 'A payment is open at the register; finish it first.',
  'barred.cardsLocked': 'Cards are locked; cash works.',
  'again.card-stopped':
    'The issuer does not allow another try with this card; it would change nothing and may alarm its holder.',
  'again.card-unknown': 'There is no such card number; asking again changes nothing.',
  'again.card-expired': 'The card has expired; asking again changes nothing.',
  'again.needs-holder':
    'It takes the holder and the PIN; a promise carries none and would be refused again. Present the card here.',
  'link.title': 'Pay link given out',
  'link.means':
    'The customer may be paying now: do not take this money again before the bank has said whether it is paid.',
  'link.offline':
    'Offline now: whether the customer has paid is not known here. The bank is asked when the line is back.',
  'link.asked': 'Written down; the bank has not answered yet, and is asked again on the line.',
  'link.until': 'Good until {{at}}',
  'link.ask': 'Ask whether it is paid',
  'link.print': 'Print for the customer',
  'link.printed': 'Printed',
  'link.withdraw': 'Withdraw the link',
  'link.first': 'Each of the ways below withdraws the link at the bank first.',
  'link.codeOf': 'Pay link of {{number}}',
  'link.paid': 'The customer has paid by the link',
  'link.barred.offline': 'Offline now: only the bank can open a link.',
  contacts: 'Contacts so far',
  noContacts: 'Nobody has called yet.',
  reached: 'reached',
  notReached: 'not reached',
  contactWords: 'What was said (goes into the journal)',
  'say.comes': 'Customer will come and pay',
  'say.again': 'Customer agrees to another try',
  'say.noAnswer': 'Nobody answered',
  noteIt: 'Write it down',
  note: '{{at}} · {{operator}} · {{outcome}}',

  rate: 'Recovery',
  rateOf: '{{percent}} % recovered',
  rateToday: 'Refused of today’s sales',
  rateEver: 'Refused in all',
  'part.recovered': 'Recovered',
  'part.written-off': 'Written off',
  'part.open': 'Open',
  part: '{{name}} {{amount}} · {{count}}',

  'payment.title': 'Recover {{number}}',
  'payment.means': 'The goods went long ago: this takes the money that the bank refused later.',
  'payment.back': 'Back to the queue',
  'payment.allAtOnce': 'Take the whole refused amount at once.',
};
