import type { PaymentStepName, PaymentStepNews } from '../../services/paying/payment-desk.ts';
import type { payment } from '../../i18n/zh-CN/payment.ts';

import { isKnownCode } from './response-codes.ts';

type Sentence = Extract<keyof typeof payment, `said.${string}`>;
type Sentences = Readonly<Record<PaymentStepNews['progress'], Sentence>>;

/** One plain sentence for each thing that a step can come to; a code adds its own words. */
export const SENTENCES: Readonly<Record<PaymentStepName, Sentences>> = {
  'card-read': {
    running: 'said.card-reading',
    done: 'said.card-read',
    warning: 'said.card-read',
    failed: 'said.card-not-read',
  },
  pin: {
    running: 'said.pin-wanted',
    done: 'said.pin-sealed',
    warning: 'said.pin-not-typed',
    failed: 'said.pin-not-typed',
  },
  'reversals-first': {
    running: 'said.reversals-sending',
    done: 'said.reversals-none',
    warning: 'said.reversals-open',
    failed: 'said.reversals-open',
  },
  'intent-stored': {
    running: 'said.storing',
    done: 'said.intent-stored',
    warning: 'said.intent-stored',
    failed: 'said.not-stored',
  },
  authorisation: {
    running: 'said.bank-asked',
    done: 'said.bank-yes',
    warning: 'said.bank-silent',
    failed: 'said.bank-no',
  },
  asking: {
    running: 'said.asking',
    done: 'said.bank-yes',
    warning: 'said.bank-silent',
    failed: 'said.bank-no',
  },
  'card-end': {
    running: 'said.card-refused',
    done: 'said.card-refused',
    warning: 'said.card-refused',
    failed: 'said.card-refused',
  },
  'line-dead': {
    running: 'said.line-dead',
    done: 'said.line-dead',
    warning: 'said.line-dead',
    failed: 'said.line-dead',
  },
  'reversal-stored': {
    running: 'said.storing',
    done: 'said.reversal-stored',
    warning: 'said.reversal-stored',
    failed: 'said.not-stored',
  },
  supervisor: {
    running: 'said.supervisor-asked',
    done: 'said.supervisor-yes',
    warning: 'said.supervisor-asked',
    failed: 'said.supervisor-asked',
  },
  'offline-decision': {
    running: 'said.policy-asked',
    done: 'said.policy-yes',
    warning: 'said.policy-yes',
    failed: 'said.policy-no',
  },
  'outcome-stored': {
    running: 'said.storing',
    done: 'said.outcome-stored',
    warning: 'said.outcome-stored',
    failed: 'said.not-stored',
  },
};

/**
 * What a code would add here the sentence has said: the bank was silent, or a copy does not hold it.
 * Words of the till's own codes speak of the money of one call; here money has moved before it (I9).
 */
const SAYS_ALL: ReadonlySet<PaymentStepName> = new Set([
  'authorisation',
  'asking',
  'card-end',
  'line-dead',
  'reversals-first',
  'reversal-stored',
  'outcome-stored',
]);

export function explains(step: PaymentStepName, code: string): boolean {
  return isKnownCode(code) || (code !== '' && !SAYS_ALL.has(step));
}
