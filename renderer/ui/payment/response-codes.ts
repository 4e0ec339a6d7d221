/**
 * What can be done about each code (PROTOCOL, "Answers to what is retried"; TERMINAL section 4). The
 * words for code and advice stand in the texts under `codes`; a code without words does not compile.
 */
export type Advice =
  | 'other-card'
  | 'rest-due'
  | 'ask-issuer'
  | 'pin-again'
  | 'never-again'
  | 'use-chip'
  | 'try-later'
  | 'sign-on'
  | 'call-bank'
  | 'without-line'
  | 'look-later';

const ADVICE_BY_CODE = {
  '01': 'ask-issuer',
  '03': 'call-bank',
  '04': 'never-again',
  '05': 'other-card',
  '10': 'rest-due',
  '12': 'call-bank',
  '13': 'call-bank',
  '14': 'other-card',
  '15': 'other-card',
  '22': 'call-bank',
  '25': 'call-bank',
  '30': 'call-bank',
  '34': 'never-again',
  '38': 'never-again',
  '40': 'call-bank',
  '41': 'never-again',
  '43': 'never-again',
  '45': 'use-chip',
  '51': 'other-card',
  '54': 'never-again',
  '55': 'pin-again',
  '57': 'other-card',
  '58': 'call-bank',
  '59': 'other-card',
  '61': 'other-card',
  '62': 'ask-issuer',
  '64': 'call-bank',
  '65': 'other-card',
  '68': 'try-later',
  '75': 'ask-issuer',
  '77': 'sign-on',
  '90': 'try-later',
  '91': 'try-later',
  '92': 'try-later',
  '94': 'call-bank',
  '96': 'try-later',
  '97': 'call-bank',
  '98': 'try-later',
  '99': 'sign-on',
  A0: 'sign-on',
  A2: 'look-later',
  A4: 'look-later',
  A5: 'look-later',
  A6: 'look-later',
  C1: 'sign-on',
  Y1: 'look-later',
  Y3: 'look-later',
  Z1: 'other-card',
  Z3: 'without-line',
  'offline-disabled': 'without-line',
  'clock-behind': 'without-line',
  'card-hot': 'never-again',
  'card-expired': 'never-again',
  'card-not-yet-valid': 'other-card',
  'pin-blocked': 'ask-issuer',
  'pin-needs-line': 'without-line',
  'cap-age': 'without-line',
  'cap-count': 'without-line',
  'cap-per-card': 'without-line',
  'cap-per-sale': 'without-line',
  'cap-total': 'without-line',
  'promise-not-accepted': 'without-line',
  'recovery-needs-line': 'without-line',
} as const satisfies Readonly<Record<string, Advice>>;

export type KnownCode = keyof typeof ADVICE_BY_CODE;

export function isKnownCode(code: string): code is KnownCode {
  return Object.hasOwn(ADVICE_BY_CODE, code);
}

/** A code that nobody knows is a refusal (P11): another card, or cash. */
export function adviceFor(code: string): Advice {
  return isKnownCode(code) ? ADVICE_BY_CODE[code] : 'other-card';
}
