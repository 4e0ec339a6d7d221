import { openLinkOf } from './pay-link.ts';
import type { Payment, PaymentState } from './payment.ts';
import type { ReceiptWords } from './receipt-words.ts';
import type { Sale } from './sale.ts';
import { countingVoid } from './voiding.ts';

/** While a void of it, or a link to pay it by, is open nobody knows whether the yes still stands (I9). */
export function stateWord(
  sale: Sale,
  { id, status, tenderId }: Payment,
  words: ReceiptWords,
): string {
  const taken = countingVoid(sale.payments, id);
  if (taken?.status.state === 'approved') return words.stateVoided;
  if (taken !== null || openLinkOf(sale, tenderId) !== null) return words.stateUnknown;
  return words[WORD_OF_STATE[status.state]];
}

/** One word for each state; only a bank's own yes may be called approved. */
const WORD_OF_STATE = {
  created: 'stateUnknown',
  authorizing: 'stateUnknown',
  unknown: 'stateUnknown',
  'needs-attention': 'stateUnknown',
  approved: 'stateApproved',
  'approved-in-part': 'stateApprovedInPart',
  posted: 'stateApproved',
  stored: 'statePromised',
  'offline-approved': 'statePromised',
  declined: 'stateRefused',
  'offline-declined': 'stateRefused',
  refused: 'stateRefused',
  'written-off': 'stateRefused',
  recovered: 'stateRecovered',
  withdrawn: 'stateWithdrawn',
  reversing: 'stateTakenBack',
  reversed: 'stateTakenBack',
} as const satisfies Readonly<Record<PaymentState, keyof ReceiptWords>>;
