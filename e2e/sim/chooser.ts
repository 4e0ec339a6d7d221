import {
  isSameAsFailed,
  type FaultKind,
  type Faults,
  type Fault,
  type TellFault,
} from './faults.ts';

/** What is chosen, each with a purse of its own: a fault, a turn out of order, an odd answer. */
export interface Purse {
  readonly faults: number;
  readonly turns: number;
  readonly whims: number;
}

/** As turns of a purse: any number, of what does not happen beside the rest (`Scheduler.after`). */
export const EVERY_ORDER = Number.POSITIVE_INFINITY;

/** The choice with this ordinal is not the usual one (0), but this one. */
export interface Pick {
  readonly at: number;
  readonly pick: number;
  readonly from: keyof Purse;
}

export type Path = readonly Pick[];

const LETTERS = { f: 'faults', t: 'turns', w: 'whims' } as const;

/** Short enough for a command line: `f12.1` is the first other way at the fault of ordinal 12. */
export const pathText = (path: Path): string =>
  path.map(({ at, pick, from }) => `${from.slice(0, 1)}${at}.${pick}`).join(',');

/** Null when it is none. */
export function readPath(text: string): Path | null {
  const path: Pick[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const [, letter, at, pick] = /^([ftw])(\d+)\.(\d+)$/.exec(part) ?? [];
    if (letter === undefined) return null;
    path.push({
      at: Number(at),
      pick: Number(pick),
      from: LETTERS[letter as keyof typeof LETTERS],
    });
  }
  return path;
}

/** "Crash-and-restart" is not among them: it is tried between events, by whoever looks on. */
const ENUMERATED: ReadonlySet<FaultKind> = new Set([
  'request-lost',
  'answer-lost',
  'request-doubled',
  'request-late',
  'store-failed',
  'store-lied',
  'journal-failed',
  'journal-lied',
  'journal-torn',
]);

/**
 * Answers every choice of one run of a world: as its path says, and after the last pick of the path
 * always the usual way. What could have been picked instead from there on makes the longer paths.
 */
export class Chooser {
  readonly path: Path;
  readonly left: Purse;
  /** One pick more than this path each; found on the way. */
  readonly longer: Path[] = [];
  /** From here on it is known what happens: nothing further is tried on this path. */
  isPruned = false;
  asked = 0;
  #taken = 0;

  constructor(path: Path, bound: Purse) {
    this.path = path;
    this.left = path.reduce((left, { from }) => ({ ...left, [from]: left[from] - 1 }), bound);
  }

  /** All picks of the path are behind: what comes now was not seen by the path before it. */
  get isBeyondPath(): boolean {
    return this.#taken === this.path.length;
  }

  /** 0 is the usual; `isWorth` may say of another one that it leads to where others have been. */
  choose(from: keyof Purse, options: number, isWorth: (pick: number) => boolean = () => true) {
    const at = this.asked;
    this.asked += 1;
    const next = this.path[this.#taken];
    if (next?.at === at) {
      this.#taken += 1;
      return next.pick;
    }
    if (!this.isBeyondPath || this.isPruned || this.left[from] === 0) return 0;
    for (let pick = 1; pick < options; pick += 1) {
      if (isWorth(pick)) this.longer.push([...this.path, { at, pick, from }]);
    }
    return 0;
  }
}

/** What goes wrong is chosen, occasion by occasion, also while all heals. */
export class ChosenFaults implements Faults {
  readonly struck: Fault[] = [];
  readonly #chooser: Chooser;
  readonly #tell: TellFault;

  constructor(chooser: Chooser, tell: TellFault) {
    this.#chooser = chooser;
    this.#tell = tell;
  }

  calmDown(): void {
    // The path says how much goes wrong, and when; the queue drains after the last customer.
  }

  strikes(kind: FaultKind, where: string): boolean {
    if (!ENUMERATED.has(kind) || isSameAsFailed(kind, where)) return false;
    const ordinal = this.#chooser.asked;
    if (this.#chooser.choose('faults', 2) === 0) return false;
    const fault: Fault = { ordinal, kind, where };
    this.struck.push(fault);
    this.#tell(fault);
    return true;
  }
}
