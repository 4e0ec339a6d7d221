import type { BlockCipher } from './block-cipher.ts';
import { generateFirst, generateSecond, type CardSession } from './card-applet.ts';
import { recordOf } from './chip-card.ts';
import type { ChipNo, ChipYes } from './chip-record.ts';
import type { CardFault } from './kernel/card-answer.ts';
import {
  askFirst,
  askSecond,
  hearFirst,
  hearSecond,
  type BankWord,
  type KernelDone,
  type KernelQuestion,
  type SecondOutcome,
} from './kernel/kernel.ts';

/** The program on the chip, as far as a terminal meets it: what it says of itself, and its answers. */
export interface ChipApplet {
  readonly recordOf: typeof recordOf;
  readonly generateFirst: typeof generateFirst;
  readonly generateSecond: typeof generateSecond;
}

export const CHIP_APPLET: ChipApplet = { recordOf, generateFirst, generateSecond };

/**
 * Terminal and chip until one of them has decided or the bank must be asked (EMV Book 3, section 10).
 * The reader runs it for a sale, the decision explainer for what would have been: one and the same.
 */
export type ChipDecision =
  | { readonly kind: 'use-chip' }
  | { readonly kind: 'card-fault'; readonly fault: CardFault }
  | {
      readonly kind: 'decided';
      /** Null: its issuer must be asked. */
      readonly code: ChipYes | ChipNo | null;
      readonly done: KernelDone;
      readonly session: CardSession;
    };

export function decideFirst(
  cipher: BlockCipher,
  session: CardSession,
  question: KernelQuestion,
  isLineUsable: boolean,
  applet = CHIP_APPLET,
): ChipDecision {
  const ask = askFirst(question);
  if ('refused' in ask) return { kind: 'use-chip' };
  const first = applet.generateFirst(cipher, session, ask.asks, ask.objects);
  const heard = hearFirst(ask, first.answer);
  const answer = { kind: 'decided', done: heard.done, session: first.session } as const;
  switch (heard.kind) {
    case 'card-fault':
      return { kind: 'card-fault', fault: heard.fault };
    case 'approved':
    case 'declined':
      return { ...answer, code: heard.code };
    case 'go-online': {
      // A tap is over before anybody knows that there is no line: it is asked only once.
      const isOver = isLineUsable || question.transaction.entryMode === 'contactless';
      if (isOver) return { ...answer, code: null };
      const end = decideSecond(cipher, first.session, heard.done, { kind: 'no-line' }, applet);
      const code = end.outcome.kind === 'approved' ? 'Y3' : 'Z3';
      return { ...answer, code, done: end.outcome.done, session: end.session };
    }
  }
}

/** The second GENERATE AC: what the bank said, or that nobody could be reached. */
export function decideSecond(
  cipher: BlockCipher,
  session: CardSession,
  done: KernelDone,
  word: BankWord,
  applet = CHIP_APPLET,
): { readonly outcome: SecondOutcome; readonly session: CardSession } {
  const ask = askSecond(done, word);
  const second = applet.generateSecond(cipher, session, ask.asks, ask.objects);
  return { outcome: hearSecond(ask, second.answer), session: second.session };
}
