/** What a trainer does to the line (demo and training merchants only). */
export interface LineConditions {
  readonly cut: boolean;
  readonly delayMs: number;
  /** The next answer arrives nowhere: the bank did the work, the till does not know. */
  readonly loseNextAnswers: number;
  /** The next request gets lost on its way there: the bank never hears of it. */
  readonly loseNextRequests: number;
  /** The line is up and down by turns of `flapMs` each. */
  readonly flapping: boolean;
  readonly flapMs: number;
}

export const CLEAR_LINE: LineConditions = {
  cut: false,
  delayMs: 0,
  loseNextAnswers: 0,
  loseNextRequests: 0,
  flapping: false,
  flapMs: 3_000,
};
