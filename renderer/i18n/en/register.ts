import type { TextsOf } from '../texts-of.ts';
import type { register as zh } from '../zh-CN/register.ts';

export const register: TextsOf<typeof zh> = {
  find: 'Scan, or type a name, pinyin initials or barcode',
  findClear: 'Clear the search',
  categories: 'Categories',
  goods: 'Goods',
  perKg: '/kg',
  nothingFound: 'Nothing found for “{{text}}”',
  nothingFoundHint:
    'Try it another way: a part of the name, pinyin initials, or the last four digits of the barcode.',
  emptyShelf: 'Nothing in this category yet',
  emptyShelfHint: 'Choose another one, or import goods under Catalogue.',
  searchPreparing: 'Search by name is being prepared; scanning works already.',
  searchFailed: 'Search by name is not available; scanning and categories are.',
  catalogueOpening: 'Opening the catalogue …',
  catalogueFailed: 'The catalogue does not open',
  catalogueFailedHint:
    'What is on the counter can be sold as always. Open it again under Catalogue.',
  moreGoods: 'These are the first {{count}}; scan or search for the others',

  saleNumber: 'New sale',
  saleNumberHint: 'numbered when paid',
  lines: 'On the counter',
  emptyCart: 'Scan or choose something',
  emptyCartHint: 'Scanning always works: nothing has to be clicked before.',
  sampleTitle: 'This is a sample shop',
  sampleTry: 'Goods, cards, operators and money are not real: scan or touch something and try.',
  sampleReplace: 'Your own goods: import a CSV list, and it replaces these.',
  sampleImport: 'Import products',
  sampleRead: 'Understood',
  subtotal: 'Subtotal · lines: {{lines}}',
  pieces: '{{count}} pcs',
  discounts: 'Discounts',
  total: 'Total',
  pay: 'Pay',
  added: '{{name}} {{quantity}}, total {{total}}',
  'fault.line-unknown': 'This line is no longer there.',
  'fault.quantity-out-of-range':
    'Quantity unchanged: at least 1, at most 10,000. Press Delete to take the line away.',
  'fault.discount-out-of-range': 'Discount unchanged: the number is out of range.',
  'fault.text-too-long': 'The note is too long.',
  'trouble.not-kept':
    'This sale is not stored here yet; a power cut would lose it. It can be paid as always.',
  'trouble.unreadable':
    'What was left on the counter last time cannot be read. Please scan it again.',

  oneLess: '−1 piece',
  oneMore: '+1 piece',
  quantity: 'Quantity',
  discount: 'Discount',
  note: 'Note',
  hold: 'Hold',
  recall: 'Recall',
  remove: 'Delete',
  clear: 'Cancel sale',

  clearTitle: 'Cancel this sale?',
  clearBody: 'Lines: {{lines}}, {{amount}} in all, go off the counter. No money was taken.',
  clearConfirm: 'Cancel the sale of {{amount}}',
  keepSale: 'Keep it',

  quantityTitle: 'Quantity',
  weightTitle: 'Weight',
  weighHint: 'Put it on the scale and enter kilograms',
  unitPiece: 'pcs',
  unitPrice: 'Unit price',
  lineTotal: 'Amount',
  now: 'now {{value}}',
  quantityInvalid: 'Enter a whole number from 1 to 10,000',
  weightInvalid: 'Enter kilograms above 0, three decimals at most',
  takeWeight: 'Add',

  discountTitle: 'Discount',
  onLine: 'This line',
  onSale: 'Whole sale',
  byPercent: 'Percent off',
  byAmount: 'Amount off',
  target: 'Discount on',
  kind: 'Kind of discount',
  before: 'Total before',
  after: 'Total after',
  removeDiscount: 'Remove discount',
  percentInvalid: 'Enter 0.01 to 100',
  amountInvalid: 'Enter an amount above 0',

  noteTitle: 'Note',
  noteTarget: 'Note on',
  noteText: 'Text of the note',
  noteHint: 'is printed on the receipt',
  save: 'Save',

  recallTitle: 'Recall',
  recallEmpty: 'No sale is on hold',
  recallEmptyHint:
    'When a customer goes back for something, press F4 to hold the sale and serve the next one.',
  recallSwap: 'The {{amount}} on the counter is held first; nothing is lost.',
  takeUp: 'Recall',
  discard: 'Discard',
  discardTitle: 'Discard the held sale?',
  discardBody:
    'Held at {{time}}, {{amount}} in all. It cannot be brought back. No money was taken.',
  discardConfirm: 'Discard the sale of {{amount}}',
  andMore: '{{first}} and others · lines: {{lines}}',
  alreadySold: 'This sale was paid already; it is no longer on hold.',
  outcomeOpen:
    'The payment of this sale has no outcome yet: no money may be taken again before the bank has answered.',
  recallFailed: 'The database of this till does not answer. The sale is still held; try again.',

  scanKept: 'Scans kept: {{count}}',
  scanKeptHint: 'They are added when this is over, and never typed into an amount.',
  unknownTitle: 'Unknown barcode',
  unknownBody:
    '{{code}} is not in the catalogue; nothing was added. Put the article aside, or find it by name.',
  unknownFailed:
    '{{code}} could not be looked up: the catalogue does not answer. Nothing was added.',
  understood: 'Understood',
};
