import { createHash } from 'node:crypto';
import { Chooser, ChosenFaults, EVERY_ORDER, type Path, type Purse } from './chooser.ts';
import type { Habits } from './habits.ts';
import { chanceDice, SteadyDice } from './dice.ts';
import { nodeSettle } from './settle.ts';
import { isAtRest, stateText, versionOf, type Sight } from './state-text.ts';
import { World, type Outcome } from './world.ts';

const CARD_ONLY: Habits = { ways: [['card', 1]], cards: [['good-tap', 1]] };

/** One till, two payments: one asked for online, one promised while the line is cut. */
export const SMALL_WORLDS = {
  'online, then promised': { cutAtLeft: 1, habits: CARD_ONLY },
  // The line must have been back for a moment before the till takes it for good (P14).
  'promised, then online': { cutAtLeft: 2, habits: { ...CARD_ONLY, comesAfterMs: [4_000, 4_000] } },
} as const;

/** More than the slowest way of a message and the slowest call of a disk: any of them may overtake another. */
export const SLACK_MS = 150;

export type SmallWorld = keyof typeof SMALL_WORLDS;

export interface Explored {
  /** Different states in which the world was found: at rest, or just after a crash. */
  readonly states: number;
  /** Worlds that were run from their start: to the last audit, or to where another one had been. */
  readonly paths: number;
  /** Paths that came to a known state, and crashes that would have. */
  readonly pruned: number;
  readonly events: number;
  /** Those on which something was not as promised; the shortest first. */
  readonly failed: readonly Failed[];
}

export interface Failed {
  readonly path: Path;
  readonly problems: readonly string[];
}

export interface Progress {
  readonly paths: number;
  /** Known to be taken yet. */
  readonly waiting: number;
  readonly failed: number;
  /** Of so many picks all paths are behind. */
  readonly picksDone: number;
}

export interface ExploreOptions {
  readonly world: SmallWorld;
  readonly bound: Purse;
  readonly progress?: (done: Progress) => void;
  /** At once: a run of hours may be ended before its end. */
  readonly found?: (failed: Failed) => void;
  /** Bugs that were thrown where nobody waits for them, since it was asked last. */
  readonly thrown?: () => readonly string[];
}

/**
 * Every path of a small world within the bound. A path is run from the start of the world to its
 * last audit, or to a state that another one has met with as much left in the purse: from there it
 * is known how it goes on. The ways that leave it make the next paths, those with the fewest picks
 * first, so that the first violation found is also a shortest one.
 */
export async function explore({
  world,
  bound,
  progress,
  found,
  thrown,
}: ExploreOptions): Promise<Explored> {
  const seen = new Seen();
  const failed: Failed[] = [];
  let [events, paths, pruned] = [0, 0, 0];
  let round: Path[] = [[]];
  while (round.length > 0) {
    const next: Path[] = [];
    for (const [i, path] of round.entries()) {
      const chooser = new Chooser(path, bound);
      const outcome = await walk(world, chooser, seen);
      paths += 1;
      events += outcome.events;
      if (chooser.isPruned) pruned += 1;
      const problems = [...outcome.problems, ...(thrown?.() ?? [])];
      if (problems.length > 0) {
        failed.push({ path, problems });
        found?.({ path, problems });
      }
      for (const longer of chooser.longer) next.push(longer);
      const waiting = round.length - i - 1 + next.length;
      progress?.({ paths, waiting, failed: failed.length, picksDone: path.length - 1 });
    }
    round = next;
  }
  return { states: seen.size, paths, pruned: pruned + seen.avoided, events, failed };
}

/** One path, and its story; its ordinals are those of a run that took every order, or counted turns. */
export function follow(world: SmallWorld, path: Path, everyOrder = false): Promise<Outcome> {
  const bound = { faults: 0, turns: everyOrder ? EVERY_ORDER : 0, whims: 0 };
  return walk(world, new Chooser(path, bound), new Seen());
}

