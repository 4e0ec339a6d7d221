import type { TextsOf } from '../texts-of.ts';
import type { errors as zh } from '../zh-CN/errors.ts';

export const errors: TextsOf<typeof zh> = {
  'line-no-answer': 'No answer came: the outcome is unknown, the till keeps asking the bank.',
  'line-own-network': 'The own network is down: nothing was sent.',
  'line-internet': 'There is no internet: nothing was sent.',
  'line-bank-unreachable': 'The bank cannot be reached: nothing was sent.',
  'line-not-the-bank':
    'The answer is not the bank’s (perhaps a login page): counted as offline, nothing charged.',
  'line-answer-forged':
    'The answer’s signature is wrong: not believed, the outcome is unknown and asked again.',
  'line-answer-differs':
    'The answer is about another payment, batch or amount than was asked: not believed, the outcome is unknown and asked again.',
  'line-forced-offline': 'Forced offline: nothing was sent.',
  'request-malformed':
    'The bank cannot read this request: nothing charged, a supervisor must look.',
  'signature-missing': 'The request was not signed: nothing charged.',
  'signature-invalid': 'The bank does not accept this till’s signature: nothing charged.',
  'clock-skew':
    'This clock differs too much from the bank’s: nothing charged, it is signed again with the bank’s time.',
  'terminal-unknown':
    'The bank does not know this terminal: nothing charged, please call the bank.',
  'sign-on-needed': 'The till must sign on again: nothing charged, it goes on after that.',
  'version-withdrawn':
    'The bank has withdrawn this version of the till: nothing charged. Please update it. Cash goes on.',
  'version-not-approved':
    'The bank does not recognise this program: nothing charged. Call the bank, or install a version that it recognises. Cash goes on.',
  'not-permitted': 'This operator may not do that: nothing charged.',
  'not-found': 'The bank has no such record.',
  'in-progress': 'The bank is working on this very payment: please wait.',
  'body-too-large': 'This batch is too large: it is sent in smaller ones, every record is kept.',
  'core-differs': 'Same number, other content: the bank booked nothing, a supervisor must look.',
  'number-reused':
    'A transaction number was used twice: the bank booked nothing, a supervisor must look.',
  'protocol-version': 'This version does not match the bank’s: please update.',
  'too-many-requests': 'The bank asks to wait: every record is kept and sent later.',
  'bank-internal': 'The bank failed inside: the outcome is unknown and asked again.',
  'bank-unavailable': 'The bank is not available now: the outcome is unknown and asked again.',
  'activation-code-invalid': 'The activation code is wrong.',
  'activation-code-used': 'The activation code was used before or has run out.',
  'key-store-too-weak':
    'The bank does not accept keys that rest like this: choose a passphrase, or the system’s keyring. The activation code is not used up.',
  'terminal-open':
    'Something of this terminal still waits here or has no day end. Nothing has changed, and what waits goes on as before. The activation code is not used up.',
  'other-terminal':
    'This code is one of another terminal, and is not used up. What is recorded here belongs to this terminal; another one needs a data folder of its own.',
  'terminal-in-use':
    'This terminal belongs to another till. Send and settle there first; if that till is lost, the bank’s administration releases the terminal. The activation code is not used up.',
  'terminal-passed-on':
    'Another till has had this terminal since: what waits here cannot go under it any more. Nothing has changed and nothing is deleted; show its records to the bank’s administration. The activation code is not used up.',
  'journal-write-failed':
    'The journal did not reach the disk: this step did not happen, nothing charged.',
  'journal-in-doubt':
    'Whether the journal holds this step cannot be told yet: do not take the money again. The till reads it anew before the next step; if it goes on, restart the program.',
  'journal-closed': 'The journal is not open: nothing charged.',
  'journal-damaged': 'The journal is damaged: cards are locked, a supervisor must look.',
  'journal-numbers': 'A number went backwards: this step did not happen.',
  'store-timeout':
    'The database did not answer in time: what the journal holds counts, and the next step completes the database.',
  'store-failed':
    'The database did not write: what the journal holds counts, and the next step completes the database.',
  'sale-unread':
    'What is recorded of this sale cannot be read now: do not take the money again before it can. If it goes on, restart the program.',
  'store-behind':
    'The journal holds this step, the database not yet: it cannot be lost, the next step completes it.',
  'payment-open':
    'The journal holds this step, the database not yet: the outcome is open and completed by itself. Do not take the money again.',
  'store-full': 'The disk is full: nothing charged, please make room.',
  'store-closed':
    'The database was closed: what the journal holds counts, and the next step opens it again.',
  'store-newer': 'The data comes from a newer version: please update, nothing was changed.',
  'disk-nearly-full': 'The disk is nearly full: make room before taking money.',
  'sale-missing':
    'The sale of this record is not in the database of this till: it cannot be sent, a supervisor must look.',
  'till-bug':
    'A fault in the till itself: the outcome is unknown. The bank is asked about what was sent; look in the queue before taking the money again.',
  'till-bug-before-money':
    'A fault in the till itself, before any money moved: nothing charged. It stands in the journal.',
  'outcome-not-recorded':
    'The outcome could not be recorded: cards are locked, and the payment is reversed by itself; if the program restarts before, what it says then counts.',
  'other-window': 'Another window is using this till.',
  'cart-empty': 'Nothing is on the counter yet.',
  'amount-invalid': 'The amount is wrong: it must be above 0 and below the limit.',
  'paper-invalid':
    'The paper needs its number, and a time that is not ahead and not older than a month. Nothing was entered.',
  'paper-entered':
    'A paper with this number has been entered at this till already. Nothing was entered twice.',
  'amount-over-rest': 'A card cannot pay more than what is left.',
  'void-on-its-way':
    'This payment may be on its way to the bank already. Void it once the bank has answered; until then the sale stands.',
  'void-not-possible': 'This sale cannot be voided now; it stands as it was.',
  'void-needs-line':
    'A void needs the bank’s word, and the bank cannot be reached. Nothing was sent; the sale stands as it was.',
  'original-not-found': 'No card sale of this shop has these numbers and this amount.',
  'refund-not-possible': 'This sale cannot be refunded now; nothing went back.',
  'amount-over-original': 'This is more than what is left of the original sale.',
  'refund-needs-line':
    'A refund needs the bank’s word, and the bank cannot be reached. Nothing was sent.',
  'hold-not-found': 'No pre-authorisation of this shop has these numbers and this amount.',
  'hold-not-possible': 'Nothing can be done with this pre-authorisation now; it stands as it was.',
  'amount-over-hold': 'This is more than 115 % of what is held.',
  'hold-needs-line':
    'A pre-authorisation needs the bank’s word, and the bank cannot be reached. Nothing was sent.',
  'balance-needs-line': 'Only the bank knows what is on a card, and it cannot be reached now.',
  'balance-not-now': 'A payment is still open; a balance can be asked once that has its outcome.',
  'balance-not-told': 'The balance was not told. Asking moves no money: it can be asked again.',
  'sale-completed': 'This sale is paid and recorded already: nothing more is taken.',
  'sale-voided': 'This sale was voided: nothing is taken for it any more.',
  'sale-busy': 'A payment of this sale is still open; the bank is being asked about it.',
  'cards-locked': 'Cards are locked: a supervisor must look. Cash goes on.',
  'drawer-changed':
    'The drawer is not as it was when you compared. Nothing was written; look at the comparison again.',
  'count-invalid': 'Not written: an amount, a reason or a supervisor’s yes is missing.',
  'loss-decided':
    'Somebody is dealing with this loss, or has done so: nothing was charged this time.',
  'card-barred':
    'The issuer wants this card to be tried no more: nothing was charged. Another card, or cash.',
  'never-again':
    'This card must not be tried again. Ask the customer for another way to pay, or write it off.',
  'link-open':
    'The pay link is not withdrawn: it is not known whether the customer has paid. Do not take the money again.',
  'link-needs-line':
    'A pay link needs the bank, and there is no line to it: it is not known whether the customer has paid. Do not take the money again.',
  'reversal-first':
    'A reversal has not reached the bank: the line is not good enough, please take another tender.',
  'not-activated': 'This till is not activated.',
  'card-number-invalid': 'The check digit of the card is wrong: please take another card.',
  'card-not-read':
    'The chip of this card does not answer as it must, so this time nothing went to the bank: please take another card, or another way to pay.',
  'card-expired': 'The card has expired: please take another card.',
  'tap-above-limit': 'Too much for a tap: the card must be put in.',
  'pin-needed': 'The card holder must enter a PIN.',
  'pin-pad-failed': 'The PIN pad is not ready, or stopped in the middle; what was typed is gone.',
  'reader-not-ready': 'The card reader is not ready.',
  'slip-code-torn': 'The code was not read whole; scan it again.',
  'slip-code-forged':
    'This is no code of this shop, or it was changed. Let a supervisor look at the paper.',
  'pin-wrong': 'The PIN is wrong.',
  'pin-throttled': 'Too many wrong PINs: wait at least half a minute before the next.',
  'pin-too-short': 'A PIN has at least 4 digits.',
  'start-code-wrong':
    'The start code is wrong, was used or has run out: check it, or ask the bank for a new one.',
  'locked-by-another': 'Another operator locked this till: that person or a supervisor opens it.',
  'not-signed-in': 'Please sign in first.',
  'role-missing': 'This needs a supervisor.',
  'message-refused': 'The request was refused.',
  'training-only': 'Only sample and training merchants may do that.',
  'printer-no-paper':
    'The printer is out of paper: the sale stands. Load a roll, then print again.',
  'printer-not-ready': 'The printer is not ready: the sale stands, print again later.',
  'drawer-not-ready': 'The drawer did not open: the sale stands.',
  'file-unreadable': 'The file cannot be read: nothing was changed.',
  'key-store-unavailable': 'The key store of the system is not available.',
  'keys-locked':
    'The keys of this till are locked: type the passphrase of the shop. Everything that was recorded is on this machine.',
  'passphrase-wrong':
    'That is not the passphrase. Nothing is lost: everything that was recorded is on this machine and goes on once the right one is typed.',
  'settings-invalid': 'The setting is wrong.',
};
