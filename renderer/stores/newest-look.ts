/**
 * Questions of which only the newest is answered: what was asked before it, or for something that has
 * been left since, would be shown as an answer to what is asked now (I9).
 */
export class NewestLook {
  #looks = 0;

  /** @returns null where this is no longer the newest. */
  async at<Answer>(look: () => Promise<Answer>): Promise<Answer | null> {
    this.#looks += 1;
    const mine = this.#looks;
    const answer = await look();
    return mine === this.#looks ? answer : null;
  }

  /** Whatever is being looked at is not waited for any longer. */
  leave(): void {
    this.#looks += 1;
  }
}
