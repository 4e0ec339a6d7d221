interface Waiting<Key, Answer> {
  readonly key: Key;
  readonly answered: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * One journey for what many want to know at the same time: who asks while a question is on its way
 * is asked about in the next one. Nothing is remembered: every answer is younger than its question.
 */
export class SharedQuestion<Key, Answer> {
  readonly #ask: (keys: readonly Key[]) => Promise<(key: Key) => Answer>;
  #waiting: Waiting<Key, Answer>[] = [];
  #isAsking = false;

  /** `ask` finds the answers to all keys at once. */
  constructor(ask: (keys: readonly Key[]) => Promise<(key: Key) => Answer>) {
    this.#ask = ask;
  }

  answer(key: Key): Promise<Answer> {
    return new Promise((answered, failed) => {
      this.#waiting.push({ key, answered, failed });
      if (!this.#isAsking) void this.#askAll();
    });
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      try {
        const answerTo = await this.#ask(together.map(({ key }) => key));
        for (const { key, answered } of together) answered(answerTo(key));
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    this.#isAsking = false;
  }
}
