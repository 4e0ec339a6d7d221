import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureStrace } from '../../build/launcher/strace.ts';
import { Cable } from '../cable.ts';
import { NOT_PLAYED, playCommand, type OnBreakOff } from '../play-command.ts';
import { RunningBank } from '../whole-way/running-bank.ts';
import { auditCut, type AuditSite } from './audit.ts';
import { BankPast } from './bank-past.ts';
import { HELP, readOptions, type PowerOptions } from './options.ts';
import { planOf, type Series } from './plan.ts';
import { record } from './recording.ts';

/** `npm run power`: what is left of a sale when the power goes, at every moment of it (F06). */
const say = (line: string): void => console.log(line);

async function play(options: PowerOptions, onBreakOff: OnBreakOff): Promise<boolean> {
  say(`power: seed ${options.seed}${options.isQuick ? ', quick' : ''}`);
  const folder = await mkdtemp(join(tmpdir(), 'twintill-power-'));
  onBreakOff(() => rm(folder, { recursive: true, force: true }));
  const bank = await RunningBank.start();
  onBreakOff(() => bank.endAtOnce());
  const cable = await Cable.plug(bank.ready.url);
  try {
    const terminal = await bank.newTerminal();
    const past = new BankPast(bank);
    const { activationCode } = terminal;
    const recording = await record({ folder, cable, past, activationCode, onBreakOff });
    const { events, told, slips } = recording;
    const syncs = events.filter(({ change }) => change.kind === 'sync').length;
    say(`recorded: ${events.length} changes, ${syncs} syncs, ${told.length} sales told`);
    const site: AuditSite = { folder, bank, past, cable, terminal, slips, onBreakOff };
    const plan = planOf(recording, options).filter(({ name }) => name.includes(options.series));
    let bad = 0;
    for (const series of plan) bad += await playSeries(site, series);
    const played = plan.reduce((sum, { cuts }) => sum + cuts.length, 0);
    say(`power: ${played} cuts, ${played - bad} sound, ${bad} not`);
    return bad === 0 && played > 0;
  } finally {
    await cable.unplug();
    await bank.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The number of cuts after which something was not as promised. */
async function playSeries(site: AuditSite, { name, cuts, copies }: Series): Promise<number> {
  let bad = 0;
  for (const cut of cuts) {
    const faults = await auditCut(site, cut, copies);
    if (faults.length === 0) continue;
    bad += 1;
    say(`${name}: ${cut.name}, ${cut.told.length} told, bank at ${cut.bankMoment}`);
    for (const fault of faults) say(`     ${fault}`);
  }
  say(`${String(cuts.length).padStart(4)} cuts, ${name}: ${bad === 0 ? 'sound' : `${bad} not`}`);
  return bad;
}

await playCommand({
  name: 'power',
  withoutElectron: 'and there is nothing else to record',
  help: HELP,
  readOptions,
  play: async (options, onBreakOff) => {
    if (!ensureStrace()) return NOT_PLAYED;
    return (await play(options, onBreakOff)) ? 0 : 1;
  },
});
