import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import type {
  AnswerBy,
  PaymentDesk,
  PaymentStepNews,
  PinAnswer,
  PinQuestion,
  Question,
} from '../../renderer/services/paying/payment-desk.ts';
import { typedPin } from '../../renderer/services/testing/typed-pin.ts';
import type { Dice } from './dice.ts';
import type { Habits } from './habits.ts';
import type { Life } from './life.ts';
import { accepted } from './tried-in-vain.ts';
import { wordsOfQuestion, wordsOfStep, type Words } from './screen.ts';

const WRONG_PIN = '999999';

export interface Saying {
  /** What stands on the payment screen now. */
  readonly says: (words: Words) => void;
}

export interface AnswerParts {
  readonly dice: Dice;
  readonly habits: Habits;
  readonly news: Saying;
  /** A supervisor's yes to a promise above a cap; null = there is none. */
  readonly allowsAboveCap: () => Promise<Approval | null>;
}

/** What customer and cashier answer while a card is being taken: PIN, patience, a promise or none. */
export class CashiersAnswers {
  readonly #life: Life;
  readonly #parts: AnswerParts;

  constructor(life: Life, parts: AnswerParts) {
    this.#life = life;
    this.#parts = parts;
  }

  /** What the till asks while it takes this payment is answered; what it tells stands on the screen. */
  desk(giveUp: AbortSignal, steps: PaymentStepNews[]): PaymentDesk {
    return {
      giveUp,
      tell: (news) => {
        steps.push(news);
        this.#parts.news.says(wordsOfStep(news));
      },
      waitingSince: () => undefined,
      choose: async (question) => {
        this.#parts.news.says(wordsOfQuestion(question));
        await this.#life.wait(this.#parts.dice.between(200, 6_000));
        return (await this.#answer(question)) as never;
      },
    };
  }

  async #answer(question: Question): Promise<AnswerBy[Question['kind']]> {
    switch (question.kind) {
      case 'pin':
        return this.#typesPin(question);
      case 'unknown':
        return this.#parts.dice.chance(0.5) ? 'keep-asking' : 'give-up';
      case 'promise':
        if (!this.#parts.dice.chance(this.#parts.habits.promises ?? 0.9)) return { accept: false };
        if (question.verdict.kind === 'allowed') return accepted(null);
        return this.#askedAbove();
    }
  }

  /** Now and then nobody knows the PIN, and what comes to mind is typed until the card has enough. */
  async #typesPin(question: PinQuestion): Promise<PinAnswer> {
    if (!this.#parts.dice.chance(0.9)) return 'cancelled';
    const right = TEST_CARDS.find(({ id }) => id === question.cardId)?.pin ?? '';
    const isWrong = this.#parts.dice.chance(this.#parts.habits.wrongPins ?? 0.15);
    return typedPin(question, isWrong ? WRONG_PIN : right);
  }

  async #askedAbove(): Promise<AnswerBy['promise']> {
    const approval = await this.#parts.allowsAboveCap();
    if (approval === null) return { accept: false };
    return accepted({ ...approval, reason: 'a customer we know' });
  }
}
