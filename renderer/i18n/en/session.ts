import type { TextsOf } from '../texts-of.ts';
import type { session as zh } from '../zh-CN/session.ts';

export const session: TextsOf<typeof zh> = {
  lockedTitle: 'Locked',
  nobodyTitle: 'Nobody is signed in',
  lockedMeans: 'Records go on being sent behind this screen; selling needs somebody signed in.',
  choose: 'Who is at the till?',
  samplePin: 'Sample PIN {{pin}}',
  pinOf: 'PIN of {{name}}',
  signIn: 'Sign in',
  'role.cashier': 'cashier',
  limitedCashier: 'cashier, limited rights',
  'role.supervisor': 'supervisor',
  'role.administrator': 'system administrator',
  lockedBy:
    'Left for a moment by {{id}} {{name}}, who comes back, or a supervisor does. For somebody else: sign off first.',
  firstUse: 'first use: set a PIN',
  fetch: 'Sign on at the bank again',
  'fetch.asking': 'Asking the bank …',
  'fetch.fetched': 'The bank’s latest operators and parameters are here.',
  'fetch.noAnswer': 'The bank did not answer; operators and parameters are as before.',
  'right.discount': '{{amount}} off this sale in all: a supervisor has to agree.',
  'right.delete': 'Goods for {{amount}} go off the counter: a supervisor has to agree.',
  supervisorHasNoPin:
    'The supervisor has no PIN at this till yet: it is set by signing in here once.',
  haveStartCode: 'Set a new PIN with a start code',
  startCodeOf: 'Start code of {{id}} {{name}}',
  startCode: 'Start code',
  startCodeMeans:
    'The bank gave it to you; each till takes it once. The PIN is your own: the bank does not know it.',
  startCodeNone:
    'This till knows of no start code for this number: it was used, has run out, or was not fetched yet. Ask the bank for one, then sign on at the bank again.',
  next: 'Next',
  newPin: 'New PIN of {{name}}',
  newPinMeans: '4 to 12 digits, for this till only.',
  newPinAgain: 'New PIN of {{name}}, once more',
  newPinAgainMeans: 'It is kept when both are the same.',
  pinsDiffer: 'The two were not the same: please set it again.',
  newPassphrase: 'New passphrase',
  newPassphraseAgain: 'The same once more',
  passphraseMeans:
    'Every start asks for it. Write it down where the shop keeps its papers: nobody can find it out, not the bank either. Forgotten, it takes a new activation code of the bank; what is unsent goes on its way all the same, and the PINs of the staff are set anew.',
  passphraseShort_one: 'At least {{count}} character.',
  passphraseShort_other: 'At least {{count}} characters.',
  passphraseDiffers: 'Not the same as above.',
  forgotten: 'Nobody knows it any more …',
  forgottenTitle: 'The passphrase is forgotten',
  unsentHere_one: 'Unsent here: {{count}} sale; promised of it: {{promised}}.',
  unsentHere_other: 'Unsent here: {{count}} sales; promised of them: {{promised}}.',
  forgottenStays:
    'Nothing of it is lost. Ask the bank to release this terminal and for a new activation code; the till then makes new keys, takes its journal over and sends what is unsent.',
  forgottenNot:
    'What does not come back: the PINs of the staff (set anew with start codes of the bank), and the proof of this till for what the bank has not heard of yet. So cards stay locked until a supervisor has looked. The old files are kept aside.',
  startAnew: 'Go on with new keys',
  forgottenBack: 'Type the passphrase after all',
};
