import { Dice } from '../sim/dice.ts';
import { within } from '../within.ts';
import { Histogram } from './phases.ts';
import { playRound, type Aim, type Stage } from './round.ts';
import { AT_THE_TILL, VICTIMS } from './victims.ts';

export interface RoundsPlayed {
  readonly histogram: Histogram;
  readonly played: number;
  /** In words, the rounds that did not come to their end. */
  readonly failed: readonly string[];
  /** Requests about money that were sent a second time. */
  readonly sentAgain: number;
}

/** Longer takes no round, however busy the machine is: what hangs is ended, told and gone on from. */
const ROUND_LIMIT_MS = 180_000;
/** More of them teach nothing new, and each takes a minute. */
const MOST_FAILED = 3;

/** A till that does not go on is a failure like a lost sale; the rounds after it are played all the same. */
export async function playRounds(
  stage: Stage,
  rounds: number,
  say: (line: string) => void,
): Promise<RoundsPlayed> {
  const histogram = new Histogram();
  const aiming = new Dice(stage.dice.between(0, 2 ** 31), 'aim');
  const failed: string[] = [];
  let round = 0;
  let sentAgain = 0;
  while (round < rounds && failed.length < MOST_FAILED) {
    round += 1;
    const aim = nextAim(histogram, round, aiming);
    const { target, victim } = aim;
    try {
      const playing = playRound(stage, aim);
      const { hit, again } = await within(ROUND_LIMIT_MS, playing, 'did not come to its end');
      histogram.count(hit);
      sentAgain += again.sent;
      const missed = hit === target ? '' : ` (aim: ${target})`;
      say(`${String(round).padStart(4)}  ${victim} killed: ${hit}${missed}`);
    } catch (error) {
      const why = `round ${round}, ${victim} killed, aim ${target}: ${firstLines(error)}`;
      failed.push(why);
      say(`FAILED  ${why}`);
      await startOver(stage);
    }
  }
  return { histogram, played: round, failed, sentAgain };
}

function nextAim(histogram: Histogram, round: number, dice: Dice): Aim {
  const target = histogram.nextAim(round, dice);
  const victims = target === 'slip' ? AT_THE_TILL : VICTIMS;
  return {
    target,
    victim: dice.pick(victims.map((name) => [name, 1] as const)),
    // The first in cash: its slip comes out after one write, with nobody asked.
    tender: histogram.of('slip') % 2 === 0 ? 'cash' : 'card',
  };
}

/** Whatever a failed round has left is ended, and everything started again. */
async function startOver({ cable, machine, bank, cashier }: Stage): Promise<void> {
  cable.forgetHolds();
  cable.takeExchanges();
  await machine.endAtOnce();
  if (bank.isRunning) await bank.kill();
  await bank.startAgain();
  await cable.mend();
  await cashier.comeBack(await machine.start());
}

/** Playwright tells at length what it was waiting for; the beginning says what. */
function firstLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').slice(0, 3).join(' ');
}
