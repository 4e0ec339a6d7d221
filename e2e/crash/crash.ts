import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { playInBrokenCopy } from '../broken-copy.ts';
import { Cable } from '../cable.ts';
import { ElectronTill } from '../electron-till.ts';
import { playCommand, type OnBreakOff } from '../play-command.ts';
import { Dice } from '../sim/dice.ts';
import { RunningBank } from '../whole-way/running-bank.ts';
import { Cashier } from './cashier.ts';
import { settleAccount, type Account } from './count.ts';
import { HELP, readOptions, type CrashOptions } from './options.ts';
import { playRounds, type RoundsPlayed } from './rounds.ts';
import type { Stage } from './round.ts';
import { TellingLog } from './told.ts';

/** `npm run crash`: real processes, killed in the middle of real sales (F01–F05). */
const say = (line: string): void => console.log(line);

async function play({ rounds, seed }: CrashOptions, onBreakOff: OnBreakOff): Promise<boolean> {
  say(`crash: ${rounds} rounds, seed ${seed}`);
  const outside = await mkdtemp(join(tmpdir(), 'twintill-crash-'));
  onBreakOff(() => rm(outside, { recursive: true, force: true }));
  const log = new TellingLog(join(outside, 'told.ndjson'));
  const bank = await RunningBank.start();
  onBreakOff(() => bank.endAtOnce());
  const cable = await Cable.plug(bank.ready.url);
  const { demoActivationCode: activationCode } = bank.ready;
  const folder = join(outside, 'till');
  const machine = new ElectronTill({ folder, bankUrl: cable.url, activationCode });
  onBreakOff(() => machine.endAtOnce());
  const dice = new Dice(seed, 'rounds');
  const cashier = new Cashier(new Dice(seed, 'cashier'), log, say);
  try {
    await cashier.comeBack(await machine.start());
    const stage = { cable, machine, bank, cashier, dice };
    const played = await playRounds(stage, rounds, say);
    const stuck = await deliverTheRest(stage);
    const account = await settleAccount(bank, DEMO_MERCHANT, machine, log);
    return tell(account, played, [...played.failed, ...stuck], rounds);
  } finally {
    await machine.close();
    await cable.unplug();
    await bank.stop();
    await rm(outside, { recursive: true, force: true });
  }
}

/** What does not get to the bank is still to be counted, so that its name is told. */
async function deliverTheRest({ cashier, machine }: Stage): Promise<readonly string[]> {
  try {
    await machine.till.waitUntilAllSent();
    // Once more from the disk: two copies that agree have nothing to tell at their start.
    await cashier.comeBack(await machine.restart());
    await machine.till.waitUntilAllSent();
    return [];
  } catch (error) {
    return [`at the end: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function tell(
  { reckoning, faults }: Account,
  { histogram, played, sentAgain }: RoundsPlayed,
  failed: readonly string[],
  rounds: number,
): boolean {
  for (const line of histogram.lines()) say(line);
  say(`sent a second time: ${sentAgain} requests`);
  for (const fault of [...failed, ...faults]) say(fault);
  const isSpread = histogram.isSpread(rounds);
  if (!isSpread) say('the kills are not spread: each phase needs a fifth of them');
  const { sold, atBank, lost, differing, double } = reckoning;
  say(
    `crash: ${played} rounds, ${failed.length} failed, ${sold} sales told, ${atBank} at the bank, ` +
      `${lost.length + differing.length} lost, ${double.length} double, phases ${histogram.toString()}`,
  );
  return failed.length === 0 && faults.length === 0 && isSpread;
}

await playCommand({
  name: 'crash',
  withoutElectron: 'and there is nothing else to kill',
  help: HELP,
  readOptions,
  play: async (options, onBreakOff) => {
    const { fault, rounds, seed } = options;
    const script = ['e2e/crash/crash.ts', '--rounds', String(rounds), '--seed', String(seed)];
    if (fault !== null) return playInBrokenCopy(fault, script, say);
    return (await play(options, onBreakOff)) ? 0 : 1;
  },
});
