import { EVERY_ORDER, pathText, type Path, type Purse } from './chooser.ts';
import {
  explore,
  follow,
  SLACK_MS,
  SMALL_WORLDS,
  type Failed,
  type Progress,
  type SmallWorld,
} from './exhaust.ts';

export interface ExhaustOptions {
  readonly bounds: readonly Purse[];
  /** This one alone; all, when null. */
  readonly world: SmallWorld | null;
  /** Only this path of that world, and its story. */
  readonly path: Path | null;
}

/**
 * Every order of events; what happens beside the rest out of its place, too; one fault and odd
 * people; one fault and another order; two faults. One fault in every order takes hours (`--bound`).
 */
export const USUAL_BOUNDS: readonly Purse[] = [
  { faults: 0, turns: EVERY_ORDER, whims: 0 },
  { faults: 0, turns: 2, whims: 0 },
  { faults: 1, turns: 0, whims: 2 },
  { faults: 1, turns: 1, whims: 0 },
  { faults: 2, turns: 0, whims: 0 },
];

const REPORT_EVERY_MS = 10_000;

/** `npm run sim -- --exhaust`: true when nothing was found. */
export async function tellExhaust(
  { bounds, world, path }: ExhaustOptions,
  say: (line: string) => void,
): Promise<boolean> {
  const names = world === null ? (Object.keys(SMALL_WORLDS) as SmallWorld[]) : [world];
  if (path !== null) {
    const everyOrder = bounds.length === 1 && isEvery(bounds[0]?.turns ?? 0);
    return tellPath({ world: names[0] ?? 'online, then promised', path, everyOrder }, say);
  }
  say(WHAT);
  const thrown: string[] = [];
  process.on('unhandledRejection', (error) => thrown.push(String(error)));
  let isWell = true;
  for (const bound of bounds) {
    for (const name of names) {
      isWell = (await exhaust(name, bound, () => thrown.splice(0), say)) && isWell;
    }
  }
  return isWell;
}

async function exhaust(
  world: SmallWorld,
  bound: Purse,
  thrown: () => readonly string[],
  say: (line: string) => void,
): Promise<boolean> {
  const startedMs = performance.now();
  let reportedMs = startedMs;
  const progress = ({ paths, waiting, failed, picksDone }: Progress): void => {
    if (performance.now() - reportedMs < REPORT_EVERY_MS) return;
    reportedMs = performance.now();
    const behind = picksDone > 0 ? `, all of up to ${picksDone} picks behind` : '';
    say(`${world}: ${paths} paths, ${failed} failed, ${waiting} known to wait${behind}`);
  };
  const found = ({ path, problems }: Failed): void => {
    const which = `--bound ${boundText(bound)} --world "${world}" --path ${pathText(path)}`;
    say(`${problems[0] ?? ''}: npm run sim -- --exhaust ${which}`);
  };
  const { states, paths, pruned, events, failed } = await explore({
    world,
    bound,
    progress,
    found,
    thrown,
  });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const sums = `${states} states, ${paths} paths, ${pruned} pruned, ${events} events`;
  say(`exhaust: ${world}: ${sums}, ${failed.length} failed, ${inWords(bound)}, ${seconds} s`);
  return failed.length === 0;
}

interface Walked {
  readonly world: SmallWorld;
  readonly path: Path;
  readonly everyOrder: boolean;
}

async function tellPath(
  { world, path, everyOrder }: Walked,
  say: (line: string) => void,
): Promise<boolean> {
  const { story, problems, hash, events } = await follow(world, path, everyOrder);
  for (const line of story) say(line);
  say(`${world} ${pathText(path)}: ${events} events, hash ${hash}, ${problems.length} problems`);
  return problems.length === 0;
}

const isEvery = (turns: number): boolean => turns === EVERY_ORDER;

const boundText = ({ faults, turns, whims }: Purse): string =>
  [faults, isEvery(turns) ? 'all' : turns, whims].join(',');

const inWords = ({ faults, turns, whims }: Purse): string =>
  `bound: ${faults} faults, ${isEvery(turns) ? 'every order' : `${turns} turns`}, ${whims} whims`;

const WHAT = `One till, two card payments: one asked for online, one promised while the line is cut.
Enumerated: fault = a request lost, late (9 s, its answer after the time-out) or doubled; an answer
lost; a store or journal call failed, done but reported failed, or torn; a crash of program or window
after each change of what is written or under way. Turn = of all that is due within ${SLACK_MS} ms another
one comes first: an answer, a call of disk or database, a message, a timer. Whim = the less likely
answer of cashier or customer. Every order = any number of turns, but reads of the database, the
sentinel and the pages of the journal come in their place: they alone are what the rest goes on
without, and turns that are counted have them too. A path is audited after each event, and runs to its
end or to a state (at rest, or just crashed) that another one has met with as much left.
Not enumerated: more turns in one path than its bound says; what takes longer than that, but for the
late request.
Two states are the same when they differ only in time, in hashes, and in what ids are called.`;
