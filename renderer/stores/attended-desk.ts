import type { ErrorCode, Failure } from '../../shared/contracts/error-codes.ts';
import type { Result } from '../../shared/lib/result.ts';
import type {
  AnswerBy,
  PaymentDesk,
  PaymentStepNews,
  Question,
} from '../services/paying/payment-desk.ts';
import type { OpenTill } from '../services/till.ts';

/** A payment that somebody waits for, as a screen shows it (P5). */
export interface Attended {
  readonly steps: readonly PaymentStepNews[];
  /** The visible clock of the attended wait, as time passes; null while nobody waits for the bank. */
  readonly waitingSinceMs: number | null;
  readonly isGivingUp: boolean;
  readonly question: Question | null;
}

export const NOBODY_WAITS: Attended = {
  steps: [],
  waitingSinceMs: null,
  isGivingUp: false,
  question: null,
};

interface Shown {
  /** Null while nothing is shown. */
  readonly now: () => Attended | null;
  readonly change: (part: Partial<Attended>) => void;
}

/** The person at the counter: what a running payment tells and asks, and what is answered. */
export class AttendedDesk {
  readonly #shown: Shown;
  #answerQuestion: ((answer: never) => void) | null = null;
  #patience = new AbortController();

  constructor(shown: Shown) {
    this.#shown = shown;
  }

  /** For a new payment. */
  open(): PaymentDesk {
    this.#patience = new AbortController();
    const { now, change } = this.#shown;
    return {
      giveUp: this.#patience.signal,
      tell: (news) => change({ steps: [...(now()?.steps ?? []), news] }),
      waitingSince: (waitingSinceMs) => change({ waitingSinceMs }),
      choose: (question) =>
        new Promise((resolve) => {
          this.#answerQuestion = resolve as (answer: never) => void;
          change({ question });
        }),
    };
  }

  /** Nobody waits any longer. */
  abort(): void {
    this.#patience.abort();
  }

  /** Whatever is asked just now is answered with no; what is on its way is taken back (P5). */
  giveUp(): void {
    const question = this.#shown.now()?.question;
    if (question === null) this.#shown.change({ isGivingUp: true });
    this.abort();
    if (question?.kind === 'unknown') this.answer('unknown', 'give-up');
    if (question?.kind === 'pin') this.answer('pin', 'cancelled');
    if (question?.kind === 'promise') this.answer('promise', { accept: false });
  }

  /** An answer to another question than the one that is asked is none. */
  answer<Kind extends Question['kind']>(kind: Kind, answer: AnswerBy[Kind]): void {
    if (this.#shown.now()?.question?.kind !== kind) return;
    this.#shown.change({ question: null });
    this.#answerQuestion?.(answer as never);
    this.#answerQuestion = null;
  }
}

/** It did not come to an end of its own. */
export interface Failed {
  readonly kind: 'failed';
  readonly failure: Failure;
}

/** A bug in the middle of it is written down, and told as what it means for the money. */
export async function endOf<Done>(
  till: Pick<OpenTill, 'noteBug'>,
  work: () => Promise<Result<Done, Failure>>,
  codeOfBug: ErrorCode = 'till-bug',
): Promise<Done | Failed> {
  try {
    const done = await work();
    return done.ok ? done.value : { kind: 'failed', failure: done.error };
  } catch (bug) {
    await till.noteBug(bug);
    return { kind: 'failed', failure: { code: codeOfBug, detail: String(bug) } };
  }
}