function walk(name: SmallWorld, chooser: Chooser, seen: Seen): Promise<Outcome> {
  const whim = (): boolean => chooser.choose('whims', 2) === 1;
  const onlooker = new Onlooker(chooser, seen);
  const world = new World({
    seed: 1,
    tills: 1,
    salesPerTill: 2,
    ...SMALL_WORLDS[name],
    faults: (tell) => new ChosenFaults(chooser, tell),
    newDice: (seed, purpose) =>
      purpose === 'bank'
        ? chanceDice(seed, purpose)
        : new SteadyDice(seed, purpose, purpose.endsWith('cashier') ? whim : () => false),
    turns: {
      slackMs: SLACK_MS,
      choose: (among) => chooser.choose('turns', among),
      leavesBeside: chooser.left.turns === EVERY_ORDER,
    },
    looksOn: (sight) => onlooker.looksOn(sight),
    isSeenEnough: () => onlooker.isWhereAnotherWas,
    settle: nodeSettle,
  });
  return world.run();
}

/** Between two events: crashes what is to be crashed, and sees whether somebody has been here. */
class Onlooker {
  readonly #chooser: Chooser;
  readonly #seen: Seen;
  #version = '';
  #wasAtRest = false;
  /** What comes now was played before. */
  isWhereAnotherWas = false;

  constructor(chooser: Chooser, seen: Seen) {
    this.#chooser = chooser;
    this.#seen = seen;
  }

  async looksOn(sight: Sight): Promise<void> {
    const chooser = this.#chooser;
    const mayTry = chooser.isBeyondPath && !chooser.isPruned;
    const version = versionOf(sight);
    const isNew = version !== this.#version;
    this.#version = version;
    if (isNew && sight.site.alive.program) {
      const text = mayTry && chooser.left.faults > 0 ? await stateText(sight) : '';
      const { window } = sight.site.alive;
      const left = { ...chooser.left, faults: chooser.left.faults - 1 };
      const pick = chooser.choose('faults', window ? 3 : 2, (killed) =>
        this.#seen.isNewCrash(`${killed} ${text}`, left),
      );
      if (pick > 0) sight.site.crash(pick === 1 ? 'program' : 'window');
    }
    const comesToRest = isAtRest(sight) && !this.#wasAtRest;
    this.#wasAtRest = isAtRest(sight);
    if (mayTry && comesToRest) await this.#rests(sight);
  }

  async #rests(sight: Sight): Promise<void> {
    const { path, left } = this.#chooser;
    const visitor = this.#seen.whoWasHere(`rest ${await stateText(sight)}`, left, path);
    // Whoever comes back to a state of its own goes on, but tries nothing more after the last customer.
    const isLast = sight.site.counter.salesLeft === 0;
    this.isWhereAnotherWas = visitor === 'another';
    this.#chooser.isPruned = this.isWhereAnotherWas || (visitor === 'itself' && isLast);
  }
}

interface Visit {
  readonly left: Purse;
  readonly path: Path | null;
}

/** The states in which the world was seen, and with how much in the purse. */
class Seen {
  /** Crashes that were not tried, because they lead to where another one has led. */
  avoided = 0;
  readonly #visits = new Map<string, Visit[]>();

  get size(): number {
    return this.#visits.size;
  }

  isNewCrash(text: string, left: Purse): boolean {
    const isKnown = this.whoWasHere(text, left, null) !== 'nobody';
    if (isKnown) this.avoided += 1;
    return !isKnown;
  }

  whoWasHere(text: string, left: Purse, path: Path | null): 'nobody' | 'itself' | 'another' {
    const key = createHash('sha256').update(text).digest('base64');
    const visits = this.#visits.get(key) ?? [];
    const earlier = visits.find(
      (visit) =>
        visit.left.faults >= left.faults &&
        visit.left.turns >= left.turns &&
        visit.left.whims >= left.whims,
    );
    if (earlier !== undefined) return earlier.path === path ? 'itself' : 'another';
    this.#visits.set(key, [...visits, { left, path }]);
    return 'nobody';
  }
}
