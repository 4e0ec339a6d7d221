import { Dice } from './dice.ts';

/** Everything that can go wrong in this world, by name. */
export const FAULT_KINDS = [
  'request-lost',
  'answer-lost',
  'request-doubled',
  'request-late',
  'reset-after-commit',
  'bank-busy',
  'bank-broke',
  'results-shuffled',
  'results-missing',
  'records-skipped',
  'store-failed',
  'store-lied',
  'journal-failed',
  'journal-lied',
  'journal-torn',
  'program-killed',
  'window-killed',
  'printer-failed',
  'line-cut',
  'clock-set',
  'disk-full',
  'database-full',
  'line-pulled',
  'bank-throttles',
  'clock-wrong-alone',
  'killed-with-a-key',
  'request-slow',
  'full-at-approval',
  'keys-put-back',
  'signature-misread',
  'only-key-lost',
  'withdrawal-lost',
  'settlement-lost',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  /** Its place among all faults of this world: what a shorter story leaves out is named by it. */
  readonly ordinal: number;
  readonly kind: FaultKind;
  readonly where: string;
}

/** How likely each is, per occasion; drawn once for each world, so that some are calm, some wild. */
type Weather = Readonly<Record<FaultKind, number>>;

const WORST: Weather = {
  'request-lost': 0.12,
  'answer-lost': 0.15,
  'request-doubled': 0.1,
  'request-late': 0.08,
  'reset-after-commit': 0.06,
  'bank-busy': 0.05,
  'bank-broke': 0.05,
  'results-shuffled': 0.5,
  'results-missing': 0.2,
  'records-skipped': 0.2,
  'store-failed': 0.012,
  'store-lied': 0.012,
  'journal-failed': 0.02,
  'journal-lied': 0.02,
  'journal-torn': 0.015,
  'program-killed': 0.008,
  'window-killed': 0.005,
  'printer-failed': 0.2,
  'line-cut': 1,
  'clock-set': 0.6,
  'disk-full': 0.6,
  'database-full': 0.06,
  'line-pulled': 0.08,
  'bank-throttles': 0.05,
  'clock-wrong-alone': 0.6,
  'killed-with-a-key': 0.25,
  'request-slow': 0.3,
  'full-at-approval': 0.35,
  'keys-put-back': 0.4,
  'signature-misread': 1,
  'only-key-lost': 0.05,
  'withdrawal-lost': 0.8,
  'settlement-lost': 0.8,
};

/** Decides, occasion by occasion, what goes wrong. */
export interface Faults {
  readonly struck: readonly Fault[];
  readonly strikes: (kind: FaultKind, where: string) => boolean;
  /** From now on nothing goes wrong any more: the world heals. */
  readonly calmDown: () => void;
}

export type TellFault = (fault: Fault) => void;

/** Chance decides, by the weather of this seed. */
export class ChanceFaults implements Faults {
  readonly struck: Fault[] = [];
  readonly #seed: number;
  readonly #muted: ReadonlySet<number>;
  readonly #weather: Weather;
  readonly #tell: TellFault;
  readonly #dice = new Map<FaultKind, Dice>();
  #calm = false;
  #ordinals = 0;

  constructor(seed: number, muted: ReadonlySet<number>, tell: TellFault) {
    this.#tell = tell;
    this.#seed = seed;
    this.#muted = muted;
    const dice = new Dice(seed, 'weather');
    const drawn = FAULT_KINDS.map((kind) => {
      // Each kind is absent from a third of all worlds: its absence may be what another one needs.
      const strength = dice.chance(1 / 3) ? 0 : dice.unit();
      return [kind, WORST[kind] * strength] as const;
    });
    this.#weather = Object.fromEntries(drawn) as Weather;
  }

  calmDown(): void {
    this.#calm = true;
  }

  strikes(kind: FaultKind, where: string): boolean {
    const dice = this.#diceOf(kind);
    if (!dice.chance(this.#weather[kind]) || this.#calm) return false;
    const fault: Fault = { ordinal: this.#ordinals, kind, where };
    this.#ordinals += 1;
    if (this.#muted.has(fault.ordinal)) return false;
    this.struck.push(fault);
    this.#tell(fault);
    return true;
  }

  #diceOf(kind: FaultKind): Dice {
    const known = this.#dice.get(kind);
    if (known !== undefined) return known;
    const dice = new Dice(this.#seed, `fault ${kind}`);
    this.#dice.set(kind, dice);
    return dice;
  }
}

/** Calls of the database that change it. */
export const WRITES: ReadonlySet<string> = new Set([
  'apply',
  'touchOutbox',
  'raiseDrainEpoch',
  'writeNote',
  'dropRecordsFrom',
  'dropRows',
]);

/** Whether a read that reports failure was done cannot be told apart afterwards. */
export const isSameAsFailed = (kind: FaultKind, where: string): boolean =>
  kind === 'store-lied' && !WRITES.has(where.split(' ').at(-1) ?? '');

/** Which occasions count: all of them, those after the last customer, or those while this is so. */
export type CountsFrom = 'the-start' | 'the-last-customer' | (() => boolean);

/** One fault and no other: the n-th occasion of its kind (1 is the first), also while all heals. */
export class NthFault implements Faults {
  readonly struck: Fault[] = [];
  readonly #kind: FaultKind;
  readonly #nth: number;
  readonly #tell: TellFault;
  readonly #from: CountsFrom;
  #isCalm = false;
  #occasions = 0;

  constructor(kind: FaultKind, nth: number, tell: TellFault, from: CountsFrom = 'the-start') {
    this.#kind = kind;
    this.#nth = nth;
    this.#tell = tell;
    this.#from = from;
  }

  /** One fault is no weather: the queue drains after the last customer, and may meet it there. */
  calmDown(): void {
    this.#isCalm = true;
  }

  strikes(kind: FaultKind, where: string): boolean {
    if (kind !== this.#kind || !this.#counts() || isSameAsFailed(kind, where)) return false;
    this.#occasions += 1;
    if (this.#occasions !== this.#nth) return false;
    const fault: Fault = { ordinal: this.#nth, kind, where };
    this.struck.push(fault);
    this.#tell(fault);
    return true;
  }

  #counts(): boolean {
    if (typeof this.#from === 'function') return this.#from();
    return this.#isCalm || this.#from === 'the-start';
  }
}
