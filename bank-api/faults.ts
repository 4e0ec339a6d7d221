import { z } from 'zod';

/**
 * What a trainer or a test may do to the bank's line (A04, F12–F22). Kept in memory: a restart of
 * the server heals everything.
 */
export const faultSettings = z.strictObject({
  /** No answer at all: every connection is cut. */
  off: z.boolean(),
  /** 200 and a page of HTML for everything, as a hotel's Wi-Fi does (F22). */
  portal: z.boolean(),
  /** Every authorisation gets 91, stored payments wait. */
  issuerDown: z.boolean(),
  /** Milliseconds before a request is looked at. */
  slowMs: z.int().min(0).max(600_000),
  /** So many answers of the money routes are lost after the commit. */
  loseAnswers: z.int().min(0),
  /** So many answers of the money routes become 500 after the commit. */
  failAfterCommit: z.int().min(0),
  /** So many requests of the money routes are lost before they are looked at (F12). */
  loseRequests: z.int().min(0),
  /** Only paths that hold this text are slowed, lost or failed; empty means all. */
  path: z.string().max(100),
});
export type FaultSettings = z.infer<typeof faultSettings>;

export const NO_FAULTS: FaultSettings = {
  off: false,
  portal: false,
  issuerDown: false,
  slowMs: 0,
  loseAnswers: 0,
  failAfterCommit: 0,
  loseRequests: 0,
  path: '',
};

type Counter = 'loseAnswers' | 'failAfterCommit' | 'loseRequests';

export interface Faults {
  readonly current: () => FaultSettings;
  readonly change: (changes: Partial<FaultSettings>) => FaultSettings;
  /** Uses one of the counted faults up; false when none is left or the path is not meant. */
  readonly take: (counter: Counter, path: string) => boolean;
}

export function createFaults(): Faults {
  let settings = NO_FAULTS;
  return {
    current: () => settings,
    change: (changes) => (settings = { ...settings, ...changes }),
    take: (counter, path) => {
      if (settings[counter] === 0 || !path.includes(settings.path)) return false;
      settings = { ...settings, [counter]: settings[counter] - 1 };
      return true;
    },
  };
}
