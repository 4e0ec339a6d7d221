/** One after the other, in the order asked for; a failure of one is no reason to hold up the next. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Until whatever was asked for up to now has ended; never rejects. */
  pass(): Promise<unknown> {
    return this.#last;
  }
}
