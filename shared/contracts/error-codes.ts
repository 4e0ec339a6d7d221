/**
 * Every expected failure of the product, in one list (STYLE: "a registry the shop can use").
 *
 * `money` says what the code means for the money at stake, so that every screen can put outcome
 * first: `untouched` nothing was charged or lost; `safe` the money is recorded and goes on by
 * itself; `unknown` nobody knows yet; `at-risk` a person must act. `next` says what the caller can
 * do. Texts in both languages live under `errors.<code>` in `renderer/i18n`; a test compares.
 */
interface ErrorFacts {
  readonly money: 'untouched' | 'safe' | 'unknown' | 'at-risk';
  readonly next:
    | 'retry'
    | 'wait'
    | 'correct-input'
    | 'other-tender'
    | 'supervisor'
    | 'operator'
    | 'none';
  /** HTTP status where the bank answers with it. */
  readonly status?: number;
}

export const ERROR_CODES = {
  // the line (till)
  'line-no-answer': { money: 'unknown', next: 'wait' },
  'line-own-network': { money: 'untouched', next: 'wait' },
  'line-internet': { money: 'untouched', next: 'wait' },
  'line-bank-unreachable': { money: 'untouched', next: 'wait' },
  'line-not-the-bank': { money: 'untouched', next: 'operator' },
  'line-answer-forged': { money: 'unknown', next: 'operator' },
  'line-answer-differs': { money: 'unknown', next: 'operator' },
  'line-forced-offline': { money: 'untouched', next: 'none' },
  // what the bank refuses (HTTP)
  'request-malformed': { money: 'untouched', next: 'supervisor', status: 400 },
  'signature-missing': { money: 'untouched', next: 'operator', status: 401 },
  'signature-invalid': { money: 'untouched', next: 'operator', status: 401 },
  'clock-skew': { money: 'untouched', next: 'retry', status: 401 },
  'terminal-unknown': { money: 'untouched', next: 'operator', status: 401 },
  'sign-on-needed': { money: 'untouched', next: 'retry', status: 401 },
  'not-permitted': { money: 'untouched', next: 'supervisor', status: 403 },
  'version-withdrawn': { money: 'untouched', next: 'operator', status: 403 },
  'version-not-approved': { money: 'untouched', next: 'operator', status: 403 },
  'not-found': { money: 'untouched', next: 'none', status: 404 },
  'in-progress': { money: 'unknown', next: 'wait', status: 409 },
  'body-too-large': { money: 'untouched', next: 'retry', status: 413 },
  'core-differs': { money: 'untouched', next: 'supervisor', status: 422 },
  'number-reused': { money: 'untouched', next: 'supervisor', status: 422 },
  'protocol-version': { money: 'untouched', next: 'operator', status: 426 },
  'too-many-requests': { money: 'untouched', next: 'wait', status: 429 },
  'bank-internal': { money: 'unknown', next: 'wait', status: 500 },
  'bank-unavailable': { money: 'unknown', next: 'wait', status: 503 },
  'activation-code-invalid': { money: 'untouched', next: 'correct-input', status: 403 },
  'activation-code-used': { money: 'untouched', next: 'operator', status: 403 },
  'key-store-too-weak': { money: 'untouched', next: 'operator', status: 403 },
  'terminal-in-use': { money: 'untouched', next: 'operator', status: 403 },
  'terminal-passed-on': { money: 'safe', next: 'operator', status: 403 },
  'terminal-open': { money: 'safe', next: 'wait', status: 403 },
  'other-terminal': { money: 'untouched', next: 'operator', status: 403 },
  // the two copies
  // proved: the file was read back, and the step is not in it
  'journal-write-failed': { money: 'untouched', next: 'operator' },
  // the write failed, and the file holds it or cannot be read: it may have happened
  'journal-in-doubt': { money: 'unknown', next: 'wait' },
  'journal-closed': { money: 'untouched', next: 'operator' },
  'journal-damaged': { money: 'at-risk', next: 'supervisor' },
  'journal-numbers': { money: 'untouched', next: 'operator' },
  // the database by itself: nothing of this step was written anywhere
  'store-timeout': { money: 'untouched', next: 'operator' },
  'store-failed': { money: 'untouched', next: 'operator' },
  'store-full': { money: 'untouched', next: 'operator' },
  'store-closed': { money: 'untouched', next: 'operator' },
  'store-newer': { money: 'untouched', next: 'operator' },
  // what happened to this sale before cannot be read, so nothing can be said of it now
  'sale-unread': { money: 'unknown', next: 'wait' },
  // the journal holds the step, the database not yet: money that was taken is recorded …
  'store-behind': { money: 'safe', next: 'operator' },
  // … a payment that was to be asked about, or taken back, is open
  'payment-open': { money: 'unknown', next: 'wait' },
  'disk-nearly-full': { money: 'untouched', next: 'operator' },
  // a record of the queue whose sale is not in the database any more
  'sale-missing': { money: 'at-risk', next: 'supervisor' },
  // a bug of the till itself, while money was being taken
  'till-bug': { money: 'unknown', next: 'wait' },
  'till-bug-before-money': { money: 'untouched', next: 'retry' },
  'outcome-not-recorded': { money: 'at-risk', next: 'supervisor' },
  'other-window': { money: 'untouched', next: 'none' },
  // selling
  'cart-empty': { money: 'untouched', next: 'correct-input' },
  'amount-invalid': { money: 'untouched', next: 'correct-input' },
  'paper-invalid': { money: 'untouched', next: 'correct-input' },
  'paper-entered': { money: 'untouched', next: 'none' },
  'amount-over-rest': { money: 'untouched', next: 'correct-input' },
  'sale-busy': { money: 'unknown', next: 'wait' },
  // a void that was not begun: the sale stands as it was
  'void-not-possible': { money: 'safe', next: 'none' },
  'void-on-its-way': { money: 'safe', next: 'wait' },
  'void-needs-line': { money: 'safe', next: 'wait' },
  // a refund that was not begun: nothing went back
  'original-not-found': { money: 'untouched', next: 'correct-input' },
  'refund-not-possible': { money: 'safe', next: 'none' },
  'amount-over-original': { money: 'untouched', next: 'correct-input' },
  'refund-needs-line': { money: 'safe', next: 'wait' },
  // a hold on a card, and what is done to one, that was not begun
  'hold-not-found': { money: 'untouched', next: 'correct-input' },
  'hold-not-possible': { money: 'safe', next: 'none' },
  'amount-over-hold': { money: 'untouched', next: 'correct-input' },
  'hold-needs-line': { money: 'safe', next: 'wait' },
  // an enquiry moves no money, whatever became of it
  'balance-needs-line': { money: 'untouched', next: 'wait' },
  'balance-not-now': { money: 'untouched', next: 'wait' },
  'balance-not-told': { money: 'untouched', next: 'retry' },
  'sale-completed': { money: 'safe', next: 'none' },
  // sold and taken back in full: nothing is taken for it any more, and nobody calls it paid
  'sale-voided': { money: 'untouched', next: 'none' },
  'cards-locked': { money: 'untouched', next: 'supervisor' },
  'never-again': { money: 'at-risk', next: 'other-tender' },
  // counted, and meanwhile sold, or counted by another: nothing of it is written
  'drawer-changed': { money: 'untouched', next: 'retry' },
  'count-invalid': { money: 'untouched', next: 'correct-input' },
  // what makes up for a refused promise: nothing was sent or taken
  'loss-decided': { money: 'untouched', next: 'none' },
  // the customer may pay by a link at this moment, and the bank has not said that he cannot any more
  'link-open': { money: 'unknown', next: 'wait' },
  'link-needs-line': { money: 'unknown', next: 'wait' },
  'card-barred': { money: 'untouched', next: 'other-tender' },
  'reversal-first': { money: 'untouched', next: 'other-tender' },
  'not-activated': { money: 'untouched', next: 'operator' },
  // card reader
  'card-number-invalid': { money: 'untouched', next: 'other-tender' },
  // what its chip answers is torn, more than asked, counted backwards, or nothing: the bank is not asked
  'card-not-read': { money: 'untouched', next: 'other-tender' },
  'card-expired': { money: 'untouched', next: 'other-tender' },
  'tap-above-limit': { money: 'untouched', next: 'other-tender' },
  'pin-needed': { money: 'untouched', next: 'correct-input' },
  'pin-pad-failed': { money: 'untouched', next: 'other-tender' },
  'reader-not-ready': { money: 'untouched', next: 'other-tender' },
  // the code of a provisional slip; it says nothing about money by itself
  'slip-code-torn': { money: 'untouched', next: 'retry' },
  'slip-code-forged': { money: 'untouched', next: 'supervisor' },
  // operators and the gate
  'pin-wrong': { money: 'untouched', next: 'correct-input' },
  'pin-throttled': { money: 'untouched', next: 'wait' },
  'pin-too-short': { money: 'untouched', next: 'correct-input' },
  'start-code-wrong': { money: 'untouched', next: 'correct-input' },
  'locked-by-another': { money: 'untouched', next: 'supervisor' },
  'not-signed-in': { money: 'untouched', next: 'correct-input' },
  'role-missing': { money: 'untouched', next: 'supervisor' },
  'message-refused': { money: 'untouched', next: 'none' },
  'training-only': { money: 'untouched', next: 'none' },
  // devices and files
  'printer-not-ready': { money: 'safe', next: 'retry' },
  'printer-no-paper': { money: 'safe', next: 'retry' },
  'drawer-not-ready': { money: 'safe', next: 'retry' },
  'file-unreadable': { money: 'untouched', next: 'correct-input' },
  'key-store-unavailable': { money: 'untouched', next: 'operator' },
  'keys-locked': { money: 'safe', next: 'correct-input' },
  'passphrase-wrong': { money: 'safe', next: 'correct-input' },
  'settings-invalid': { money: 'untouched', next: 'correct-input' },
} as const satisfies Readonly<Record<string, ErrorFacts>>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An expected failure: a code for people and programs, a detail for logs (never shown alone). */
export interface Failure<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly detail: string;
}

export function failure<Code extends ErrorCode>(code: Code, detail = ''): Failure<Code> {
  return { code, detail };
}

export function factsOf(code: ErrorCode): ErrorFacts {
  return ERROR_CODES[code];
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
