/** What is on the pad of the card holder; what was pressed stays in the pad (P27). */
export const PIN_PAD_KEYS = [
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  'erase',
  'clear',
  'confirm',
  'cancel',
] as const;
export type PinPadKey = (typeof PIN_PAD_KEYS)[number];
