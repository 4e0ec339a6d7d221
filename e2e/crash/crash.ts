import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { Cable } from '../cable.ts';
import { ElectronTill } from '../electron-till.ts';
import { Dice } from '../sim/dice.ts';
import { playCommand } from '../play-command.ts';
import { RunningBank } from '../whole-way/running-bank.ts';
import { Cashier } from './cashier.ts';
import { settleAccount, type Account } from './count.ts';
import { HELP, readOptions, type CrashOptions } from './options.ts';
import { Histogram, PHASES } from './phases.ts';
import { playRound, type Stage } from './round.ts';
import { TellingLog } from './told.ts';
import { VICTIMS } from './victims.ts';
import { within } from './within.ts';

/** `npm run crash`: real processes, killed in the middle of real sales (F01–F05). */
const say = (line: string): void => console.log(line);
/** Longer takes no round, however busy the machine is: what hangs is told, and not waited for. */
const ROUND_LIMIT_MS = 240_000;

async function play(options: CrashOptions): Promise<boolean> {
  const { rounds, seed } = options;
  say(`crash: ${rounds} rounds, seed ${seed}`);
  const outside = await mkdtemp(join(tmpdir(), 'twintill-crash-'));
  const log = new TellingLog(join(outside, 'told.ndjson'));
  const bank = await RunningBank.start();
  const cable = await Cable.plug(bank.ready.url);
  const { demoActivationCode: activationCode } = bank.ready;
  const folder = join(outside, 'till');
  const machine = new ElectronTill({ folder, bankUrl: cable.url, activationCode });
  const dice = new Dice(seed, 'rounds');
  const cashier = new Cashier(new Dice(seed, 'cashier'), log, say);
  try {
    await cashier.comeBack(await machine.start());
    const histogram = await playRounds({ cable, machine, bank, cashier, dice }, rounds);
    if (histogram === null) return false;
    await machine.till.waitUntilAllSent();
    // Once more from the disk: two copies that agree have nothing to tell at their start.
    await cashier.comeBack(await machine.restart());
    await machine.till.waitUntilAllSent();
    const account = await settleAccount(bank, DEMO_MERCHANT, machine, log);
    return tell(account, histogram, rounds);
  } finally {
    await machine.close();
    await cable.unplug();
    await bank.stop();
    await rm(outside, { recursive: true, force: true });
  }
}

/** Null when a round broke off: a till that does not go on is a failure like a lost sale. */
async function playRounds(stage: Stage, rounds: number): Promise<Histogram | null> {
  const histogram = new Histogram();
  const aiming = new Dice(stage.dice.between(0, 2 ** 31), 'aim');
  for (let round = 1; round <= rounds; round += 1) {
    const phase = histogram.nextAim(aiming);
    const victim = aiming.pick(VICTIMS.map((name) => [name, 1] as const));
    const number = String(round).padStart(4);
    try {
      const played = playRound(stage, { phase, victim });
      const hit = await within(ROUND_LIMIT_MS, played, 'the round does not come to its end');
      histogram.count(hit);
      say(`${number}  ${victim} killed: ${hit}${hit === phase ? '' : ` (aim: ${phase})`}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      say(`${number}  ${victim} killed, aim ${phase}: broke off: ${why}`);
      return null;
    }
  }
  return histogram;
}

function tell({ reckoning, faults }: Account, histogram: Histogram, rounds: number): boolean {
  for (const phase of PHASES) {
    const kills = histogram.of(phase);
    say(`${phase.padStart(10)}  ${'#'.repeat(kills)} ${kills}`);
  }
  if (histogram.of('beside') > 0) say(`    beside  ${histogram.of('beside')}`);
  for (const fault of faults) say(fault);
  const isSpread = histogram.isSpread(rounds);
  if (!isSpread) say('the kills are not spread: each phase needs a fifth of them');
  const { sold, atBank, lost, differing, double } = reckoning;
  say(
    `crash: ${rounds} rounds, ${sold} sales told, ${atBank} at the bank, ` +
      `${lost.length + differing.length} lost, ${double.length} double, phases ${histogram.toString()}`,
  );
  return faults.length === 0 && isSpread;
}

await playCommand({
  name: 'crash',
  withoutElectron: 'and there is nothing else to kill',
  help: HELP,
  readOptions,
  play: async (options) => ((await play(options)) ? 0 : 1),
});
